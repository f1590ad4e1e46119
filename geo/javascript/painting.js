// What the layer draws: outlines, discs, cells, the ring of the selection, and discs that are spread out.
//
// Methods of ClusterLayer (Leaflet's `includes`); how one mark looks is in marks.js.

// What a mark reaches beyond its place at most, in pixels.
const REACH = 40;

const REDUCED_MOTION = "(prefers-reduced-motion: reduce)";

const PAINTING_METHODS = {
  _draw(context) {
    if (!this._query) return;
    const { selected, highlighted } = this._query;
    const look = this._lookOf(this._outlines.search());
    this._outlines.draw(context, this._map, this._baseMap, {
      look,
      ids: [selected?.id, highlighted?.id],
      paints: (entry) => coloursShown(countryItem(this._config, entry), look),
    });
    this._stamps.prepare(this._pictureLook, this._ratio);
    this._drawMarks(context, this._placeMarks(selected?.id));
    this._drawHighlight(context, highlighted);
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
    this._spread.paintGround(context, fanned, this._pictureLook);
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
    const { min, max } = this._bounds;
    const scale = this._map.getZoomScale(this._map.getZoom(), 0);
    const origin = this._map.getPixelOrigin();
    const marks = [];
    let selected = null;
    for (const item of this._items) {
      // Projected once and scaled from then on: 20,000 projections a frame would be felt.
      item.world ??= worldPoint([item.lon, item.lat]);
      const x = this._snap(item.world.x * scale - origin.x);
      const y = this._snap(item.world.y * scale - origin.y);
      if (x < min.x - REACH || x > max.x + REACH || y < min.y - REACH || y > max.y + REACH) continue;
      const mark = { item, x, y, radius: this._radius(item) };
      if (selectedId && item.id === selectedId) selected = mark;
      else marks.push(mark);
    }
    if (selected) marks.push(selected);
    return marks;
  },

  // Discs grow with the zoom (6.5 px at zoom 3, 9 px at zoom 7); cells grow with what they hold. Half pixels
  // are fine enough, and few sizes need few stamps.
  _radius(item) {
    if (item.kind === "cell") return 12 + Math.min(6, Math.round(3 * Math.log10(item.count)) / 2);
    return Math.min(10, 6.5 + 0.65 * (this._map.getZoom() - 3));
  },

  _drawMark(context, { item, x, y, radius }) {
    const { show } = this._pictureLook;
    this._stamps.disc(context, show, item, x, y, radius);
    if (item.kind === "cell") this._stamps.count(context, show, item.count, x, y);
    if (item.id && item.id === this._query.selected?.id) paintRing(context, x, y, radius, this._pictureLook);
  },

  // The ring also stands where the selected cluster is hidden in a cell or by a filter.
  _drawHiddenSelection(context) {
    const { selected } = this._query;
    if (!selected || selected.lat === null || this._outlines.has(selected.id)) return;
    if (this._marks.some(({ item }) => item.id === selected.id)) return;
    const point = this._map.latLngToLayerPoint([selected.lat, selected.lon]);
    paintRing(context, point.x, point.y, this._radius({ kind: "point" }), this._pictureLook);
  },

  // What the table's row points at: its disc wherever that lies now, else its place, at the edge when that is
  // out of sight.
  _drawHighlight(context, highlighted) {
    if (!highlighted || highlighted.lat === null) return;
    const mark = this._marks.find(({ item }) => item.id === highlighted.id);
    const { x, y } = mark ?? this._atEdge(this._map.latLngToLayerPoint([highlighted.lat, highlighted.lon]));
    paintRing(context, x, y, mark?.radius ?? this._radius({ kind: "point" }), this._pictureLook, true);
  },

  _atEdge(point) {
    const size = this._map.getSize();
    const inset = L.point(14, 14);
    const least = this._map.containerPointToLayerPoint(inset);
    const most = this._map.containerPointToLayerPoint(size.subtract(inset));
    const within = (value, low, high) => Math.max(low, Math.min(high, value));
    return L.point(within(point.x, least.x, most.x), within(point.y, least.y, most.y));
  },
};
