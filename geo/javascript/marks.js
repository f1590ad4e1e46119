// The mark of a cluster: a disc, cut by a gap where both tiers are shown.
//
// Upper half: first tier; lower half: lower tiers. Map, legend and hover text draw with the functions of
// this file, so that a mark looks the same everywhere. A `look` holds the colours, finished by the server
// (`look.fills[class - 1][step]`): how grey a colour becomes is decided in Python, once.

// Parts of a mark: which half of the disc shows which tier. A measure of the whole cluster has one value.
const PARTS = {
  both: [["first", "upper"], ["lower", "under"]],
  first: [["first", "whole"]],
  lower: [["lower", "whole"]],
  whole: [["whole", "whole"]],
};

// The fill of one tier: what is not known is a hatched grey, never the colour of low.
function fillOf(look, tierState) {
  const isKnown = tierState.class >= 1 && tierState.class <= look.fills.length;
  const isHeldBack = look.isSuppressed && look.steps[tierState.step].is_hatched;
  if (!isKnown || isHeldBack) return { colour: look.unknown, isHatched: true };
  return { colour: look.fills[tierState.class - 1][tierState.step], isHatched: false };
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
const COUNT_FONT = "600 10.5px 'Source Sans', 'Source Sans 3', system-ui, sans-serif";

// Diagonal lines over the current clip; drawn by hand, since a pattern would blur at odd pixel ratios.
function hatch(context, radius, colour, spacing = Math.max(2.6, radius * 0.42)) {
  context.strokeStyle = colour;
  context.lineWidth = Math.max(0.8, spacing * 0.26);
  context.beginPath();
  for (let offset = -2 * radius; offset <= 2 * radius; offset += spacing) {
    context.moveTo(offset - radius, radius);
    context.lineTo(offset + radius, -radius);
  }
  context.stroke();
}

// One half of the disc (or all of it), filled; the gap stays free of colour.
function paintPart(context, part, radius, gap, fill, look) {
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
  if (fill.isHatched) hatch(context, radius, look.outline);
  context.restore();
}

// The rim: solid for a known place, eight dashes where the point stands for an area. Fewer and longer dashes
// than a line of this length would take stay dashes at 5 px, where small ones look like beads. A gap of the
// rim lies at either end of the disc's own gap, so that both halves are alike.
function paintRim(context, radius, isDashed, look) {
  const step = (2 * Math.PI * radius) / 8;
  context.setLineDash(isDashed ? [step * 0.6, step * 0.4] : []);
  context.lineDashOffset = isDashed ? step * -0.2 : 0;
  context.strokeStyle = look.outline;
  context.lineWidth = isDashed ? 1.1 : 1;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  context.lineDashOffset = 0;
}

// The disc at the origin of `context`. mark: {show, first, lower, isDashed}, tiers as {class, step}.
function paintDisc(context, mark, radius, gap, look) {
  context.fillStyle = look.page;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fill();
  // A hair of page colour inside the dashes, which a dark fill would swallow; more would be a second ring.
  const filled = mark.isDashed ? radius - 1 : radius;
  for (const [tier, part] of PARTS[mark.show]) {
    paintPart(context, part, filled, gap, fillOf(look, mark[tier]), look);
  }
  paintRim(context, radius, mark.isDashed, look);
}

// The gap grows with the disc; an even number of device pixels, so that its edges are sharp.
function gapOf(mark, radius, ratio) {
  if (mark.show !== "both") return 0;
  return (2 * Math.max(1, Math.round(radius * 0.12 * ratio))) / ratio;
}

// A disc for a legend or a hover text, hidden from screen readers (words stand beside).
function makeMarkElement(mark, radius, look) {
  const ratio = window.devicePixelRatio || 1;
  return makeSignElement(radius, (context) => paintDisc(context, mark, radius, gapOf(mark, radius, ratio), look));
}

// A small canvas of its own, painted around its middle.
function makeSignElement(radius, paint) {
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
  paint(context);
  return canvas;
}

// 1,234 clusters in a disc of 30 px: "1.2k".
function shortCount(count) {
  if (count < 1000) return String(count);
  if (count < 10000) return `${(count / 1000).toFixed(1)}k`;
  return count < 1e6 ? `${Math.round(count / 1000)}k` : `${(count / 1e6).toFixed(1)}m`;
}

// The disc of a cell of many clusters: the count stands in the gap of the split disc.
function paintCellDisc(context, mark, radius, look) {
  paintDisc(context, mark, radius, mark.show === "both" ? BAND : 0, look);
}

// The count of a cell. A whole disc has no gap: there it stands on a label that leaves the rim whole, so that
// it is not taken for two tiers.
function paintCount(context, count, show, look) {
  const text = shortCount(count);
  context.font = COUNT_FONT;
  if (show !== "both") paintLabel(context, context.measureText(text).width + 5, look);
  context.fillStyle = look.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, 0, 0.5);
}

// The ground behind the count of a whole disc.
function paintLabel(context, width, look) {
  const broad = Math.max(width, BAND);
  context.fillStyle = look.page;
  context.beginPath();
  context.roundRect(-broad / 2, -BAND / 2, broad, BAND, BAND / 2);
  context.fill();
}

// The ring around what is selected: accent between two thin lines of page colour, to be seen on any ground.
// A dashed one, further out, is what the table's row points at.
function paintRing(context, x, y, radius, look, isDashed = false) {
  const reach = radius + (isDashed ? 7.5 : 3.5);
  for (const [colour, width, dashes] of [[look.page, 5.5, []], [look.accent, 3, isDashed ? [6, 4] : []]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dashes);
    context.beginPath();
    context.arc(x, y, reach, 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}
