/* Plots: horizontal bars with their numbers beside them, and curves named at their ends. */
const ROW = 27;

function card(title, caption, draw, rows, headings) {
  const figure = h("div", { class: "plot" });
  let width = 0;
  const redraw = () => {
    const now = Math.round(figure.clientWidth);
    if (now && now !== width) {
      width = now;
      figure.replaceChildren(draw(width));
    }
  };
  new ResizeObserver(redraw).observe(figure);
  const table = h(
    "table",
    null,
    h("thead", null, h("tr", null, headings.map((each, i) => h("th", { scope: "col", class: i ? "number" : null }, each)))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, i) => h("td", { class: i ? "number" : null }, String(cell)))))),
  );
  return h(
    "section",
    { class: "card" },
    h("h3", null, title),
    h("p", null, caption),
    figure,
    h("details", null, h("summary", null, t("as-table")), h("div", { class: "frame" }, table)),
  );
}

const drawing = (width, height, label, ...children) =>
  s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, s("title", null, label), children);

/* Bars of up to three parts. A row: {label, href, parts, text}. */
function bars(width, rows, label, classes = SEVERITIES) {
  const left = Math.min(width * 0.48, Math.max(...rows.map((row) => roomOf(row.label, 13))) + 14);
  const right = Math.max(...rows.map((row) => roomOf(row.text, 12))) + 12;
  const room = Math.max(40, width - left - right);
  const most = Math.max(...rows.map((row) => row.parts.reduce((a, b) => a + b, 0)), 1e-9);
  const drawn = rows.map((row, i) => {
    const y = i * ROW;
    let x = left;
    const pieces = row.parts.map((part, k) => {
      const w = (part / most) * room;
      const piece = part > 0 && s("rect", { x, y: y + 5, width: Math.max(w - 1, 1.5), height: ROW - 11, class: classes[k] });
      x += w;
      return piece;
    });
    const name = s("text", { x: left - 10, y: y + 18, class: "end" }, s("title", null, row.label), fitted(row.label, left - 12, 13));
    const value = s("text", { x: x + 7, y: y + 18, class: "small soft" }, row.text);
    const all = [s("rect", { x: 0, y, width, height: ROW, fill: "transparent" }), name, pieces, value];
    return row.href ? s("a", { href: row.href }, all) : s("g", null, all);
  });
  return drawing(width, rows.length * ROW + 2, label, drawn);
}

const legend = (names) => h("div", { class: "legend" }, names.map((name) => h("span", { class: name }, h("i"), t(name))));

/* Curves of shares over days. A series: {name, points: [[day, share]], style}. */
function curves(width, series, label) {
  const [height, top, bottom, left, right] = [300, 14, 34, 44, 116];
  const days = series.flatMap((each) => each.points.map((point) => point[0]));
  const [from, to] = [Math.max(-90, Math.min(-30, ...days) - 2), Math.min(120, Math.max(10, ...days) + 3)];
  const x = (day) => left + ((Math.min(Math.max(day, from), to) - from) / (to - from)) * (width - left - right);
  const y = (share) => top + (1 - share) * (height - top - bottom);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => [
    s("line", { x1: left, x2: width - right, y1: y(share), y2: y(share), class: "axis" }),
    s("text", { x: left - 8, y: y(share) + 4, class: "end soft small" }, `${share * 100}%`),
  ]);
  const ticks = [];
  const step = [15, 30, 60].find((each) => (each / (to - from)) * (width - left - right) > 62) || 90;
  for (let day = Math.ceil(from / step) * step; day <= to; day += step) {
    const text = day === 0 ? t("due-day") : day < 0 ? t("days-before", { days: -day }) : t("days-after", { days: day });
    ticks.push(s("text", { x: x(day), y: height - 12, class: `mid small ${day ? "soft" : ""}` }, text));
  }
  const due = s("line", { x1: x(0), x2: x(0), y1: top, y2: height - bottom, class: "due" });
  const ends = series.map((each) => ({ ...each, at: y(each.points.length ? each.points[each.points.length - 1][1] : 0) }));
  spread(ends, 16, top + 4, height - bottom);
  const lines = ends.map((each) => {
    let path = `M${x(from)},${y(0)}`;
    for (const [day, share] of each.points) path += `H${x(day).toFixed(1)}V${y(share).toFixed(1)}`;
    path += `H${x(to)}`;
    const last = each.points.length ? each.points[each.points.length - 1][1] : 0;
    return [
      s("path", { d: path, class: `series ${each.style}` }),
      s("line", { x1: width - right + 8, x2: width - right + 22, y1: each.at, y2: each.at, class: `key ${each.style}` }),
      s("text", { x: width - right + 27, y: each.at + 4, class: "small" }, `${each.name}  ${percent(Math.round(last * 1000), 1000)}`),
    ];
  });
  return drawing(width, height, label, grid, due, ticks, lines);
}

/* Keeps labels apart, from the top downwards, then back up if they ran over. */
function spread(labels, least, top, bottom) {
  const sorted = [...labels].sort((a, b) => a.at - b.at);
  let free = top;
  for (const label of sorted) {
    label.at = Math.max(label.at, free);
    free = label.at + least;
  }
  let limit = bottom;
  for (const label of sorted.reverse()) {
    label.at = Math.min(label.at, limit);
    limit = label.at - least;
  }
}

/* Rows by columns of bars, all on one scale. A column: its name on two lines. A row: {label, gap, cells: [[value, text]]}. */
function matrix(width, columns, rows, label) {
  const texts = Math.max(...rows.flatMap((row) => row.cells.map((cell) => roomOf(cell[1], 12))), ...columns.flat().map((name) => roomOf(name, 12))) + 14;
  const longest = Math.max(...rows.map((row) => roomOf(row.label, 13))) + 14;
  const left = Math.min(Math.max(width * 0.3, 110), longest);
  const each = Math.max((width - left) / columns.length, texts + 24);
  const room = Math.max(12, each - texts);
  const most = Math.max(...rows.flatMap((row) => row.cells.map((cell) => cell[0])), 1);
  let y = 40;
  const heads = columns.flatMap((lines, k) => lines.map((line, i) => s("text", { x: left + k * each, y: 14 + 16 * i, class: "small soft" }, line)));
  const drawn = rows.map((row) => {
    if (row.gap) y += 10;
    const at = y;
    y += ROW;
    const cells = row.cells.map(([value, text], k) => {
      const w = (value / most) * room;
      return [
        s("rect", { x: left + k * each, y: at + 5, width: Math.max(w, value ? 1.5 : 0), height: ROW - 11, class: row.plain ? "note" : "plain" }),
        s("text", { x: left + k * each + w + 6, y: at + 18, class: "small" }, text),
      ];
    });
    return [s("text", { x: left - 10, y: at + 18, class: "end" }, fitted(row.label, left - 12, 13)), cells];
  });
  const whole = Math.max(width, Math.ceil(left + each * columns.length));
  const svg = drawing(whole, y + 4, label, heads, drawn);
  if (whole > width) svg.style.width = `${whole}px`;
  return svg;
}
