// The legend inside the map: what the colours, greys, hatches, dashes and outlines mean, in words.
//
// On a narrow map it is a button. Words come from the codebook through the server; all are set as text.

// An element with a class, text and children; text is never parsed as HTML.
function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const Legend = L.Control.extend({
  options: { position: "bottomleft" },

  initialize(config) {
    this._config = config;
    this._isOpen = false;
  },

  onAdd() {
    this._panel = element("div", "cw-legend-panel");
    this._panel.id = "cw-legend-panel";
    this._button = element("button", "cw-legend-button", this._config.words.legend);
    this._button.type = "button";
    this._button.setAttribute("aria-controls", this._panel.id);
    this._button.addEventListener("click", () => this._toggle(!this._isOpen));
    const root = element("section", "cw-legend", this._button, this._panel);
    root.setAttribute("aria-label", this._config.words.legend);
    L.DomEvent.disableClickPropagation(root);
    L.DomEvent.disableScrollPropagation(root);
    this._root = root;
    this._toggle(false);
    return root;
  },

  // Write the legend anew for what is shown ("both", "first" or "lower") in a theme's palette.
  show(shown, palette) {
    const { words, steps } = this._config;
    this._panel.replaceChildren(
      element("h2", "cw-legend-title", words.legend_title[shown]),
      this._classes(palette),
      element("ul", "cw-legend-marks", ...this._marks(shown, palette, steps)),
    );
  },

  // Only the narrow map folds the legend (see the style sheet): the state stands for it alone.
  _toggle(isOpen) {
    this._isOpen = isOpen;
    this._root.classList.toggle("cw-open", isOpen);
    this._button.setAttribute("aria-expanded", String(isOpen));
  },

  _classes(palette) {
    const items = this._config.classes.map(({ label }, index) => {
      const swatch = element("span", "cw-swatch");
      swatch.style.background = palette.fills[index].at(-1);
      return element("li", "", swatch, element("span", "", label));
    });
    return element("ol", "cw-legend-classes", ...items);
  },

  _marks(shown, palette, steps) {
    const { words } = this._config;
    const full = steps.length - 1;
    const make = (first, lower, isDashed, show = shown) =>
      makeMarkElement({ show, first, lower, isDashed }, 8, palette, steps);
    const high = { class: this._config.classes.length, step: full };
    const low = { class: 2, step: full };
    const none = { class: 3, step: 0 };
    const little = { class: 4, step: 1 };
    const entries = [
      [make(little, little, false, "first"), words.legend_grey],
      [make(none, none, false, "first"), words.legend_hatch],
      [make(high, high, true, "first"), words.legend_dashed],
      [makeOutlineElement(coloursShown({ first: high, lower: high }, shown, palette, steps)), words.legend_country],
    ];
    if (shown === "both") entries.unshift([make(high, low, false), words.legend_split]);
    return entries.map(([mark, text]) => element("li", "", mark, element("span", "", text)));
  },
});
