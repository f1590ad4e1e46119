// The layer of clusters: what is asked, what is drawn, and what lies under the pointer.
//
// Python calls `setQuery` through st_folium's feature group; the map itself is never made anew, so filter,
// colour, theme and selection change while zoom and place stay. A click goes back as a component value.

const ClusterLayer = PaneCanvas.extend({
  includes: POINTER_METHODS,

  initialize(config) {
    L.Renderer.prototype.initialize.call(this, { pane: "cw-clusters" });
    this._config = config;
    this._query = null;
    this._items = [];
    this._marks = [];
    this._stamps = new DiscStamps();
    this._waiting = [];
    this._lastSerial = 0;
    const onChange = () => this._onDataChange();
    this._tiles = new TileStore(config.urls.tiles, onChange);
    this._outlines = new CountryOutlines(config.urls.countries, onChange);
    this._baseMap = new BaseMap(config.urls.base_map);
    this._baseMap.on("change", onChange);
    this._legend = new Legend(config);
    this._scale = L.control.scale({ imperial: false, position: "bottomright" });
  },

  getAttribution() {
    return this._config.words.attribution;
  },

  onAdd(map) {
    map.createPane("cw-base").style.zIndex = 200;
    map.createPane("cw-clusters").style.zIndex = 450;
    this._prepareContainer(map.getContainer());
    this._notice = new StatusNotice(map.getContainer(), this._config.words, () => this.retry());
    this._hover = new HoverText(map.getContainer());
    // streamlit-folium 0.27 loads style sheets after the map is made, so the frame grows unseen by
    // Leaflet 1.9, which listens to the window only; pages change the frame's height, too.
    this._resizing = new ResizeObserver(() => map.invalidateSize());
    this._resizing.observe(map.getContainer());
    map.addLayer(this._baseMap);
    map.addControl(this._legend);
    map.addControl(this._scale);
    // Leaflet's own prefix is a link out of the frame; its name alone is enough.
    map.attributionControl?.setPrefix("Leaflet");
    PaneCanvas.prototype.onAdd.call(this, map);
    return this;
  },

  onRemove(map) {
    this._resizing.disconnect();
    this._tiles.stop();
    this._outlines.stop();
    map.removeControl(this._legend);
    map.removeControl(this._scale);
    map.removeLayer(this._baseMap);
    this._notice.remove();
    this._hover.remove();
    this._note.remove();
    PaneCanvas.prototype.onRemove.call(this, map);
  },

  getEvents() {
    return {
      ...PaneCanvas.prototype.getEvents.call(this),
      mousemove: this._onMove,
      mouseout: this._leave,
      movestart: this._leave,
      click: this._onClick,
    };
  },

  // query: {search, show, theme, selected: {id, lat, lon} | null, view: {lat, lon, zoom} | null}.
  setQuery(query) {
    const before = this._query || {};
    // st_folium evaluates the same call again when only the height changed.
    if (JSON.stringify(query) === JSON.stringify(this._query)) return;
    this._query = query;
    if (query.theme !== before.theme) this._applyTheme();
    if (query.theme !== before.theme || query.show !== before.show) this._legend.show(query.show, this._palette);
    if (query.search !== before.search) this._outlines.show(query.search);
    this._moveTo(query, before);
    this._hover.hide();
    this._rebuild();
    this._loadTiles();
  },

  retry() {
    this._tiles.retry();
    this._outlines.retry();
    this._baseMap.retry();
  },

  // A promise that is kept when everything in view is loaded and drawn.
  ready() {
    return new Promise((resolve) => {
      this._waiting.push(resolve);
      this._tellWaiting();
    });
  },

  // Every mark that is drawn: {kind, id, x, y, radius, first, lower}, in pixels of the map; a tier is
  // {colour: "#rrggbb", isHatched}.
  drawn() {
    const fill = (item, tier) => fillOf(this._palette, this._config.steps, item[tier]);
    return this._marks.map(({ item, x, y, radius }) => {
      const point = this._map.layerPointToContainerPoint([x, y]);
      const { kind, id } = item;
      return { kind, id, x: point.x, y: point.y, radius, first: fill(item, "first"), lower: fill(item, "lower") };
    });
  },

  // The country-level entries that are drawn: {iso3, ids}.
  outlined() {
    return this._outlines.groups().map(({ iso3, entries }) => ({ iso3, ids: entries.map((entry) => entry.id) }));
  },

  // The colour on the canvas of clusters at a pixel of the map: [red, green, blue, alpha].
  colourAt(x, y) {
    const pixel = this._devicePixel(this._map.containerPointToLayerPoint([x, y]));
    return [...this._context.getImageData(Math.round(pixel.x), Math.round(pixel.y), 1, 1).data];
  },

  _prepareContainer(container) {
    container.classList.add("cw-map");
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", this._config.words.map_label);
    this._note = element("p", "cw-note", this._config.words.map_note);
    this._note.id = "cw-map-note";
    container.append(this._note);
    container.setAttribute("aria-describedby", this._note.id);
    // folium 0.20 forbids zooming by hand; people with low vision need it.
    document.querySelector("meta[name=viewport][content*=user-scalable]")?.remove();
  },

  _applyTheme() {
    const { tokens, fills } = this._config.palettes[this._query.theme];
    this._palette = { ...tokens, fills };
    const container = this._map.getContainer();
    for (const [name, colour] of Object.entries(tokens)) {
      container.style.setProperty(`--cw-${name.replaceAll("_", "-")}`, colour);
    }
    container.style.colorScheme = this._query.theme;
    this._baseMap.setPalette(this._palette);
  },

  // The view that Python asks for (once each), or the selection where it lies outside the view.
  _moveTo({ view, selected }, before) {
    const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (view && JSON.stringify(view) !== JSON.stringify(before.view)) {
      this._map.setView([view.lat, view.lon], view.zoom, { animate: false });
    }
    const isNew = selected && selected.id !== before.selected?.id && selected.lat !== null;
    if (isNew && !this._map.getBounds().contains([selected.lat, selected.lon])) {
      this._map.panTo([selected.lat, selected.lon], { animate });
    }
  },

  _update() {
    PaneCanvas.prototype._update.call(this);
    this._loadTiles();
  },

  _loadTiles() {
    if (!this._query || this._map._animatingZoom) return;
    this._tiles.show(tilesInView(this._map, 32), this._query.search);
  },

  _onDataChange() {
    if (!this._map || !this._query) return;
    if (this._tiles.revision !== this._revision) this._rebuild();
    this.redraw();
    const parts = [this._tiles, this._outlines, this._baseMap];
    this._notice.update({
      isLoading: !(this._tiles.isIdle() && this._outlines.isIdle()),
      hasFailed: parts.some((part) => part.hasFailed()),
    });
  },

  _rebuild() {
    this._revision = this._tiles.revision;
    this._items = itemsOfTiles(this._config, this._tiles.tiles(), this._query.show);
    this.redraw();
  },

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
    this._marks = this._placeMarks(selected?.id);
    for (const mark of this._marks) this._drawMark(context, mark);
    this._drawSelection(context);
    // Promises are kept after the frame that draws, never before it.
    queueMicrotask(() => this._tellWaiting());
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
    if (item.kind === "cell") return 12 + Math.min(8, 2 * Math.log10(item.count));
    return Math.min(10, 6.5 + 0.65 * (this._map.getZoom() - 3));
  },

  _drawMark(context, { item, x, y, radius }) {
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
  _drawSelection(context) {
    const { selected } = this._query;
    if (!selected) return;
    const mark = this._marks.findLast(({ item }) => item.id === selected.id);
    if (mark) paintRing(context, mark.x, mark.y, mark.radius, this._palette);
    else if (selected.lat !== null && !this._outlines.has(selected.id)) {
      const point = this._map.latLngToLayerPoint([selected.lat, selected.lon]);
      paintRing(context, point.x, point.y, this._radius({ kind: "point" }), this._palette);
    }
  },

  _devicePixel(layerPoint) {
    return layerPoint.subtract(this._bounds.min).multiplyBy(this._ratio);
  },

  _tellWaiting() {
    const parts = [this._tiles, this._outlines, this._baseMap];
    // Leaflet counts the new zoom from the start of its animation, when nothing is asked for yet.
    if (!this._query || this._map._animatingZoom || this.isPainting()) return;
    if (!parts.every((part) => part.isIdle())) return;
    for (const resolve of this._waiting.splice(0)) resolve();
  },
});

// The one door to the layer: for Python's calls, and for tests that read the canvas where the discs are.
function addClusterLayer(config) {
  const layer = new ClusterLayer(config);
  window.clusterwatch = {
    layer,
    setQuery: (query) => layer.setQuery(query),
    ready: () => layer.ready(),
    get drawn() {
      return layer.drawn();
    },
    get outlined() {
      return layer.outlined();
    },
    colourAt: (x, y) => layer.colourAt(x, y),
  };
  return layer;
}

L.clusterwatch = addClusterLayer;
