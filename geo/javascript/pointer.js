// What the layer does with the pointer: find the mark under it, say what it is, select, open or spread it.
//
// Methods of ClusterLayer (Leaflet's `includes`), kept apart because they read the picture and never draw it.

const IS_COARSE = window.matchMedia("(pointer: coarse)").matches;
// How far from a disc a pointer still means it, in pixels; fingers are wider than arrows.
const POINTER_SLACK = IS_COARSE ? 12 : 4;
// How far beyond its discs a pile still is one: a finger cannot aim at a sliver of the one beneath.
const PILE_SLACK = IS_COARSE ? 5 : 0;
// Names in the hover text of a pile; the rest is counted.
const NAMES_OF_PILE = 6;

const POINTER_METHODS = {
  // What lies under a layer point: {items, x, y, radius, pile}, the nearest disc before any outline; or null.
  _hit(point) {
    // Nothing can be meant that the ground of a spread covers.
    const isOnGround = Boolean(this._spread?.covers(point));
    const marks = isOnGround ? this._fanned : this._marks.filter((mark) => !mark.place);
    const nearest = this._nearest(marks, point);
    if (nearest) {
      const pile = isOnGround ? [nearest] : pileAt(marks, point, nearest, PILE_SLACK);
      return { items: [nearest.item], x: nearest.x, y: nearest.y, radius: nearest.radius, pile };
    }
    return isOnGround ? null : this._hitOutline(point);
  },

  _nearest(marks, point) {
    let best = null;
    let least = Infinity;
    for (const mark of marks) {
      const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
      // "<=": of two at one place, the one on top is meant.
      if (distance <= mark.radius + POINTER_SLACK && distance <= least) [best, least] = [mark, distance];
    }
    return best;
  },

  _hitOutline(point) {
    const pixel = this._devicePixel(point);
    const group = this._outlines.hit(this._context, this._map, this._baseMap, pixel.x, pixel.y);
    if (!group) return null;
    const items = group.entries.map((entry) => countryItem(this._config, entry));
    return { items, x: point.x, y: point.y, radius: 6, pile: [] };
  },

  _onMove(event) {
    // While the old picture is being scaled, no mark lies where it was drawn; who draws an area means no mark.
    const isIdle = this._query && !this._map._animatingZoom && !this._drawing?.isActive();
    const hit = isIdle && this._hit(event.layerPoint);
    this._map.getContainer().classList.toggle("cw-pointing", Boolean(hit));
    if (!hit) {
      this._hover.hide();
      return;
    }
    const blocks = hit.pile.length > 1 ? this._pileBlocks(hit.pile) : hit.items.map((item) => this._block(item));
    this._hover.show(blocks, this._map.layerPointToContainerPoint([hit.x, hit.y]), hit.radius);
  },

  _block(item) {
    const look = this._lookFor(item);
    return { ...describe(this._config, look, item), mark: this._markElement(item, look) };
  },

  // The names of discs that cover each other, topmost first, and what a click does.
  _pileBlocks(pile) {
    const { words } = this._config;
    const named = pile.slice(-NAMES_OF_PILE).reverse();
    const more = pile.length - named.length;
    const blocks = named.map(({ item }) => {
      return { mark: this._markElement(item, this._pictureLook), title: item.name, lines: [] };
    });
    const lines = [words.pile_hint];
    if (more > 0) lines.unshift(phrase(words.pile_more, { count: more }));
    return [...blocks, { mark: null, title: "", lines }];
  },

  // Discs and outlines come by two requests: each has the colours of the query that it answers.
  _lookFor(item) {
    return item.kind === "country" ? this._lookOf(this._outlines.search()) : this._pictureLook;
  },

  // The sign of an item beside its words; a whole country is no disc here either.
  _markElement(item, look) {
    if (item.kind === "country") return makeOutlineElement(coloursShown(item, look), look);
    return makeMarkElement({ ...item, show: look.show }, 7, look);
  },

  _leave() {
    this._map.getContainer().classList.remove("cw-pointing");
    this._hover.hide();
  },

  _onMoveStart() {
    this._leave();
    this._fold();
  },

  _onKey(event) {
    if (this._drawing?.onKey(event)) return;
    if (event.key === "Escape") this._fold();
  },

  _onClick(event) {
    if (!this._query || this._drawing?.isActive()) return;
    const hit = this._hit(event.layerPoint);
    const wasSpread = Boolean(this._spread);
    if (!hit || !this._fanned.some(({ item }) => item === hit.items[0])) this._fold();
    // A click beside a spread means to fold it, and nothing else.
    if (!hit && wasSpread) return;
    if (hit?.items[0].kind === "cell") this._openCell(hit.items[0]);
    else if (hit?.pile.length > 1) this._spreadOut(hit.pile);
    else this._select(hit, event.latlng);
  },

  _openCell({ lat, lon }) {
    this._map.setView([lat, lon], Math.min(this._map.getZoom() + 2, this._map.getMaxZoom()));
  },

  // A disc tells its own place and id, also when it is fanned out: clusters of one town share a place.
  _select(hit, latlng) {
    const item = hit && this._nextOf(hit.items);
    const place = item?.kind === "point" ? item : { lat: latlng.lat, lon: latlng.lng };
    this._tell("clicked", { lat: place.lat, lon: place.lon, zoom: this._map.getZoom(), id: item?.id ?? null });
  },

  // Of several entries under one outline, a further click selects the next.
  _nextOf(items) {
    const current = items.findIndex((item) => item.id === this._query.selected?.id);
    return items[(current + 1) % items.length];
  },

  // Tell Python of an event. `serial` tells a new one from the old value that every rerun brings back; it grows
  // across reloads.
  _tell(name, what) {
    this._lastSerial = Math.max(Date.now(), this._lastSerial + 1);
    this._send({ [name]: { ...what, serial: this._lastSerial } });
  },

  // All that was told before goes with it: one value of a component replaces the other.
  _send(part) {
    this._told = { ...this._told, ...part };
    window.Streamlit?.setComponentValue(this._told);
  },
};
