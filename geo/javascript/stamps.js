// Discs and counts drawn once and stamped often: 10,000 stamps take about the time of 500 drawings.

// More stamps than this are forgotten together: a few sizes and counts are all that a view needs.
const MOST_STAMPS = 2000;

class Stamps {
  constructor() {
    this._stamps = new Map();
    this._look = null;
    this._ratio = 0;
  }

  // All stamps are forgotten when the colours or the pixel ratio change.
  prepare(look, ratio) {
    if (look === this._look && ratio === this._ratio && this._stamps.size < MOST_STAMPS) return;
    this._stamps.clear();
    this._look = look;
    this._ratio = ratio;
  }

  // Stamp the disc of a point or of a cell at (x, y); mark: {show, item, radius}.
  disc(context, show, item, x, y, radius) {
    const isCell = item.kind === "cell";
    let key = `${isCell ? "c" : "p"}${item.isDashed ? "d" : ""}${radius}`;
    for (const [tier] of PARTS[show]) key += ` ${item[tier].class} ${item[tier].step}`;
    this._stamp(context, key, x, y, radius + 2, (own) => {
      const mark = { ...item, show };
      if (isCell) paintCellDisc(own, mark, radius, this._look);
      else paintDisc(own, mark, radius, gapOf(mark, radius, this._ratio), this._look);
    });
  }

  // Stamp the count of a cell at (x, y).
  count(context, show, count, x, y) {
    const key = `n${shortCount(count)}`;
    this._stamp(context, key, x, y, 18, (own) => paintCount(own, count, show, this._look));
  }

  _stamp(context, key, x, y, reach, paint) {
    const stamp = this._stamps.get(key) ?? this._make(key, reach, paint);
    const half = stamp.side / 2;
    context.drawImage(stamp.canvas, x - half, y - half, stamp.side, stamp.side);
  }

  _make(key, reach, paint) {
    const pixels = 2 * Math.ceil(reach * this._ratio);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = pixels;
    const context = canvas.getContext("2d");
    context.translate(pixels / 2, pixels / 2);
    context.scale(this._ratio, this._ratio);
    paint(context);
    const stamp = { canvas, side: pixels / this._ratio };
    this._stamps.set(key, stamp);
    return stamp;
  }
}
