// Discs that cover each other, fanned out around their place, each tied to it by a thin line.
//
// Several clusters of one town share its coordinates exactly, so no zoom ever parts them. A spread lives in
// layer points, which stay as they are until the map pans or zooms; the layer folds it then.

// Long enough to see where the discs come from, short enough to wait for. Milliseconds.
const SPREAD_MS = 180;
// More discs than this would need a ring so wide that its middle is empty: they wind up as a spiral.
const RING_HOLDS = 16;
// Free pixels between two neighbours of a spread, so that a finger can tell them apart.
const SPREAD_GAP = 7;
// What the ground under a spread reaches beyond the outermost disc.
const GROUND_MARGIN = 7;

// Offsets from the centre for `count` discs, each `spacing` pixels from its neighbours.
function spreadOffsets(count, spacing) {
  return count <= RING_HOLDS ? ringOffsets(count, spacing) : spiralOffsets(count, spacing);
}

function ringOffsets(count, spacing) {
  const radius = Math.max(spacing, (count * spacing) / (2 * Math.PI));
  // From the left, where the directions of `Math.atan2` begin; so two lie side by side.
  return Array.from({ length: count }, (_, index) => polar(radius, -Math.PI + (index * 2 * Math.PI) / count));
}

// An Archimedean spiral: windings one spacing apart, and one spacing along it from disc to disc.
function spiralOffsets(count, spacing) {
  const offsets = [];
  let angle = 2 * Math.PI;
  for (let index = 0; index < count; index += 1) {
    const radius = (spacing * angle) / (2 * Math.PI);
    offsets.push(polar(radius, angle));
    angle += spacing / radius;
  }
  const middle = L.bounds(offsets).getCenter();
  return offsets.map((offset) => offset.subtract(middle));
}

function polar(radius, angle) {
  return L.point(radius * Math.cos(angle), radius * Math.sin(angle));
}

// The middle moved so that a circle of `reach` pixels lies inside `view`, where it fits.
function shiftedInto(view, centre, reach) {
  const inside = (value, least, most) => (least > most ? (least + most) / 2 : Math.min(Math.max(value, least), most));
  return L.point(
    inside(centre.x, view.min.x + reach, view.max.x - reach),
    inside(centre.y, view.min.y + reach, view.max.y - reach),
  );
}

// The discs under a pointer: one, or all that share its place when the pointer lies on two or more.
// `nearest` is the disc that is meant; marks are {item, x, y, radius}.
function pileAt(marks, point, nearest, extra) {
  if (nearest.item.kind !== "point") return [nearest];
  const points = marks.filter(({ item }) => item.kind === "point");
  const distance = (mark, { x, y }) => Math.hypot(mark.x - x, mark.y - y);
  // Beside the discs (within the slack) only those at one place are meant together.
  const reach = Math.max(nearest.radius + extra, distance(nearest, point) + 0.5);
  const touched = points.filter((mark) => distance(mark, point) <= reach);
  if (touched.length < 2) return [nearest];
  return points.filter((mark) => touched.includes(mark) || distance(mark, nearest) <= 2 * nearest.radius);
}

class Spread {
  // `pile`: the marks to fan out; `view`: what is seen of the map, in layer points.
  constructor(pile, view, isAnimated) {
    const radius = Math.max(...pile.map((mark) => mark.radius));
    const middle = L.bounds(pile.map(({ x, y }) => L.point(x, y))).getCenter();
    const offsets = spreadOffsets(pile.length, 2 * radius + SPREAD_GAP);
    this._reach = Math.max(...offsets.map(({ x, y }) => Math.hypot(x, y))) + radius + GROUND_MARGIN;
    this._centre = shiftedInto(view, middle, this._reach);
    // In the order of their directions from the middle, so that lines of neighbours do not cross.
    const angle = ({ x, y }) => Math.atan2(y - middle.y, x - middle.x);
    const turned = [...pile].sort((a, b) => angle(a) - angle(b) || a.item.id.localeCompare(b.item.id));
    this._targets = new Map(turned.map(({ item }, index) => [item.id, this._centre.add(offsets[index])]));
    this._began = isAnimated ? performance.now() : -Infinity;
    // How far the discs have come, 0 to 1.
    this._share = 0;
  }

  // True while the discs, as they were drawn last, are still on their way.
  isMoving() {
    return this._share < 1;
  }

  // True for a layer point on the spread's ground, where nothing beneath can be meant.
  covers(point) {
    return this._centre.distanceTo(point) <= this._reach;
  }

  // [marks that stay where they are, marks that are fanned out]; the latter know their `place`.
  part(marks, snap) {
    this._share = easeOut(Math.min(1, (performance.now() - this._began) / SPREAD_MS));
    const staying = marks.filter(({ item }) => !this._targets.has(item.id));
    const fanned = marks.filter(({ item }) => this._targets.has(item.id)).map((mark) => {
      const target = this._targets.get(mark.item.id);
      const place = L.point(mark.x, mark.y);
      const on = place.add(target.subtract(place).multiplyBy(this._share));
      return { ...mark, place, x: snap(on.x), y: snap(on.y) };
    });
    return [staying, fanned];
  }

  // The calm ground under the discs, and the lines from their real places.
  paintGround(context, fanned, look) {
    context.save();
    context.globalAlpha = 0.9;
    paintCircle(context, this._centre, this._reach * this._share, look.page);
    context.globalAlpha = 1;
    context.strokeStyle = look.line;
    context.lineWidth = 1;
    context.stroke();
    context.strokeStyle = look.outline;
    context.globalAlpha = 0.65;
    for (const { place, x, y } of fanned) {
      context.beginPath();
      context.moveTo(place.x, place.y);
      context.lineTo(x, y);
      context.stroke();
    }
    context.globalAlpha = 1;
    for (const { place } of fanned) paintCircle(context, place, 1.6, look.outline);
    context.restore();
  }
}

// Slower towards the end.
function easeOut(time) {
  return 1 - (1 - time) ** 3;
}

function paintCircle(context, centre, radius, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(centre.x, centre.y, radius, 0, 2 * Math.PI);
  context.fill();
}
