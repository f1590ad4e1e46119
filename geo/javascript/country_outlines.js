// Entries that speak of a whole country: its outline in the class colour, never a disc.
//
// Where several entries (or both tiers) share a country, the dashes of one line take turns, so that none
// hides another; the hover text lists them all.

class CountryOutlines {
  constructor(url, onChange) {
    this._url = url;
    this._onChange = onChange;
    this._groups = [];
    this._shownSearch = null;
    this._controller = null;
    this._failed = false;
  }

  async show(search) {
    this._controller?.abort();
    const controller = new AbortController();
    this._controller = controller;
    this._search = search;
    this._failed = false;
    try {
      const collection = await fetchJson(`${this._url}?${search}`, controller.signal);
      if (controller.signal.aborted) return;
      this._groups = groupByCountry(collection.features);
      this._shownSearch = search;
    } catch {
      if (controller.signal.aborted) return;
      this._failed = true;
      // The old entries may contradict the new query: better none, with a notice, than wrong ones.
      this._groups = [];
      this._shownSearch = search;
    }
    this._controller = null;
    this._onChange();
  }

  retry() {
    if (this._failed) this.show(this._search);
  }

  isIdle() {
    return this._controller === null;
  }

  hasFailed() {
    return this._failed;
  }

  groups() {
    return this._groups;
  }

  // The query that the entries which are shown answer.
  search() {
    return this._shownSearch;
  }

  has(id) {
    return this._groups.some((group) => group.entries.some((entry) => entry.id === id));
  }

  stop() {
    this._controller?.abort();
    this._controller = null;
  }

  // Draw all outlines. `paints(entry)` gives the colours of an entry, one a tier that is shown; `ids` are those
  // that are selected or pointed at.
  draw(context, map, baseMap, { paints, look, ids }) {
    for (const group of this._groups) {
      const { path } = baseMap.shapeOf(group.iso3) || group;
      const colours = group.entries.flatMap(paints);
      const isSelected = group.entries.some((entry) => ids.includes(entry.id));
      context.save();
      strokeOutline(context, path, enterWorld(context, map), colours, isSelected, look);
      context.restore();
    }
  }

  // The group whose outline lies under a point (device pixels of the canvas), or undefined.
  hit(context, map, baseMap, x, y) {
    return this._groups.find((group) => {
      const { path } = baseMap.shapeOf(group.iso3) || group;
      context.save();
      const scale = enterWorld(context, map);
      context.setLineDash([]);
      context.lineWidth = 12 / scale;
      const isHit = context.isPointInStroke(path, x, y);
      context.restore();
      return isHit;
    });
  }
}

// One dashed line whose dashes take turns between the colours, over a line of page colour.
function strokeOutline(context, path, scale, colours, isSelected, look) {
  const dash = 7 / scale;
  const gap = 4 / scale;
  context.lineJoin = "round";
  context.lineCap = "butt";
  context.strokeStyle = isSelected ? look.accent : look.page;
  context.lineWidth = (isSelected ? 6 : 4.5) / scale;
  context.stroke(path);
  colours.forEach((colour, index) => {
    context.setLineDash([dash, gap + (colours.length - 1) * (dash + gap)]);
    context.lineDashOffset = -index * (dash + gap);
    strokeDashes(context, colour, look, scale, () => context.stroke(path));
  });
  context.setLineDash([]);
}

// Dashes with a rim: the darkest colours would be lost on dark land.
function strokeDashes(context, colour, look, scale, stroke) {
  for (const [ink, width] of [[look.outline, 3.6], [colour, 2.2]]) {
    context.strokeStyle = ink;
    context.lineWidth = width / scale;
    stroke();
  }
}

// [{iso3, path, entries}] of a GeoJSON collection, in the order of the collection.
function groupByCountry(features) {
  const groups = new Map();
  for (const { geometry, properties } of features) {
    const { iso3 } = properties;
    if (!groups.has(iso3)) groups.set(iso3, { iso3, ...worldShape(geometry), entries: [] });
    groups.get(iso3).entries.push(properties);
  }
  return [...groups.values()];
}

// The colours of an item, one a tier that is shown.
function coloursShown(item, look) {
  return PARTS[look.show].map(([tier]) => fillOf(look, item[tier]).colour);
}

// A short piece of dashed outline for legend and hover text, hidden from screen readers.
function makeOutlineElement(colours, look) {
  return makeSignElement(10, (context) => paintOutlineSample(context, colours, look));
}

// A small dashed frame around the origin; a second colour takes the lower half.
function paintOutlineSample(context, colours, look) {
  context.setLineDash([4, 2.4]);
  [colours[0], colours.at(-1)].forEach((colour, index) => {
    const side = index === 0 ? -1 : 1;
    // Thinner than on the map: the frame is small.
    strokeDashes(context, colour, look, 1.5, () => {
      context.beginPath();
      context.moveTo(-8, 0);
      for (const [x, y] of [[-8, 5.5 * side], [8, 5.5 * side], [8, 0]]) context.lineTo(x, y);
      context.stroke();
    });
  });
  context.setLineDash([]);
}
