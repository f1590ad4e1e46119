// What the layer does with the pointer: find the mark under it, say what it is, select or open it.
//
// Methods of ClusterLayer (Leaflet's `includes`), kept apart because they read the picture and never draw it.

// How far from a disc a pointer still means it, in pixels; fingers are wider than arrows.
const POINTER_SLACK = window.matchMedia("(pointer: coarse)").matches ? 12 : 4;

const POINTER_METHODS = {
  // What lies under a layer point: {items, x, y, radius}, the nearest disc before any outline; or null.
  _hit(point) {
    let best = null;
    let least = Infinity;
    for (const mark of this._marks) {
      const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
      // "<=": of two at one place, the one on top is meant.
      if (distance <= mark.radius + POINTER_SLACK && distance <= least) [best, least] = [mark, distance];
    }
    if (best) return { items: [best.item], x: best.x, y: best.y, radius: best.radius };
    const pixel = this._devicePixel(point);
    const group = this._outlines.hit(this._context, this._map, this._baseMap, pixel.x, pixel.y);
    if (!group) return null;
    const items = group.entries.map((entry) => countryItem(this._config, entry));
    return { items, x: point.x, y: point.y, radius: 6 };
  },

  _onMove(event) {
    // While the old picture is being scaled, no mark lies where it was drawn.
    const hit = this._query && !this._map._animatingZoom && this._hit(event.layerPoint);
    this._map.getContainer().classList.toggle("cw-pointing", Boolean(hit));
    if (!hit) {
      this._hover.hide();
      return;
    }
    const { show } = this._query;
    const blocks = hit.items.map((item) => ({
      ...describe(this._config, item, show),
      mark: this._markElement(item, show),
    }));
    this._hover.show(blocks, this._map.layerPointToContainerPoint([hit.x, hit.y]), hit.radius);
  },

  // The sign of an item beside its words; a whole country is no disc here either.
  _markElement(item, show) {
    const { steps } = this._config;
    if (item.kind === "country") return makeOutlineElement(coloursShown(item, show, this._palette, steps));
    return makeMarkElement({ ...item, show }, 7, this._palette, steps);
  },

  _leave() {
    this._map.getContainer().classList.remove("cw-pointing");
    this._hover.hide();
  },

  _onClick(event) {
    if (!this._query) return;
    const hit = this._hit(event.layerPoint);
    const zoom = this._map.getZoom();
    if (hit?.items[0].kind === "cell") {
      const { lat, lon } = hit.items[0];
      this._map.setView([lat, lon], Math.min(zoom + 2, this._map.getMaxZoom()));
      return;
    }
    const item = hit && this._nextOf(hit.items);
    const place = item?.kind === "point" ? item : { lat: event.latlng.lat, lon: event.latlng.lng };
    this._send({ lat: place.lat, lon: place.lon, zoom, id: item?.id ?? null });
  },

  // Of several entries under one outline, a further click selects the next.
  _nextOf(items) {
    const current = items.findIndex((item) => item.id === this._query.selected?.id);
    return items[(current + 1) % items.length];
  },

  // `serial` tells Python a new click from the old value that every rerun brings back; it grows across reloads.
  _send(clicked) {
    this._lastSerial = Math.max(Date.now(), this._lastSerial + 1);
    window.Streamlit?.setComponentValue({ clicked: { ...clicked, serial: this._lastSerial } });
  },
};
