// The mark of a cluster: a disc, cut by a gap where both tiers are shown.
//
// Upper half: first tier; lower half: lower tiers. Map, legend and hover text draw with the functions of
// this file, so that a mark looks the same everywhere. Colours come finished from the server
// (`palette.fills[class - 1][step]`): how grey a colour becomes is decided in Python, once.

// Parts of a mark: which half of the disc shows which tier.
const PARTS = {
  both: [["first", "upper"], ["lower", "under"]],
  first: [["first", "whole"]],
  lower: [["lower", "whole"]],
};

// The fill of one tier: nothing known is a hatched grey, never the colour of low.
function fillOf(palette, steps, tierState) {
  const step = steps[tierState.step];
  const known = tierState.class >= 1 && tierState.class <= palette.fills.length;
  if (!known || step.is_hatched) return { colour: palette.unknown, isHatched: true };
  return { colour: palette.fills[tierState.class - 1][tierState.step], isHatched: false };
}

// The index of the step that holds a number of known factors.
function stepOfKnown(steps, known) {
  const index = steps.findIndex((step) => step.known_up_to === null || known <= step.known_up_to);
  return index < 0 ? steps.length - 1 : index;
}

// The step of a cell: it stands for many clusters, so the share that is unknown decides.
function stepOfShare(steps, unknownShare) {
  if (unknownShare >= 1) return 0;
  const index = steps.findIndex((step) => !step.is_hatched && unknownShare >= step.grey_share);
  return index < 0 ? steps.length - 1 : index;
}

// The height of the line that a cell's count stands on, in pixels.
const BAND = 13;

// Diagonal lines over the current clip; drawn by hand, since a pattern would blur at odd pixel ratios.
function hatch(context, radius, colour) {
  const spacing = Math.max(2.6, radius * 0.42);
  context.strokeStyle = colour;
  context.lineWidth = Math.max(0.8, radius * 0.11);
  context.beginPath();
  for (let offset = -2 * radius; offset <= 2 * radius; offset += spacing) {
    context.moveTo(offset - radius, radius);
    context.lineTo(offset + radius, -radius);
  }
  context.stroke();
}

// One half of the disc (or all of it), filled; the gap stays free of colour.
function paintPart(context, part, radius, gap, fill, palette) {
  const top = part === "under" ? gap / 2 : -radius;
  const bottom = part === "upper" ? -gap / 2 : radius;
  context.save();
  context.beginPath();
  context.rect(-radius, top, 2 * radius, bottom - top);
  context.clip();
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.clip();
  context.fillStyle = fill.colour;
  context.fillRect(-radius, -radius, 2 * radius, 2 * radius);
  if (fill.isHatched) hatch(context, radius, palette.outline);
  context.restore();
}

// The rim: solid for a known place, eight dashes where the point stands for an area. Fewer and longer dashes
// than a line of this length would take stay dashes at 5 px, where small ones look like beads. A gap of the
// rim lies at either end of the disc's own gap, so that both halves are alike.
function paintRim(context, radius, isDashed, palette) {
  const step = (2 * Math.PI * radius) / 8;
  context.setLineDash(isDashed ? [step * 0.6, step * 0.4] : []);
  context.lineDashOffset = isDashed ? step * -0.2 : 0;
  context.strokeStyle = palette.outline;
  context.lineWidth = isDashed ? 1.1 : 1;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  context.lineDashOffset = 0;
}

// The disc at the origin of `context`. mark: {show, first, lower, isDashed}, tiers as {class, step}.
function paintDisc(context, mark, radius, gap, palette, steps) {
  context.fillStyle = palette.page;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fill();
  // A hair of page colour inside the dashes, which a dark fill would swallow; more would be a second ring.
  const filled = mark.isDashed ? radius - 1 : radius;
  for (const [tier, part] of PARTS[mark.show]) {
    paintPart(context, part, filled, gap, fillOf(palette, steps, mark[tier]), palette);
  }
  paintRim(context, radius, mark.isDashed, palette);
}

// The gap grows with the disc; an even number of device pixels, so that its edges are sharp.
function gapOf(mark, radius, ratio) {
  if (mark.show !== "both") return 0;
  return (2 * Math.max(1, Math.round(radius * 0.12 * ratio))) / ratio;
}

// A disc for a legend or a hover text: its own small canvas, hidden from screen readers (words stand beside).
function makeMarkElement(mark, radius, palette, steps) {
  const ratio = window.devicePixelRatio || 1;
  const side = 2 * Math.ceil(radius + 1.5);
  const canvas = document.createElement("canvas");
  canvas.width = side * ratio;
  canvas.height = side * ratio;
  canvas.style.width = canvas.style.height = `${side}px`;
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.translate(side / 2, side / 2);
  paintDisc(context, mark, radius, gapOf(mark, radius, ratio), palette, steps);
  return canvas;
}

// 1,234 clusters in a disc of 30 px: "1.2k".
function shortCount(count) {
  if (count < 1000) return String(count);
  if (count < 10000) return `${(count / 1000).toFixed(1)}k`;
  return count < 1e6 ? `${Math.round(count / 1000)}k` : `${(count / 1e6).toFixed(1)}m`;
}

// A cell of many clusters: a larger disc with the count in the gap of the split disc. A whole disc has no gap:
// there the count stands on a label that leaves the rim whole, so that it is not taken for two tiers.
function paintCell(context, mark, radius, count, palette, steps) {
  const text = shortCount(count);
  paintDisc(context, mark, radius, mark.show === "both" ? BAND : 0, palette, steps);
  context.font = "600 10.5px 'Source Sans', 'Source Sans 3', system-ui, sans-serif";
  if (mark.show !== "both") paintLabel(context, context.measureText(text).width + 5, palette);
  context.fillStyle = palette.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, 0, 0.5);
}

// The ground behind the count of a whole disc.
function paintLabel(context, width, palette) {
  const broad = Math.max(width, BAND);
  context.fillStyle = palette.page;
  context.beginPath();
  context.roundRect(-broad / 2, -BAND / 2, broad, BAND, BAND / 2);
  context.fill();
}

// The ring around what is selected: accent between two thin lines of page colour, to be seen on any ground.
function paintRing(context, x, y, radius, palette) {
  for (const [colour, width] of [[palette.page, 5.5], [palette.accent, 3]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius + 3.5, 0, 2 * Math.PI);
    context.stroke();
  }
}

// Discs drawn once and stamped often: 10,000 stamps take about the time of 500 drawings.
class DiscStamps {
  constructor() {
    this._stamps = new Map();
    this._look = "";
  }

  // The stamp for a mark; all are forgotten when size, pixel ratio or theme change.
  get(mark, radius, ratio, palette, steps) {
    const look = `${radius} ${ratio} ${palette.page} ${palette.fills[0][0]} ${palette.fills[0].at(-1)}`;
    if (look !== this._look) {
      this._stamps.clear();
      this._look = look;
    }
    const { show, first, lower, isDashed } = mark;
    const key = `${show} ${first.class} ${first.step} ${lower.class} ${lower.step} ${isDashed}`;
    if (!this._stamps.has(key)) this._stamps.set(key, this._make(mark, radius, ratio, palette, steps));
    return this._stamps.get(key);
  }

  _make(mark, radius, ratio, palette, steps) {
    const pixels = 2 * Math.ceil((radius + 2) * ratio);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = pixels;
    const context = canvas.getContext("2d");
    context.translate(pixels / 2, pixels / 2);
    context.scale(ratio, ratio);
    paintDisc(context, mark, radius, gapOf(mark, radius, ratio), palette, steps);
    return { canvas, side: pixels / ratio };
  }
}
