// What the map's buttons do: an area, a picture, a page to keep; and the online tiles that a page may ask for.
//
// Methods of ClusterLayer (Leaflet's `includes`).

const ACTION_METHODS = {
  // Tiles of somebody else are asked for only while the query names them.
  _showOnline(tiles, before) {
    const { words } = this._config;
    const attribution = this._map.attributionControl;
    if (this._attributed && JSON.stringify(tiles) === JSON.stringify(before)) return;
    if (this._online) this._map.removeLayer(this._online);
    attribution.removeAttribution(this._attributed);
    this._online = tiles ? L.tileLayer(tiles.url, { pane: "cw-tiles", crossOrigin: "anonymous" }) : null;
    this._online?.addTo(this._map);
    this._attributed = tiles ? `${asHtml(tiles.attribution)} · ${words.attribution_clusters}` : words.attribution;
    attribution.addAttribution(this._attributed);
    this._baseMap.setShown(!tiles);
  },

  _actions() {
    const picture = () => this.savePicture();
    if (this._config.is_saved) return { picture };
    return { area: () => this._toggleArea(), picture, page: () => this._savePage() };
  },

  _showTools() {
    this._tools.showArea(this._drawing.isActive(), (this._query?.area.length ?? 0) > 0);
  },

  _toggleArea() {
    if (this._drawing.isActive()) this._drawing.stop();
    else if (this._query?.area.length > 0) this._tell("area", { ring: null });
    else if (this._query) this._drawing.start();
    this._showTools();
  },

  // Shown at once; the next query says whether it holds.
  _onArea(ring) {
    this._sketch.show(this._look, ring, this._query.overlay);
    this._tell("area", { ring });
  },

  // A picture of the map as it is, offered as a file; resolves when it is made.
  async savePicture() {
    await this.ready();
    const { legend, caption, base_tiles: tiles } = this._query;
    const { words } = this._config;
    const attribution = tiles ? `${tiles.attribution} · ${words.attribution_clusters}` : words.attribution;
    const content = { legend, look: this._pictureLook, config: this._config, caption, attribution };
    const canvas = makePicture(this._map, [this._baseMap, this._sketch, this], content);
    try {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
      offerFile(`${words.picture_name}-${new Date().toISOString().slice(0, 10)}.png`, blob);
    } catch {
      // A server of tiles that does not allow pictures of them spoils the canvas.
      this._notice.say(words.picture_failed);
    }
  },

  // The server makes the page of this view; the browser saves it.
  _savePage() {
    const { search, theme, palette, selected } = this._query;
    const ringed = selected ? `&selected=${encodeURIComponent(selected.id)}` : "";
    const link = element("a", "");
    link.href = `${this._config.urls.page}?${search}&theme=${theme}&palette=${palette}&at=${placeText(this._view())}${ringed}`;
    link.download = "";
    link.click();
  },
};

// Text as it may stand in HTML, for Leaflet's attribution, which takes nothing else.
function asHtml(text) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}
