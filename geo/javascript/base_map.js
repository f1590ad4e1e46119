// Land and borders under the clusters, from our own server: no tile service is asked.
//
// Shapes are turned into paths once, in Leaflet's pixel world of zoom 0 (256 px wide); each redraw only sets
// a scale. A Path2D holds 32-bit numbers, exact to a quarter of a pixel at zoom 14, finer than the data.

const BaseMap = PaneCanvas.extend({
  initialize(config) {
    L.Renderer.prototype.initialize.call(this, { pane: "cw-base" });
    this._config = config;
    this._countries = { coarse: null, fine: null };
    this._loading = {};
    this._failed = {};
    this._isShown = true;
  },

  // Online tiles show land by themselves; the shapes are still what country-level entries are drawn with.
  setShown(isShown) {
    this._isShown = isShown;
    this.redraw();
  },

  setPalette(palette) {
    this._palette = palette;
    this.redraw();
  },

  isIdle() {
    return Object.keys(this._loading).length === 0 && !this.isPainting();
  },

  _draw(context) {
    this._load(this._wanted());
    const shapes = this._shapes();
    if (shapes && this._palette && this._isShown) this._drawLand(context, shapes);
  },

  _wanted() {
    return this._map.getZoom() >= this._config.fine_from_zoom ? "fine" : "coarse";
  },

  // Until the wanted shapes are here, the others are better than an empty sea.
  _shapes() {
    const { coarse, fine } = this._countries;
    return this._countries[this._wanted()] || coarse || fine;
  },

  _drawLand(context, shapes) {
    const scale = enterWorld(context, this._map);
    const origin = this._map.getPixelOrigin();
    const view = L.bounds(
      this._bounds.min.add(origin).divideBy(scale),
      this._bounds.max.add(origin).divideBy(scale),
    );
    context.fillStyle = this._palette.land;
    context.strokeStyle = this._palette.borders;
    context.lineWidth = 0.9 / scale;
    context.lineJoin = "round";
    const visible = shapes.filter((shape) => view.intersects(shape.bounds));
    // Fills first: a neighbour's fill must not cover half of a border.
    for (const shape of visible) context.fill(shape.path, "evenodd");
    for (const shape of visible) context.stroke(shape.path);
  },

  async _load(kind) {
    if (this._countries[kind] || this._loading[kind] || this._failed[kind]) return;
    this._loading[kind] = true;
    try {
      const collection = await fetchJson(this._config[kind]);
      this._countries[kind] = collection.features.map((feature) => ({
        ...worldShape(feature.geometry),
        iso3: feature.properties.iso3,
      }));
    } catch {
      // Asked again on retry only: a redraw must not become a storm of requests.
      this._failed[kind] = true;
    }
    delete this._loading[kind];
    this.redraw();
    this.fire("change");
  },

  // True where there is no land to draw on; finer shapes are a nicety that nobody needs to miss.
  hasFailed() {
    return Boolean(this._failed.coarse || this._failed.fine) && !this._shapes();
  },

  retry() {
    this._failed = {};
    this.redraw();
  },

  // The outline of a country as it is drawn now, or undefined: an outline beside its border looks broken.
  shapeOf(iso3) {
    return (this._shapes() || []).find((shape) => shape.iso3 === iso3);
  },
});

// Every ring of a GeoJSON polygon or multipolygon, as arrays of [longitude, latitude].
function ringsOf(geometry) {
  if (!geometry) return [];
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  return [];
}

// A point of the zoom-0 world for [longitude, latitude]; the projection clamps the poles.
function worldPoint([longitude, latitude]) {
  return L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 0);
}

// {path, bounds} of a geometry in the zoom-0 world.
function worldShape(geometry) {
  const path = new Path2D();
  const bounds = L.bounds([]);
  for (const ring of ringsOf(geometry)) {
    ring.forEach((position, index) => {
      const point = worldPoint(position);
      bounds.extend(point);
      if (index === 0) path.moveTo(point.x, point.y);
      else path.lineTo(point.x, point.y);
    });
    path.closePath();
  }
  return { path, bounds };
}

// From layer points to the zoom-0 world: paths of `worldShape` can be drawn. Returns CSS pixels a unit.
function enterWorld(context, map) {
  const scale = map.getZoomScale(map.getZoom(), 0);
  const origin = map.getPixelOrigin();
  context.translate(-origin.x, -origin.y);
  context.scale(scale, scale);
  return scale;
}
