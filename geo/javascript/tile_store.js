// The tiles in view: asks for what is missing, forgets what is no longer wanted, keeps what may come back.
//
// A picture is replaced only when the next one is complete, so that a filter or a zoom never shows an
// empty map in between.

// Kept tiles: several screens at 256 px, and with at most 500 points a tile some tens of megabytes.
const KEPT_TILES = 400;

class TileStore {
  // `onChange` is called when tiles arrived, failed, or another picture is complete.
  constructor(template, onChange) {
    this._template = template;
    this._onChange = onChange;
    this._kept = new Map();
    this._pending = new Map();
    this._failed = new Set();
    this._wanted = [];
    this._picture = { name: null, search: null, tiles: [] };
    // Grows with every change of the picture, so that the layer rebuilds its marks only then.
    this.revision = 0;
  }

  // Show these tiles ([{z, x, y}]) of this query ("country=IND&v=3").
  show(tiles, search) {
    this._search = search;
    this._name = `${tiles.length ? tiles[0].z : ""}?${search}`;
    this._wanted = tiles.map((tile) => `${L.Util.template(this._template, tile)}?${search}`);
    this._abortUnwanted();
    this._failed.clear();
    for (const url of this._wanted) {
      if (!this._kept.has(url) && !this._pending.has(url)) this._fetch(url);
    }
    this._settle();
  }

  retry() {
    const failed = [...this._failed];
    this._failed.clear();
    for (const url of failed) this._fetch(url);
    this._settle();
  }

  // The query that the picture which is shown answers.
  search() {
    return this._picture.search;
  }

  // The parsed tiles of the picture that is shown.
  tiles() {
    return this._picture.tiles;
  }

  isIdle() {
    return this._pending.size === 0;
  }

  hasFailed() {
    return this._failed.size > 0;
  }

  stop() {
    this._wanted = [];
    this._abortUnwanted();
  }

  _abortUnwanted() {
    const wanted = new Set(this._wanted);
    for (const [url, controller] of this._pending) {
      if (!wanted.has(url)) {
        controller.abort();
        this._pending.delete(url);
      }
    }
  }

  async _fetch(url) {
    const controller = new AbortController();
    this._pending.set(url, controller);
    try {
      const tile = await fetchJson(url, controller.signal);
      this._keep(url, { kind: tile.kind, rows: namedRows(tile) });
    } catch {
      // An aborted tile is no failure: nobody waits for it any more.
      if (controller.signal.aborted) return;
      this._failed.add(url);
    }
    this._pending.delete(url);
    this._settle();
  }

  // The least recently used tile goes first; a Map keeps the order of insertion.
  _keep(url, tile) {
    this._kept.set(url, tile);
    for (const old of this._kept.keys()) {
      if (this._kept.size <= KEPT_TILES) break;
      if (!this._wanted.includes(old)) this._kept.delete(old);
    }
  }

  _settle() {
    const here = this._wanted.filter((url) => this._kept.has(url));
    // A new query or zoom waits until every tile came or failed; the same one grows tile by tile.
    const isComplete = here.length + this._failed.size >= this._wanted.length;
    if (isComplete || this._name === this._picture.name) this._replacePicture(here);
    this._onChange();
  }

  _replacePicture(urls) {
    const tiles = urls.map((url) => this._kept.get(url));
    for (const url of urls) {
      const tile = this._kept.get(url);
      this._kept.delete(url);
      this._kept.set(url, tile);
    }
    this._picture = { name: this._name, search: this._search, tiles };
    this.revision += 1;
  }
}

// Rows as objects by the tile's own list of fields: another order or a further field breaks nothing.
function namedRows(tile) {
  return tile.rows.map((row) => Object.fromEntries(tile.fields.map((field, index) => [field, row[index]])));
}

// The 256 px tiles under the view, with a margin for discs that reach in from a neighbour.
function tilesInView(map, margin) {
  const zoom = Math.round(map.getZoom());
  const pixels = map.getPixelBounds();
  const last = 2 ** zoom - 1;
  const clamp = (value) => Math.min(Math.max(Math.floor(value / 256), 0), last);
  const tiles = [];
  for (let y = clamp(pixels.min.y - margin); y <= clamp(pixels.max.y + margin); y += 1) {
    for (let x = clamp(pixels.min.x - margin); x <= clamp(pixels.max.x + margin); x += 1) {
      tiles.push({ z: zoom, x, y });
    }
  }
  return tiles;
}
