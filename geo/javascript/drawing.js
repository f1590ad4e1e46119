// The tool that draws an area: corners by click, tap or space; double click, Enter or a button closes it.

// An address holds up to this many corners; the last one closes the area.
const MOST_CORNERS = 100;
const LEAST_CORNERS = 3;
// Two clicks this near to each other are one corner: the second of a double click sets none. Pixels.
const SAME_CORNER = 4;

class DrawingTool {
  // `onDone(ring)` gets the corners as [lon, lat], five decimals of a degree; `onEnd` is called in either case.
  constructor(map, sketch, words, { onDone, onEnd }) {
    Object.assign(this, { _map: map, _sketch: sketch, _words: words, _onDone: onDone, _onEnd: onEnd });
    this._corners = null;
    this._pointer = null;
    this._text = element("span", "");
    this._close = buttonElement("", words.draw_close, () => this.finish());
    const leave = buttonElement("", words.draw_leave, () => this.stop());
    this._bar = keepFromMap(element("div", "cw-notice", this._text, this._close, leave));
    this._bar.setAttribute("role", "status");
    map.getContainer().append(this._bar);
    this._events = { click: this._onClick, dblclick: this.finish, mousemove: this._onMove, mouseout: this._onOut };
  }

  isActive() {
    return this._corners !== null;
  }

  start() {
    this._corners = [];
    this._map.on(this._events, this);
    this._map.doubleClickZoom.disable();
    this._map.getContainer().classList.add("cw-drawing");
    // Keys set corners from here on.
    this._map.getContainer().focus({ preventScroll: true });
    this._show();
  }

  // Leave without an area.
  stop() {
    if (!this.isActive()) return;
    this._corners = null;
    this._pointer = null;
    this._map.off(this._events, this);
    this._map.doubleClickZoom.enable();
    this._map.getContainer().classList.remove("cw-drawing");
    this._sketch.showDraft(null);
    this._bar.classList.remove("cw-shown");
    this._onEnd();
  }

  finish() {
    if (!this.isActive() || this._corners.length < LEAST_CORNERS) return;
    const ring = this._corners;
    this.stop();
    this._onDone(ring);
  }

  remove() {
    this.stop();
    this._bar.remove();
  }

  // True where the key meant the drawing.
  onKey(event) {
    if (!this.isActive() || event.target.closest?.("button")) return false;
    if (event.key === "Escape") this.stop();
    else if (event.key === "Enter") this.finish();
    else if (event.key === " ") this._add(this._map.getCenter());
    else if (event.key === "Backspace") this._takeBack();
    else return false;
    event.preventDefault();
    return true;
  }

  _onClick(event) {
    this._add(event.latlng);
  }

  _onMove(event) {
    this._pointer = asCorner(event.latlng);
    this._show();
  }

  _onOut() {
    this._pointer = null;
    this._show();
  }

  _takeBack() {
    this._corners.pop();
    this._show();
  }

  _add(latlng) {
    const last = this._corners.at(-1);
    const place = ([longitude, latitude]) => this._map.latLngToContainerPoint([latitude, longitude]);
    const corner = asCorner(latlng);
    if (last && place(last).distanceTo(place(corner)) < SAME_CORNER) return;
    this._corners.push(corner);
    if (this._corners.length === MOST_CORNERS) this.finish();
    else this._show();
  }

  _show() {
    const { draw_hint: hint, draw_more: more } = this._words;
    const count = this._corners.length;
    // The same words again would be read out with every move of the pointer.
    const words = count === 0 ? hint : phrase(more, { count });
    if (this._text.textContent !== words) this._text.textContent = words;
    this._close.disabled = count < LEAST_CORNERS;
    this._bar.classList.add("cw-shown");
    this._sketch.showDraft({ corners: this._corners, pointer: this._pointer });
  }
}

// [lon, lat] of a place, within one world and as exact as an address says it.
function asCorner({ lat, lng }) {
  const within = (value, most) => Math.max(-most, Math.min(most, value));
  return [Number(within(lng, 180).toFixed(5)), Number(within(lat, 85).toFixed(5))];
}
