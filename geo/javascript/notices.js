// What the map says by itself: that it is loading, that something failed, and what lies under the pointer.

// A quick answer needs no notice; a slow one does. Milliseconds.
const SLOW_AFTER = 500;

// One line at the top of the map, read out by screen readers; a button when there is something to do.
class StatusNotice {
  constructor(container, words, onRetry) {
    this._words = words;
    this._timer = null;
    this._text = element("span", "");
    this._button = element("button", "cw-retry", words.retry);
    this._button.type = "button";
    this._button.addEventListener("click", onRetry);
    this._root = element("div", "cw-notice", this._text, this._button);
    this._root.setAttribute("role", "status");
    L.DomEvent.disableClickPropagation(this._root);
    container.append(this._root);
    this._show("");
  }

  update({ isLoading, hasFailed }) {
    if (isLoading) {
      // One timer for the whole wait: each tile that comes must not start it anew.
      this._timer ??= setTimeout(() => this._show(this._words.loading), SLOW_AFTER);
      return;
    }
    clearTimeout(this._timer);
    this._timer = null;
    this._show(hasFailed ? this._words.failed : "", hasFailed);
  }

  // Say one thing until the next is said.
  say(text) {
    this._show(text);
  }

  remove() {
    clearTimeout(this._timer);
    this._root.remove();
  }

  _show(text, canRetry = false) {
    this._text.textContent = text;
    this._button.hidden = !canRetry;
    this._root.classList.toggle("cw-shown", text !== "");
  }
}

// The text beside the pointer. Records are hostile text: every word goes in as text, none as HTML.
class HoverText {
  constructor(container) {
    this._container = container;
    this._root = element("div", "cw-hover");
    this._root.setAttribute("aria-hidden", "true");
    container.append(this._root);
    this.hide();
  }

  hide() {
    this._root.classList.remove("cw-shown");
  }

  remove() {
    this._root.remove();
  }

  // `blocks`: [{mark, title, lines}], one a record (`mark` null and `title` "" where only lines are said); `point`: the place it speaks of, in container pixels.
  show(blocks, point, distance) {
    // Names alone stand close, as a list does.
    this._root.classList.toggle("cw-names", blocks.length > 1 && blocks[0].lines.length === 0);
    const nodes = blocks.map(({ mark, title, lines }) =>
      element(
        "div",
        "cw-hover-block",
        mark,
        element(
          "div",
          "",
          title ? element("strong", "", title) : null,
          ...lines.map((line) => element("div", "", line)),
        ),
      ));
    this._root.replaceChildren(...nodes);
    this._root.classList.add("cw-shown");
    this._place(point, distance);
  }

  // Above the mark, or below where there is no room; never beyond the map's edge.
  _place(point, distance) {
    const { offsetWidth: width, offsetHeight: height } = this._root;
    const room = this._container.clientWidth - width - 8;
    const left = Math.max(8, Math.min(point.x - width / 2, room));
    const above = point.y - distance - height - 6;
    const top = above >= 8 ? above : point.y + distance + 6;
    this._root.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
