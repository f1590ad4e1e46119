// A picture of the map as it is now: what is drawn, with its legend, what it shows, and where it comes from.
//
// It is put together from our own canvases, in the browser; nobody is asked for anything.

const FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif";
const MARGIN = 16;
// The room that a sign of the legend takes with its words, in pixels.
const SIGN_WIDTH = 190;
const CLASS_WIDTH = 96;

// A canvas with the map above and its legend below. `content`: {legend, look, config, caption, attribution}.
function makePicture(map, layers, content) {
  const { x: width, y: height } = map.getSize();
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  const footer = paintFooter(canvas.getContext("2d"), width, content);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round((height + footer) * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.fillStyle = content.look.sea;
  context.fillRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  for (const image of map.getPane("cw-tiles").querySelectorAll("img.leaflet-tile-loaded")) {
    drawImageOf(context, map, image);
  }
  for (const layer of layers) layer.copyTo(context);
  context.restore();
  context.translate(0, height);
  context.fillStyle = content.look.page;
  context.fillRect(0, 0, width, footer);
  paintFooter(context, width, content);
  return canvas;
}

// An image that lies on the map, where it lies.
function drawImageOf(context, map, image) {
  const frame = map.getContainer().getBoundingClientRect();
  const { left, top, width, height } = image.getBoundingClientRect();
  context.drawImage(image, left - frame.left, top - frame.top, width, height);
}

// Write what stands below the map, from y = 0 on, and return its height in pixels.
function paintFooter(context, width, { legend, look, config, caption, attribution }) {
  const room = width - 2 * MARGIN;
  let y = MARGIN;
  const write = (text, font, colour, line = 16) => {
    y += writeLines(context, text, MARGIN, y, room, { font: `${font} ${FONT}`, colour, line });
  };
  write(legend.title, "600 14px", look.text, 20);
  y += paintClasses(context, y, room, legend, look, config) + 8;
  y += paintMarks(context, y, room, look, config) + 4;
  for (const text of [legend.caveat, ...caption]) if (text) write(text, "12px", look.text);
  const date = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const made = phrase(config.words.picture_date, { date });
  for (const text of [made, attribution]) write(text, "11px", look.quiet);
  return y + MARGIN - 6;
}

// The colours with their words: a column a class, a row of colour a tier.
function paintClasses(context, top, room, legend, look, config) {
  const entries = [...legend.classes, { number: null, label: config.words.not_known }];
  const column = Math.min(CLASS_WIDTH, room / entries.length);
  const tiers = tiersShown(look.show);
  let words = 0;
  entries.forEach(({ number, label }, index) => {
    const x = MARGIN + index * column;
    const state = { class: number, step: look.steps.length - 1 };
    tiers.forEach((_, row) => paintSwatch(context, x, top + row * 13, column - 1, fillOf(look, state), look));
    const style = { font: `11px ${FONT}`, colour: look.text, line: 13 };
    words = Math.max(words, writeLines(context, label, x, top + tiers.length * 13 + 3, column - 6, style));
  });
  return tiers.length * 13 + 3 + words;
}

function paintSwatch(context, x, y, width, { colour, isHatched }, look) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, 12);
  context.clip();
  context.fillStyle = colour;
  context.fillRect(x, y, width, 12);
  if (isHatched) {
    context.translate(x + width / 2, y + 6);
    hatch(context, width, look.outline, 4);
  }
  context.restore();
}

// The signs with their words, as many beside each other as there is room for.
function paintMarks(context, top, room, look, config) {
  const inRow = Math.max(1, Math.floor(room / SIGN_WIDTH));
  const marks = legendMarks(config, look);
  marks.forEach(({ mark, text }, index) => {
    const x = MARGIN + (index % inRow) * SIGN_WIDTH;
    const y = top + Math.floor(index / inRow) * 32;
    context.save();
    context.translate(x + 9, y + 13);
    if (mark.isOutline) paintOutlineSample(context, coloursShown(mark, look), look);
    else paintDisc(context, mark, 8, gapOf(mark, 8, 2), look);
    context.restore();
    const style = { font: `11px ${FONT}`, colour: look.text, line: 13 };
    writeLines(context, text, x + 24, y + 6, SIGN_WIDTH - 30, style);
  });
  return Math.ceil(marks.length / inRow) * 32;
}

// Write text in lines no wider than `room`, and return the height they take. A longer word is cut.
function writeLines(context, text, x, top, room, { font, colour, line }) {
  context.font = font;
  context.fillStyle = colour;
  context.textAlign = "left";
  context.textBaseline = "top";
  const lines = brokenLines(context, text, room);
  lines.forEach((words, index) => context.fillText(words, x, top + index * line, room));
  return lines.length * line;
}

function brokenLines(context, text, room) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && context.measureText(longer).width > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
