// Shapes that a reader put on the map: an area to narrow it to, the corners of one that is being drawn, and
// shapes of a file of one's own. They lie under the clusters and answer no click.

// Half the side of a corner's square, in pixels.
const CORNER = 3.5;

const Sketch = PaneCanvas.extend({
  initialize() {
    L.Renderer.prototype.initialize.call(this, { pane: "cw-sketch" });
    this._look = null;
    this._area = [];
    this._draft = null;
    this._overlay = [];
    this._given = null;
  },

  // `area`: corners as [lon, lat]; `overlay`: a FeatureCollection or null, which keeps its identity while it is
  // the same.
  show(look, area, overlay) {
    this._look = look;
    this._area = area;
    if (overlay !== this._given) {
      this._given = overlay;
      this._overlay = (overlay?.features ?? []).map(({ geometry }) => overlayShape(geometry));
    }
    this.redraw();
  },

  // The corners of the area that is being drawn, and where the pointer is; null while nothing is drawn.
  showDraft(draft) {
    this._draft = draft;
    this.redraw();
  },

  _draw(context) {
    if (!this._look) return;
    context.lineJoin = "round";
    for (const shape of this._overlay) this._drawOverlay(context, shape);
    if (this._area.length > 0) this._drawArea(context, this._area, true);
    if (this._draft) this._drawDraft(context, this._draft);
  },

  _drawOverlay(context, { path, points, isArea }) {
    context.save();
    const scale = enterWorld(context, this._map);
    context.fillStyle = context.strokeStyle = this._look.quiet;
    context.globalAlpha = 0.15;
    if (isArea) context.fill(path, "evenodd");
    context.globalAlpha = 1;
    context.lineWidth = 1.6 / scale;
    context.stroke(path);
    context.restore();
    for (const position of points) this._drawCorner(context, this._place(position), this._look.quiet);
  },

  _drawArea(context, corners, isClosed) {
    const points = corners.map((corner) => this._place(corner));
    context.beginPath();
    for (const { x, y } of points) context.lineTo(x, y);
    if (isClosed) context.closePath();
    context.save();
    context.globalAlpha = 0.1;
    context.fillStyle = this._look.accent;
    context.fill();
    context.restore();
    context.strokeStyle = this._look.accent;
    context.lineWidth = 2;
    context.stroke();
    return points;
  },

  _drawDraft(context, { corners, pointer }) {
    const ends = pointer ? [...corners, pointer] : corners;
    for (const point of this._drawArea(context, ends, ends.length > 2)) {
      this._drawCorner(context, point, this._look.accent);
    }
    this._drawMiddle(context);
  },

  _drawCorner(context, { x, y }, colour) {
    context.fillStyle = this._look.page;
    context.strokeStyle = colour;
    context.lineWidth = 1.6;
    context.beginPath();
    context.rect(x - CORNER, y - CORNER, 2 * CORNER, 2 * CORNER);
    context.fill();
    context.stroke();
  },

  // Where a corner comes that is set by key.
  _drawMiddle(context) {
    const { x, y } = this._map.latLngToLayerPoint(this._map.getCenter());
    context.strokeStyle = this._look.text;
    context.lineWidth = 1;
    context.beginPath();
    for (const [across, down] of [[7, 0], [0, 7]]) {
      context.moveTo(x - across, y - down);
      context.lineTo(x + across, y + down);
    }
    context.stroke();
  },

  _place([longitude, latitude]) {
    return this._map.latLngToLayerPoint([latitude, longitude]);
  },
});

// A geometry of GeoJSON in the zoom-0 world: {path, points, isArea}; `points` stay as [lon, lat].
function overlayShape(geometry) {
  const { path } = worldShape(geometry);
  for (const line of linesOf(geometry)) {
    line.forEach((position, index) => {
      const { x, y } = worldPoint(position);
      if (index === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
  }
  return { path, points: pointsOf(geometry), isArea: ringsOf(geometry).length > 0 };
}

function linesOf({ type, coordinates }) {
  if (type === "LineString") return [coordinates];
  return type === "MultiLineString" ? coordinates : [];
}

function pointsOf({ type, coordinates }) {
  if (type === "Point") return [coordinates];
  return type === "MultiPoint" ? coordinates : [];
}
