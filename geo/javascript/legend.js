// The legend inside the map: what colours, greys, hatches, dashes and outlines mean, in words.
//
// Each colour is a button that narrows the map to its class, a row a tier. A button folds the legend; on a narrow
// map it is folded at first. In a saved page, where nothing can be asked, the colours are no buttons.

// The class of what is not known, as an address names it.
const UNKNOWN_CLASS = "unknown";
// Where the legend would cover most of the map; the style sheet says the same.
const NARROW_MAP = "(max-width: 500px), (max-height: 460px)";

const Legend = L.Control.extend({
  options: { position: "bottomleft" },

  // `onPress(tier, class)` tells which colour was pressed.
  initialize(config, onPress) {
    this._config = config;
    this._onPress = onPress;
    this._written = "";
    this._narrow = window.matchMedia(NARROW_MAP);
    this._follow = () => this._toggle(!this._narrow.matches);
  },

  onAdd() {
    const { words } = this._config;
    this._panel = element("div", "cw-legend-panel");
    this._panel.id = "cw-legend-panel";
    this._button = buttonElement("cw-legend-button", words.legend, () => this._toggle(!this._isOpen));
    this._button.setAttribute("aria-controls", this._panel.id);
    this._root = keepFromMap(element("section", "cw-legend", this._button, this._panel));
    this._root.setAttribute("aria-label", words.legend);
    this._follow();
    this._narrow.addEventListener("change", this._follow);
    return this._root;
  },

  onRemove() {
    this._narrow.removeEventListener("change", this._follow);
  },

  // The height of the map that the open legend covers, in pixels; 0 while it is folded.
  height() {
    return this._isOpen ? this._panel.offsetHeight : 0;
  },

  // Write the legend anew for a query and its colours; the same legend is left as it is.
  show(legend, look) {
    const written = JSON.stringify([legend, look.show, look.page]);
    if (written === this._written) return;
    this._written = written;
    const focused = document.activeElement?.dataset?.legend;
    const hint = this._config.is_saved ? "" : this._config.words.legend_hint;
    this._panel.replaceChildren(
      element("h2", "cw-legend-title", legend.title),
      this._classes(legend, look),
      element("ul", "cw-legend-marks", ...this._marks(look)),
      element("p", "cw-legend-note", [legend.caveat, hint].filter(Boolean).join(" ")),
    );
    // The reader who pressed a colour by key goes on from there.
    if (focused) this._panel.querySelector(`[data-legend="${focused}"]`)?.focus();
  },

  _toggle(isOpen) {
    this._isOpen = isOpen;
    this._root.classList.toggle("cw-open", isOpen);
    this._button.setAttribute("aria-expanded", String(isOpen));
  },

  // A grid: a row of colours a tier, and below each column its words.
  _classes(legend, look) {
    const entries = [...legend.classes, { number: null, label: this._config.words.not_known }];
    const tiers = tiersShown(look.show);
    const rows = tiers.map((tier) => this._row(tier, entries, legend, look, tiers.length > 1));
    const labels = entries.map(({ label, count }) => {
      const number = count === null || count === undefined ? null : element("b", "", count.toLocaleString("en"));
      return element("span", "cw-legend-label", element("span", "", label), number);
    });
    const gap = tiers.length > 1 ? [element("span", "")] : [];
    const grid = element("div", "cw-legend-classes", ...rows.flat(), ...gap, ...labels);
    // A long label gets a wider column instead of many lines.
    const widths = entries.map(({ label }) => `minmax(0, ${Math.max(1, Math.min(1.7, label.length / 16))}fr)`);
    grid.style.gridTemplateColumns = [...(tiers.length > 1 ? ["max-content"] : []), ...widths].join(" ");
    return grid;
  },

  _row(tier, entries, legend, look, isNamed) {
    const name = isNamed ? [element("span", "cw-legend-tier", this._config.tiers[tier])] : [];
    return [...name, ...entries.map((entry) => this._colour(tier, entry, legend, look))];
  },

  // One colour of one tier. What is chosen has a tick, so that it is not told by colour alone.
  _colour(tier, { number, label, count }, legend, look) {
    const swatch = element("span", number ? "cw-swatch" : "cw-swatch cw-unknown");
    if (number) swatch.style.background = look.fills[number - 1].at(-1);
    if (this._config.is_saved) return swatch;
    // One value a cluster is chosen as the first tier's, which is the same.
    const asked = tier === "lower" ? "lower" : "first";
    const value = number ? String(number) : UNKNOWN_CLASS;
    const button = buttonElement("cw-legend-class", swatch, () => this._onPress(asked, value));
    const chosen = asked === "lower" ? legend.chosen_lower : legend.chosen_first;
    button.setAttribute("aria-pressed", String(chosen.includes(value)));
    button.setAttribute("aria-label", this._name(tier, label, count));
    button.title = button.getAttribute("aria-label");
    button.dataset.legend = `${asked}-${value}`;
    return button;
  },

  _name(tier, label, count) {
    const { words, tiers } = this._config;
    const isCounted = count !== null && count !== undefined;
    const shown = isCounted ? phrase(words.legend_count, { label, count: count.toLocaleString("en") }) : label;
    return tiers[tier] ? phrase(words.legend_filter, { tier: tiers[tier], class: shown }) : shown;
  },

  _marks(look) {
    return legendMarks(this._config, look).map(({ mark, text }) => {
      const sign = mark.isOutline ? makeOutlineElement(coloursShown(mark, look), look) : makeMarkElement(mark, 8, look);
      return element("li", "", sign, element("span", "", text));
    });
  },
});

// What the signs of the map mean, as {mark, text}; a mark has a disc's tiers, or is an outline.
function legendMarks({ words }, look) {
  const full = look.steps.length - 1;
  const state = (number, step = full) => ({ class: number, step });
  const disc = (first, lower, show, isDashed = false) => ({ show, first, lower, whole: first, isDashed });
  const high = state(look.fills.length);
  const low = state(Math.min(2, look.fills.length));
  const single = look.show === "both" ? "first" : look.show;
  const entries = [
    { mark: disc(high, high, single, true), text: words.legend_dashed },
    { mark: { ...disc(high, high, single), isOutline: true }, text: words.legend_country },
  ];
  const little = state(look.fills.length - 1, 1);
  if (look.isSuppressed) entries.unshift({ mark: disc(little, little, single), text: words.legend_grey });
  if (look.show === "both") entries.unshift({ mark: disc(high, low, "both"), text: words.legend_split });
  return entries;
}
