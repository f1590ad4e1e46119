// What the layer draws: outlines, discs, cells, the ring of the selection, and discs that are spread out.
//
// Methods of ClusterLayer (Leaflet's `includes`); how one mark looks is in marks.js.

const REDUCED_MOTION = "(prefers-reduced-motion: reduce)";

const PAINTING_METHODS = {
  _draw(context) {
    if (!this._query) return;
    const { selected, show } = this._query;
    this._outlines.draw(context, this._map, this._baseMap, {
      palette: this._palette,
      selectedId: selected?.id,
      paints: (entry) => {
        return coloursShown(countryItem(this._config, entry), show, this._palette, this._config.steps);
      },
    });
    this._drawMarks(context, this._placeMarks(selected?.id));
    // Promises are kept after the frame that draws, never before it.
    queueMicrotask(() => this._tellWaiting());
  },

  _drawMarks(context, marks) {
    const [staying, fanned] = this._spread?.part(marks, (value) => this._snap(value)) ?? [marks, []];
    this._marks = [...staying, ...fanned];
    this._fanned = fanned;
    for (const mark of staying) this._drawMark(context, mark);
    this._drawHiddenSelection(context);
    if (!this._spread) return;
    this._spread.paintGround(context, fanned, this._palette);
    for (const mark of fanned) this._drawMark(context, mark);
    if (this._spread.isMoving()) this.redraw();
  },

  _spreadOut(pile) {
    const view = L.bounds(
      this._map.containerPointToLayerPoint([0, 0]),
      this._map.containerPointToLayerPoint(this._map.getSize()),
    );
    this._spread = new Spread(pile, view, !window.matchMedia(REDUCED_MOTION).matches);
    this._hover.hide();
    this._paint();
  },

  // At once and not in the next frame: a zoom would scale the picture with the spread in it.
  _fold() {
    if (!this._spread) return;
    this._spread = null;
    this._hover.hide();
    this._paint();
  },

  // Where each item lies, in layer points, without those outside the canvas; the selected one last.
  _placeMarks(selectedId) {
    const margin = L.point(40, 40);
    const bounds = L.bounds(this._bounds.min.subtract(margin), this._bounds.max.add(margin));
    const marks = [];
    let selected = null;
    for (const item of this._items) {
      const point = this._map.latLngToLayerPoint([item.lat, item.lon]);
      if (!bounds.contains(point)) continue;
      const mark = { item, x: this._snap(point.x), y: this._snap(point.y), radius: this._radius(item) };
      if (selectedId && item.id === selectedId) selected = mark;
      else marks.push(mark);
    }
    if (selected) marks.push(selected);
    return marks;
  },

  // Discs grow with the zoom (6.5 px at zoom 3, 9 px at zoom 7); cells grow with what they hold.
  _radius(item) {
    if (item.kind === "cell") return 12 + Math.min(6, 1.5 * Math.log10(item.count));
    return Math.min(10, 6.5 + 0.65 * (this._map.getZoom() - 3));
  },

  _drawMark(context, { item, x, y, radius }) {
    this._stampMark(context, { item, x, y, radius });
    if (item.id && item.id === this._query.selected?.id) paintRing(context, x, y, radius, this._palette);
  },

  _stampMark(context, { item, x, y, radius }) {
    const mark = { show: this._query.show, first: item.first, lower: item.lower, isDashed: item.isDashed };
    const { steps } = this._config;
    if (item.kind === "cell") {
      context.save();
      context.translate(x, y);
      paintCell(context, mark, radius, item.count, this._palette, steps);
      context.restore();
      return;
    }
    const { canvas, side } = this._stamps.get(mark, radius, this._ratio, this._palette, steps);
    context.drawImage(canvas, x - side / 2, y - side / 2, side, side);
  },

  // The ring also stands where the selected cluster is hidden in a cell or by a filter.
  _drawHiddenSelection(context) {
    const { selected } = this._query;
    if (!selected || selected.lat === null || this._outlines.has(selected.id)) return;
    if (this._marks.some(({ item }) => item.id === selected.id)) return;
    const point = this._map.latLngToLayerPoint([selected.lat, selected.lon]);
    paintRing(context, point.x, point.y, this._radius({ kind: "point" }), this._palette);
  },
};
