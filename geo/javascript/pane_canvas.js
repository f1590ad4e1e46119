// A canvas over the map that follows panning and zooming.
//
// Leaflet's own vector renderers (L.SVG, L.Canvas) extend L.Renderer, which moves and scales a container
// during the zoom animation; we extend it for the same reason. Leaflet 1.9.4 is pinned, because the hooks
// with an underscore are its contract with renderers and not part of its documented API.

const PaneCanvas = L.Renderer.extend({
  // A margin around the view (share of its size), so that a short pan shows drawn map and not blank.
  options: { padding: 0.2 },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    // Pointer events belong to the map: the layer hit-tests by itself.
    this._container.style.pointerEvents = "none";
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    cancelAnimationFrame(this._frame);
    this._frame = null;
    this._container.remove();
    delete this._container;
    delete this._context;
  },

  _update() {
    // While Leaflet scales the old picture, a redraw would jump; moveend redraws.
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    this._resize();
    this._paint();
    this.fire("update");
  },

  _resize() {
    const size = this._bounds.getSize();
    // The real ratio (Leaflet knows only 1 and 2), so that discs are crisp at 125 % and on phones.
    this._ratio = window.devicePixelRatio || 1;
    this._container.width = Math.round(size.x * this._ratio);
    this._container.height = Math.round(size.y * this._ratio);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this._container, this._bounds.min);
  },

  // Ask for one redraw in the next frame, however many tiles arrive before it.
  redraw() {
    if (this._frame || !this._map) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = null;
      if (this._map && !this._map._animatingZoom) this._paint();
      this.fire("painted");
    });
  },

  isPainting() {
    return Boolean(this._frame);
  },

  _paint() {
    const context = this._context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._container.width, this._container.height);
    // From here on, coordinates are Leaflet's layer points in CSS pixels.
    const { x, y } = this._bounds.min;
    context.setTransform(this._ratio, 0, 0, this._ratio, -x * this._ratio, -y * this._ratio);
    this._draw(context);
  },

  // Draw the picture as it is onto another canvas, whose coordinates are pixels of the map.
  copyTo(context) {
    const { x, y } = this._map.layerPointToContainerPoint(this._bounds.min);
    const size = this._bounds.getSize();
    context.drawImage(this._container, x, y, size.x, size.y);
  },

  // What a subclass draws; `context` is in layer points.
  _draw(_context) {},

  // The device pixel nearest to a layer coordinate: a disc between two pixels looks blurred.
  _snap(value) {
    return Math.round(value * this._ratio) / this._ratio;
  },
});
