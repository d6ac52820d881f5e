// What lies behind the nodes: rings of the map, columns, rows and lanes of the chart by year, and their captions.

let axisBoxes = []; // room taken by captions, which labels keep clear of

function drawBackdrop(context) {
  if (state.view === "map") {
    context.lineWidth = 1 / net.getScale();
    for (const [, radius] of page.rings) {
      context.beginPath();
      context.arc(0, 0, radius, 0, 2 * Math.PI);
      context.strokeStyle = colours.line;
      context.stroke();
    }
    return;
  }
  if (!page.columns.length) return;
  const top = page.rows[0][2] - 4;
  const right = page.columns.at(-1)[2];
  const bottom = page.lanes.length ? page.lanes.at(-1)[2] : page.rows.at(-1)[3];
  page.columns.forEach(([, from, to], place) => {
    if (place % 2) return;
    context.fillStyle = colours.band;
    context.fillRect(from, top, to - from, bottom - top);
  });
  context.strokeStyle = colours.line;
  context.lineWidth = 1 / net.getScale();
  for (const y of [...page.rows.map((row) => row[3]), ...page.lanes.map((lane) => lane[2])]) {
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(right, y);
    context.stroke();
  }
}

const rowName = ([low, high]) => (high === null ? `${low}+` : low === high ? String(low) : `${low}–${high}`);

/** Captions stay at the edge of the screen while the drawing moves under them. */
function drawAxes(context) {
  axisBoxes = [];
  const ratio = context.canvas.width / holder.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textBaseline = "middle";
  if (state.view === "map") drawRingNames(context);
  else drawYearNames(context);
  context.restore();
  // The line of counts and the zoom buttons lie over the drawing.
  const [wide, tall] = [holder.clientWidth, holder.clientHeight];
  axisBoxes.push({ left: 0, right: Math.min(wide, 290), top: tall - 30, bottom: tall });
  if (!narrow.matches) axisBoxes.push({ left: wide - 50, right: wide, top: tall - 128, bottom: tall });
}

function caption(context, text, x, y, { align = "center", size = 12, weight = 600, colour = colours.text } = {}) {
  context.font = `${weight} ${size}px ${fontFamily()}`;
  context.textAlign = align;
  const wide = context.measureText(text).width;
  const left = align === "center" ? x - wide / 2 : align === "right" ? x - wide : x;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = colours.stage;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
  context.textAlign = "left";
  axisBoxes.push({ left: left - 3, right: left + wide + 3, top: y - size / 2 - 2, bottom: y + size / 2 + 2 });
}

/** Where on a ring a caption covers no glyph, beginning at the top. */
function freeSpot(radius) {
  const glyphs = nodes.filter((node) => visible.has(node.id)).map((node) => ({ at: net.canvasToDOM({ x: node.x, y: node.y }), reach: node.size * boost * net.getScale() }));
  for (let turn = 0; turn < 48; turn++) {
    const angle = -Math.PI / 2 + (Math.PI / 48) * Math.ceil(turn / 2) * (turn % 2 ? 1 : -1);
    const { x, y } = net.canvasToDOM({ x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
    if (glyphs.every(({ at, reach }) => Math.abs(at.x - x) > reach + 36 || Math.abs(at.y - y) > reach + 9)) return { x, y };
  }
  return null;
}

function drawRingNames(context) {
  for (const [rank, radius] of page.rings) {
    if (rank > state.top) continue;
    const spot = freeSpot(radius);
    if (spot) caption(context, `closest ${rank}`, spot.x, spot.y, { size: 11, weight: 500, colour: colours.faint });
  }
}

function drawYearNames(context) {
  const wide = holder.clientWidth;
  const scale = net.getScale();
  const head = 17;
  context.fillStyle = colours.stage;
  context.globalAlpha = 0.88;
  context.fillRect(0, 0, wide, 32);
  context.globalAlpha = 1;
  let taken = -Infinity;
  for (const [year, from, to] of page.columns) {
    const { x } = net.canvasToDOM({ x: (from + to) / 2, y: 0 });
    const text = year === null ? "no year" : String(year);
    if (x < -20 || x > wide + 20 || x - taken < 44) continue;
    taken = x;
    caption(context, text, x, head, { size: 13 });
  }
  axisBoxes.push({ left: 0, right: wide, top: 0, bottom: 32 });
  const left = Math.max(6, net.canvasToDOM({ x: 0, y: 0 }).x - (wide < 600 ? 28 : 52));
  let first = true;
  for (const row of page.rows) {
    const { y } = net.canvasToDOM({ x: 0, y: (row[2] + row[3]) / 2 });
    if (y < 40 || y > holder.clientHeight - 8) continue;
    caption(context, rowName(row), left, y, { align: "left", size: 12, weight: 600 });
    if (first && wide >= 600) caption(context, "cited by", left, y - 15, { align: "left", size: 10.5, weight: 500, colour: colours.faint });
    first = false;
  }
  for (const [kind, top, bottom] of page.lanes) {
    const { y } = net.canvasToDOM({ x: 0, y: (top + bottom) / 2 });
    if (y < 40 || y > holder.clientHeight - 4 || (bottom - top) * scale < 11) continue;
    if (wide >= 600) caption(context, KINDS[kind].many, left, y, { align: "left", size: 11, weight: 600, colour: colours.faint });
  }
}
