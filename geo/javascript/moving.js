// Where the map is: what moves it, and what the reader's own moves tell Python.
//
// The address has the view, and Python echoes it with every query. What the layer told must therefore never
// move it back to where it was a moment ago, and what Python asked for is never told as the reader's own.
//
// Methods of ClusterLayer (Leaflet's `includes`).

// Long enough for a drag with pauses to count as one move. Milliseconds.
const VIEW_DEBOUNCE_MS = 400;
// Views nearer than this to each other are the same: an address rounds. Pixels.
const SAME_VIEW = 2;
// A box around one place would be brought as near as the map goes.
const CLOSEST_FIT = 9;

const MOVING_METHODS = {
  // The view that Python asks for, a box to fit, or the selection where it lies outside the view.
  _moveTo(query, before) {
    const isFirst = before === null;
    this._followView(query.view, before?.view ?? null);
    this._followFit(query, before?.fit ?? null, isFirst);
    // A link that names a view shows that view, whatever is selected in it.
    if (!(isFirst && query.view)) this._followSelection(query.selected, before?.selected ?? null);
    if (isFirst) this._known = this._view();
  },

  _followView(view, before) {
    if (!view || (before && this._isSame(view, before))) return;
    const place = this._reported.findIndex((reported) => this._isSame(reported, view));
    if (place >= 0) {
      // An echo of our own report; those before it will not come any more.
      this._reported.splice(0, place + 1);
      return;
    }
    this._reported = [];
    this._map.setView([view.lat, view.lon], view.zoom, { animate: false });
    this._keepView();
  },

  _followFit({ fit, view }, before, isFirst) {
    if (!fit || fit.serial === before?.serial || (isFirst && view)) return;
    const box = [[fit.south, fit.west], [fit.north, fit.east]];
    this._isAskedFor = true;
    // What the legend covers is not in view.
    const covered = Math.min(this._legend.height(), this._map.getSize().y / 2);
    this._map.fitBounds(box, {
      paddingTopLeft: [60, 36],
      paddingBottomRight: [36, 36 + covered],
      maxZoom: CLOSEST_FIT,
      animate: this._isAnimated(),
    });
  },

  _followSelection(selected, before) {
    if (!selected || selected.id === before?.id || selected.lat === null) return;
    if (this._map.getBounds().contains([selected.lat, selected.lon])) return;
    // An address that names a place must name the new one, or its link would not show the selection.
    this._isAskedFor = this._query.view === null;
    this._map.panTo([selected.lat, selected.lon], { animate: this._isAnimated() });
  },

  _isAnimated() {
    return !window.matchMedia(REDUCED_MOTION).matches;
  },

  // The frame grew or shrank, and the map with it: nobody moved it.
  _onResize() {
    if (this._viewTimer) this._reportView();
    this._map.invalidateSize();
    this._keepView();
  },

  // The view now is what everybody knows; a report that waits would only say it again.
  _keepView() {
    this._forgetTimer();
    this._known = this._view();
  },

  _forgetTimer() {
    clearTimeout(this._viewTimer);
    this._viewTimer = null;
  },

  _onMoveEnd() {
    this._forgetTimer();
    this._viewTimer = setTimeout(() => this._reportView(), VIEW_DEBOUNCE_MS);
  },

  _reportView() {
    this._forgetTimer();
    const view = this._view();
    if (!this._query || this._map._animatingZoom) return;
    // Whoever opens the same address is brought to the same place: only the reader's own moves are told.
    const isAskedFor = this._isAskedFor;
    this._isAskedFor = false;
    if (this._known && this._isSame(view, this._known)) return;
    this._known = view;
    if (isAskedFor) return;
    this._reported.push(view);
    writePlace(view);
    this._send({ view });
  },

  // Five decimals are a metre: finer than any pixel here.
  _view() {
    const { lat, lng } = this._map.getCenter();
    const round = (value) => Number(value.toFixed(5));
    return { lat: round(lat), lon: round(lng), zoom: Math.round(this._map.getZoom()) };
  },

  _isSame(one, other) {
    if (one.zoom !== other.zoom) return false;
    const place = ({ lat, lon, zoom }) => this._map.project([lat, lon], zoom);
    return place(one).distanceTo(place(other)) < SAME_VIEW;
  },
};

// Write the view into the address of the page around the map, so that a copied address has it at once. It
// replaces the entry of the history: going back must not take every pan back.
function writePlace(view) {
  if (window.parent === window) return;
  try {
    const { history, location } = window.parent;
    const others = location.search.slice(1).split("&").filter((pair) => pair && !pair.startsWith("at="));
    // Escaped as Python escapes it: the same address in other letters would be another entry of the history.
    const place = encodeURIComponent(placeText(view));
    const query = [...others, `at=${place}`].join("&");
    history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
  } catch {
    // A page of another origin around the map keeps its address to itself.
  }
}

// A view as it stands in an address: degrees to about ten metres, and the zoom.
function placeText({ lat, lon, zoom }) {
  return `${lat.toFixed(4)},${lon.toFixed(4)},${zoom}`;
}
