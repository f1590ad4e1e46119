// The layer of clusters: its life on the map, what is asked, and what it tells. It is drawn by painting.js.
//
// Python calls `setQuery` through st_folium's feature group; the map itself is never made anew, so filter,
// colour, theme and selection change while zoom and place stay. What the reader does goes back as a component
// value.

const ClusterLayer = PaneCanvas.extend({
  includes: [PAINTING_METHODS, POINTER_METHODS, MOVING_METHODS, ACTION_METHODS],

  initialize(config) {
    L.Renderer.prototype.initialize.call(this, { pane: "cw-clusters" });
    this._config = config;
    this._query = null;
    // The colours of each query whose answer is shown or waited for, by its search.
    this._looks = new Map();
    this._items = [];
    this._marks = [];
    this._fanned = [];
    this._spread = null;
    this._stamps = new Stamps();
    this._waiting = [];
    this._told = {};
    this._reported = [];
    this._lastSerial = 0;
    const onChange = () => this._onDataChange();
    this._tiles = new TileStore(config.urls.tiles, onChange);
    this._outlines = new CountryOutlines(config.urls.countries, onChange);
    this._baseMap = new BaseMap(config.urls.base_map);
    this._baseMap.on("change", onChange);
    // The last to paint tells who waits.
    this._baseMap.on("painted", () => this._tellWaiting());
    this._sketch = new Sketch();
    this._legend = new Legend(config, (tier, chosen) => this._tell("legend", { tier, class: chosen }));
    this._tools = new Tools(config, this._actions());
    this._scale = L.control.scale({ imperial: false, position: "bottomright" });
  },

  onAdd(map) {
    map.createPane("cw-tiles").style.zIndex = 190;
    map.createPane("cw-base").style.zIndex = 200;
    map.createPane("cw-sketch").style.zIndex = 440;
    map.createPane("cw-clusters").style.zIndex = 450;
    this._prepareContainer(map.getContainer());
    this._notice = new StatusNotice(map.getContainer(), this._config.words, () => this.retry());
    this._hover = new HoverText(map.getContainer());
    // streamlit-folium 0.27 loads style sheets after the map is made, so the frame grows unseen by
    // Leaflet 1.9, which listens to the window only; pages change the frame's height, too.
    this._resizing = new ResizeObserver(() => this._onResize());
    this._resizing.observe(map.getContainer());
    // On the document: a reader who moved on to the zoom buttons means the spread, too.
    L.DomEvent.on(document, "keydown", this._onKey, this);
    map.addLayer(this._baseMap);
    map.addLayer(this._sketch);
    map.addControl(this._tools);
    map.addControl(this._legend);
    map.addControl(this._scale);
    // Leaflet's own prefix is a link out of the frame; its name alone is enough.
    map.attributionControl.setPrefix("Leaflet");
    this._drawing = new DrawingTool(map, this._sketch, this._config.words, {
      onDone: (ring) => this._onArea(ring),
      onEnd: () => this._showTools(),
    });
    PaneCanvas.prototype.onAdd.call(this, map);
    return this;
  },

  onRemove(map) {
    this._resizing.disconnect();
    this._forgetTimer();
    L.DomEvent.off(document, "keydown", this._onKey, this);
    this._tiles.stop();
    this._outlines.stop();
    for (const control of [this._tools, this._legend, this._scale]) map.removeControl(control);
    for (const layer of [this._baseMap, this._sketch, this._online]) if (layer) map.removeLayer(layer);
    for (const part of [this._drawing, this._notice, this._hover, this._note]) part.remove();
    PaneCanvas.prototype.onRemove.call(this, map);
  },

  getEvents() {
    return {
      ...PaneCanvas.prototype.getEvents.call(this),
      mousemove: this._onMove,
      mouseout: this._leave,
      movestart: this._onMoveStart,
      moveend: this._onEnd,
      click: this._onClick,
    };
  },

  // query: what LayerQuery of geo/cluster_layer.py writes: {search, show, theme, legend, selected, view, ...}.
  setQuery(query) {
    const before = this._query;
    // st_folium evaluates the same call again when only the height changed.
    if (JSON.stringify(query) === JSON.stringify(before)) return;
    // Shapes of a file are made into paths once, as long as they stay the same.
    if (JSON.stringify(query.overlay) === JSON.stringify(before?.overlay)) query.overlay = before?.overlay ?? null;
    this._query = query;
    this._prepareLook();
    if (query.theme !== before?.theme) this._applyTheme();
    this._legend.show(query.legend, this._look);
    if (query.search !== before?.search) {
      this._fold();
      this._outlines.show(query.search);
    }
    this._showOnline(query.base_tiles, before?.base_tiles ?? null);
    this._sketch.show(this._look, query.area, query.overlay);
    this._showTools();
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

  // Every mark that is drawn: {kind, id, x, y, radius, first, lower, whole}, in pixels of the map; a tier is
  // {colour: "#rrggbb", isHatched}.
  drawn() {
    return this._marks.map(({ item, x, y, radius }) => {
      const point = this._map.layerPointToContainerPoint([x, y]);
      const tiers = ["first", "lower", "whole"].map((tier) => [tier, fillOf(this._pictureLook, item[tier])]);
      return { kind: item.kind, id: item.id, x: point.x, y: point.y, radius, ...Object.fromEntries(tiers) };
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
    // The frame around the map has the name of a Streamlit component; screen readers are told ours instead.
    window.frameElement?.setAttribute("aria-label", this._config.words.map_label);
    this._note = element("p", "cw-note", this._config.words.map_note);
    this._note.id = "cw-map-note";
    container.append(this._note);
    container.setAttribute("aria-describedby", this._note.id);
    // Nor does the frame's own document say its language and its name.
    document.documentElement.lang ||= "en";
    document.title ||= this._config.words.map_label;
    // folium 0.20 forbids zooming by hand; people with low vision need it.
    document.querySelector("meta[name=viewport][content*=user-scalable]")?.remove();
  },

  // The colours of the query now, and of those whose answers still are in the picture: a class of one measure
  // must never be drawn in the colours of another.
  _prepareLook() {
    const { theme, show, search, legend } = this._query;
    this._look = {
      ...this._config.palettes[theme],
      show,
      search,
      title: legend.title,
      labels: legend.classes.map(({ label }) => label),
      fills: legend.fills,
      isSuppressed: legend.is_suppressed,
      steps: this._config.steps,
    };
    for (const old of this._looks.keys()) {
      if (old !== this._tiles.search() && old !== this._outlines.search()) this._looks.delete(old);
    }
    this._looks.set(search, this._look);
    this._pictureLook = this._lookOf(this._tiles.search());
  },

  _lookOf(search) {
    return this._looks.get(search) ?? this._look;
  },

  _applyTheme() {
    const { theme } = this._query;
    const container = this._map.getContainer();
    for (const [name, colour] of Object.entries(this._config.palettes[theme])) {
      container.style.setProperty(`--cw-${name.replaceAll("_", "-")}`, colour);
    }
    container.style.colorScheme = theme;
    this._baseMap.setPalette(this._look);
  },

  _onEnd() {
    this._onMoveEnd();
    this._update();
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
    this._pictureLook = this._lookOf(this._tiles.search());
    this._items = itemsOfTiles(this._config, this._tiles.tiles(), this._pictureLook.show);
    this.redraw();
  },

  _devicePixel(layerPoint) {
    return layerPoint.subtract(this._bounds.min).multiplyBy(this._ratio);
  },

  _tellWaiting() {
    const parts = [this._tiles, this._outlines, this._baseMap];
    // Leaflet counts the new zoom from the start of its animation, when nothing is asked for yet.
    if (!this._query || !this._map || this._map._animatingZoom || this.isPainting()) return;
    if (!parts.every((part) => part.isIdle())) return;
    for (const resolve of this._waiting.splice(0)) resolve();
  },
});

// The one door to the layer: for Python's calls, and for tests that read the canvas where the discs are.
function addClusterLayer(config) {
  keptData = config.kept ?? null;
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
