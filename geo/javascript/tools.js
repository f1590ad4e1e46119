// The buttons below the zoom: full screen, an area, and what can be saved.

const ICONS = {
  screen: ["M2 6V2h4", "M10 2h4v4", "M14 10v4h-4", "M6 14H2v-4"],
  area: ["M3 5l7-2 3 6-5 4-6-3z"],
  picture: ["M2 3h12v10H2z", "M2 11l4-4 3 3 2-2 3 3"],
  page: ["M4 1.5h6l3 3v10H4z", "M8.5 6v5", "M6.2 9l2.3 2.3L10.8 9"],
};

const Tools = L.Control.extend({
  options: { position: "topleft" },

  // `actions`: {area, picture, page}, what a press does; an action that is missing has no button.
  initialize(config, actions) {
    this._config = config;
    this._actions = actions;
  },

  onAdd(map) {
    const { words } = this._config;
    this._map = map;
    this._bar = keepFromMap(element("div", "leaflet-bar cw-tools"));
    this._buttons = {};
    // Phones of one maker have full screen for films only.
    if (document.fullscreenEnabled) this._add("screen", words.tool_screen, () => this._toggleScreen());
    for (const [name, act] of Object.entries(this._actions)) this._add(name, words[`tool_${name}`], act);
    this._onScreen = () => this._nameScreen();
    document.addEventListener("fullscreenchange", this._onScreen);
    return this._bar;
  },

  onRemove() {
    document.removeEventListener("fullscreenchange", this._onScreen);
  },

  // Say whether an area is being drawn or is set, so that the next press takes it away.
  showArea(isDrawing, isSet) {
    const { tool_area: draw, tool_area_remove: takeAway } = this._config.words;
    this._buttons.area?.setAttribute("aria-pressed", String(isDrawing || isSet));
    this._name("area", isSet ? takeAway : draw);
  },

  _add(name, words, act) {
    const button = buttonElement("cw-tool", iconElement(...ICONS[name]), act);
    this._buttons[name] = button;
    this._name(name, words);
    this._bar.append(button);
  },

  _name(name, words) {
    const button = this._buttons[name];
    if (!button) return;
    button.title = words;
    button.setAttribute("aria-label", words);
  },

  _toggleScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this._map.getContainer().requestFullscreen();
  },

  _nameScreen() {
    const { tool_screen: enter, tool_screen_leave: leave } = this._config.words;
    this._name("screen", document.fullscreenElement ? leave : enter);
  },
});
