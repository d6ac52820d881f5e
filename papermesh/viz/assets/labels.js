// Labels at a constant size on the screen, the most important first, none over another.

const CELL = 24; // side of a square of the grid in which taken room is kept, in pixels
const widths = new Map();
let labelOrder = [];
let room = { wide: 0, tall: 0 }; // of the drawing, read once a frame: each reading of it costs a layout

const labelSize = (node) => (node === seed ? 15 : node.kg.t === "Paper" ? 12.5 : 11.5);

function labelFont(node) {
  const bold = node === seed || state.node === node || state.hover === node || (node.kg.rank ?? 99) <= 8;
  return `${bold ? 650 : 450} ${labelSize(node)}px ${fontFamily()}`;
}

let family = "";
const fontFamily = () => (family ||= getComputedStyle(document.body).fontFamily);

function widthOf(context, font, text) {
  const key = `${font}\n${text}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

/** Sort the visible nodes by how much their label matters now. */
function orderLabels() {
  const weight = (node) => {
    if (state.hover === node) return -4;
    if (state.node === node) return -3;
    if (state.pointed.has(node.id)) return -2.5;
    if (state.edge && (state.edge.from === node.id || state.edge.to === node.id)) return -2;
    if (node === seed) return -1;
    const away = lit && !lit.has(node.id) ? 10_000 : 0;
    const rank = node.kg.rank ?? 40 - Math.min(30, touching.get(node.id).length);
    return away + rank;
  };
  labelOrder = nodes.filter((node) => visible.has(node.id)).map((node) => [weight(node), node]).sort((a, b) => a[0] - b[0]).map(([, node]) => node);
}

/** Boxes already taken, looked up by the squares that they touch. */
class Taken {
  constructor() {
    this.squares = new Map();
  }

  *of({ left, top, right, bottom }) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield x * 100_003 + y;
  }

  add(box) {
    for (const square of this.of(box)) {
      const boxes = this.squares.get(square);
      if (boxes) boxes.push(box);
      else this.squares.set(square, [box]);
    }
  }

  free(box, owner) {
    for (const square of this.of(box))
      for (const other of this.squares.get(square) ?? [])
        if (other.owner !== owner && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
    return true;
  }
}

/** Where the label of a glyph may stand, the best place first. */
function candidates(node, x, y, radius, wide, tall) {
  const gap = radius + 4;
  // A centred label moves a little to the side rather than be cut off by the edge of the drawing.
  const within = (left) => Math.min(Math.max(left, Math.min(4, x)), Math.max(room.wide - wide - 4, x - wide));
  const box = (left, top) => ({ left, top, right: left + wide, bottom: top + tall });
  const below = box(within(x - wide / 2), y + gap - 1);
  const above = box(within(x - wide / 2), y - gap - tall + 1);
  const right = box(x + gap, y - tall / 2);
  const left = box(x - gap - wide, y - tall / 2);
  if (state.view === "map" && node.kg.t !== "Paper") {
    // On the belt a label points outwards, away from the papers.
    const [dx, dy] = [node.x, node.y];
    const across = Math.abs(dx) > Math.abs(dy) * 0.45;
    const sideways = dx < 0 ? left : right;
    const upright = dy < 0 ? above : below;
    return across ? [sideways, upright, dy < 0 ? below : above] : [upright, sideways, dx < 0 ? right : left];
  }
  return state.view === "year" ? [below, above] : [below, above, right, left];
}

function drawLabels(context) {
  room = { wide: holder.clientWidth, tall: holder.clientHeight };
  const ratio = context.canvas.width / room.wide;
  const scale = net.getScale();
  const taken = new Taken();
  const spots = [];
  for (const node of labelOrder) {
    const { x, y } = net.canvasToDOM({ x: placeOf(node)[0], y: placeOf(node)[1] });
    const radius = node.size * boost * scale + (node === seed ? 5 : 0);
    if (x < -60 || y < -30 || x > room.wide + 60 || y > room.tall + 30) continue;
    spots.push([node, x, y, radius]);
    const reach = radius * 0.9;
    if (!lit || lit.has(node.id)) taken.add({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach, owner: node });
  }
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const inside = (box) => box.left > 3 && box.right < room.wide - 3 && box.top > 3 && box.bottom < room.tall - 3;
  for (const edge of axisBoxes) taken.add(edge);
  for (const [node, x, y, radius] of spots) {
    if (lit && !lit.has(node.id) && state.hover !== node) continue;
    const font = labelFont(node);
    const tall = labelSize(node) + 3;
    const wide = widthOf(context, font, node.label) + 2;
    const must = state.hover === node || state.node === node || node === seed || (state.pointed.has(node.id) && state.pointed.size < 8);
    const places = candidates(node, x, y, radius, wide, tall);
    const place = places.find((box) => inside(box) && taken.free(box, node)) ?? (must ? places.find(inside) ?? places[0] : null);
    if (!place) continue;
    taken.add({ ...place, owner: node });
    context.font = font;
    context.lineWidth = 3.2;
    context.strokeStyle = colours.stage;
    context.strokeText(node.label, place.left + 1, (place.top + place.bottom) / 2);
    context.fillStyle = node.kg.t === "Paper" || must ? colours.text : colours.faint;
    context.fillText(node.label, place.left + 1, (place.top + place.bottom) / 2);
  }
  context.restore();
}
