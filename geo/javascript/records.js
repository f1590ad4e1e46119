// From the rows of tiles to what the layer draws and says about them.
//
// An item is {kind: "point" | "cell" | "country", id, name, lat, lon, first, lower, isDashed, ...}; `first`
// and `lower` are {class, known, step}, step being the index of how grey the colour becomes.

function tierOfPoint(steps, adoptionClass, known) {
  return { class: adoptionClass, known, step: stepOfKnown(steps, known) };
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
    first: tierOfPoint(config.steps, row.first, row.first_known),
    lower: tierOfPoint(config.steps, row.lower, row.lower_known),
  };
}

function cellItem(config, row) {
  const tier = (adoptionClass, share) => ({ class: adoptionClass, step: stepOfShare(config.steps, share) });
  return {
    kind: "cell",
    id: null,
    lat: row.lat,
    lon: row.lon,
    count: row.count,
    isDashed: false,
    first: tier(row.first, row.first_unknown_share),
    lower: tier(row.lower, row.lower_unknown_share),
  };
}

// Every item of the loaded tiles, the better known and the larger last, so that they lie on top.
function itemsOfTiles(config, tiles, shown) {
  const items = tiles.flatMap((tile) => {
    const make = tile.kind === "cells" ? cellItem : pointItem;
    return tile.rows.map((row) => make(config, row));
  });
  const weight = (item) => (item.kind === "cell" ? 1000 + item.count : knownOf(item, shown));
  return items
    .map((item) => [weight(item), item])
    .sort(([a, one], [b, other]) => a - b || String(one.id).localeCompare(String(other.id)))
    .map(([, item]) => item);
}

function countryItem(config, entry) {
  return {
    kind: "country",
    id: entry.id,
    name: entry.name,
    isDashed: true,
    first: tierOfPoint(config.steps, entry.first, entry.first_known),
    lower: tierOfPoint(config.steps, entry.lower, entry.lower_known),
  };
}

// The tiers that are shown: both, or the one that was chosen.
function tiersShown(shown) {
  return PARTS[shown].map(([tier]) => tier);
}

function knownOf(item, shown) {
  return tiersShown(shown).reduce((sum, tier) => sum + item[tier].known, 0);
}

// "First tier: clearly higher, 9 of 15 factors known".
function tierLine(config, item, tier) {
  const { class: adoptionClass, known, step } = item[tier];
  const { words, tiers, classes, factors, steps } = config;
  const tierName = tiers[tier];
  if (steps[step].is_hatched) return L.Util.template(words.tier_unknown, { tier: tierName });
  const classLabel = classes[adoptionClass - 1]?.label ?? words.not_known;
  const line = item.kind === "cell" ? words.tier_of_cell : words.tier_of_point;
  return L.Util.template(line, { tier: tierName, class: classLabel, known: known ?? "", of: factors });
}

// What the hover text says about an item: {title, lines}.
function describe(config, item, shown) {
  const { words, precisions } = config;
  const lines = tiersShown(shown).map((tier) => tierLine(config, item, tier));
  if (item.kind === "cell") {
    const title = L.Util.template(words.cell, { count: item.count.toLocaleString("en") });
    return { title, lines: [...lines, words.cell_hint] };
  }
  if (item.kind === "country") lines.push(words.country_entry);
  else if (item.isDashed) lines.push(precisions[item.precision]);
  return { title: item.name, lines };
}
