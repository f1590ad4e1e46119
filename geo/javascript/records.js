// From the rows of tiles to what the layer draws and says about them.
//
// An item is {kind: "point" | "cell" | "country", id, name, lat, lon, first, lower, whole, isDashed, ...};
// `first` and `lower` are {class, known, step}, step being the index of how grey the colour becomes; `whole` is
// the value of a measure that has one a cluster, known as well as its lesser known tier.

function tierOfPoint(steps, classNumber, known) {
  return { class: classNumber, known, step: stepOfKnown(steps, known) };
}

// The tiers of a row or of an entry, whose names of fields are the same.
function tiersOfPoint(steps, { first, lower, first_known: firstKnown, lower_known: lowerKnown }) {
  return {
    first: tierOfPoint(steps, first, firstKnown),
    lower: tierOfPoint(steps, lower, lowerKnown),
    whole: tierOfPoint(steps, first, Math.min(firstKnown, lowerKnown)),
  };
}

function pointItem(config, row) {
  return {
    kind: "point",
    id: row.id,
    name: row.name,
    lat: row.lat,
    lon: row.lon,
    precision: row.precision,
    isDashed: config.dashed_precisions.includes(row.precision),
    ...tiersOfPoint(config.steps, row),
  };
}

function cellItem(config, row) {
  const tier = (classNumber, share) => ({ class: classNumber, step: stepOfShare(config.steps, share) });
  const shares = [row.first_unknown_share, row.lower_unknown_share];
  return {
    kind: "cell",
    id: null,
    lat: row.lat,
    lon: row.lon,
    count: row.count,
    isDashed: false,
    first: tier(row.first, shares[0]),
    lower: tier(row.lower, shares[1]),
    whole: tier(row.first, Math.max(...shares)),
  };
}

function countryItem(config, entry) {
  return { kind: "country", id: entry.id, name: entry.name, isDashed: true, ...tiersOfPoint(config.steps, entry) };
}

// The items of one tile, made once: a tile comes back with every pan.
function itemsOfTile(config, tile) {
  const make = tile.kind === "cells" ? cellItem : pointItem;
  tile.items ??= tile.rows.map((row) => make(config, row));
  return tile.items;
}

// Every item of the loaded tiles, the better known and the larger last, so that they lie on top.
function itemsOfTiles(config, tiles, shown) {
  const weight = (item) => (item.kind === "cell" ? 1000 + item.count : knownOf(item, shown));
  const byId = (one, other) => (one.id < other.id ? -1 : Number(one.id > other.id));
  return tiles
    .flatMap((tile) => itemsOfTile(config, tile))
    .map((item) => [weight(item), item])
    .sort(([a, one], [b, other]) => a - b || byId(one, other))
    .map(([, item]) => item);
}

// The tiers that are shown: both, the one that was chosen, or the one value of a whole cluster.
function tiersShown(shown) {
  return PARTS[shown].map(([tier]) => tier);
}

function knownOf(item, shown) {
  return tiersShown(shown).reduce((sum, tier) => sum + item[tier].known, 0);
}

// "First tier: clearly higher, 9 of 15 factors known".
function tierLine(config, look, item, tier) {
  const { class: classNumber, known, step } = item[tier];
  const { words, factors } = config;
  const tierName = config.tiers[tier] ?? look.title;
  if (look.isSuppressed && look.steps[step].is_hatched) return phrase(words.tier_unknown, { tier: tierName });
  const classLabel = look.labels[classNumber - 1] ?? words.not_known;
  return phrase(lineOf(words, item, tier), { tier: tierName, class: classLabel, known: known ?? "", of: factors });
}

function lineOf(words, item, tier) {
  if (item.kind === "cell") return words.tier_of_cell;
  return tier === "whole" ? words.value_of_whole : words.tier_of_point;
}

// What the hover text says about an item: {title, lines}.
function describe(config, look, item) {
  const { words, precisions } = config;
  const lines = tiersShown(look.show).map((tier) => tierLine(config, look, item, tier));
  if (item.kind === "cell") {
    const title = phrase(words.cell, { count: item.count.toLocaleString("en") });
    return { title, lines: [...lines, words.cell_hint] };
  }
  if (item.kind === "country") lines.push(words.country_entry);
  else if (item.isDashed) lines.push(precisions[item.precision]);
  return { title: item.name, lines };
}

// Words with their gaps filled: "{count} clusters". What fills a gap is never read for gaps itself.
function phrase(words, values) {
  return L.Util.template(words, values);
}
