/* One report: facts, findings in their context, the tables as they were read. */
function placeName(place) {
  if (!place) return "";
  const [part, table, row, column] = place;
  if (table) {
    const words = head.labels[settings.lang][table];
    const [block, last] = column && column.includes(".") ? column.split(".") : ["", column];
    const names = [words.rows[row || block] || row || "", words.columns[last] || last || ""].filter(Boolean);
    return [words.name, ...names].join(settings.lang === "zh" ? "·" : " · ");
  }
  if (part === null || part === undefined) return "";
  return typeof part === "number" ? t("part", { ordinal: settings.lang === "zh" ? "一二三四五六七八九"[part - 1] || part : part }) : t(`part-${part}`);
}

function excerptOf(excerpt, labels) {
  if (!excerpt) return null;
  const [lines, marks] = excerpt;
  const own = marks.length ? marks[0][0] : lines[0][0];
  const near = lines.filter((line) => Math.abs(line[0] - own) <= 1);
  const box = h("div", { class: "excerpt" });
  const fill = (some) => box.replaceChildren(...excerptLines(some, marks, labels));
  fill(near.length ? near : lines);
  if (near.length === lines.length) return box;
  const all = h("button", { type: "button", class: "link", onclick: () => { fill(lines); all.remove(); } }, t("all-lines", { number: lines.length }));
  return [box, all];
}

function excerptLines(lines, marks, labels) {
  const nodes = [];
  let before = 0;
  for (const [line, offset, text, more] of lines) {
    if (before && line > before + 1) nodes.push(h("div", { class: "gap" }, h("span", { class: "n" }, "⋮")));
    const here = marks.filter((mark) => mark[0] === line && mark[2] - 1 >= offset && mark[1] - 1 <= offset + text.length);
    const content = h("span", { class: "t" }, offset ? "…" : "", marked(text, offset, here, labels), more ? "…" : "");
    nodes.push(h("div", null, h("span", { class: "n" }, line), content));
    before = line;
  }
  return nodes;
}

/* Columns count characters as Python does: code points. */
function marked(text, offset, marks, labels) {
  const points = Array.from(text.replace(/[\r\n]+$/, ""));
  const style = new Array(points.length).fill(-1);
  const point = [];
  marks.forEach(([, column, end], k) => {
    const start = Math.max(0, column - 1 - offset);
    if (end <= column) point.push([start, k]);
    for (let i = start; i < Math.min(points.length, end - 1 - offset); i += 1) if (style[i] < 0) style[i] = k;
  });
  const nodes = [];
  const piece = (from, to, k) => {
    const words = points.slice(from, to).join("");
    if (k < 0) return words;
    const label = marks[k][3];
    return h("mark", { class: label === null ? null : "also", title: label === null ? null : labels[label][0] }, words);
  };
  let from = 0;
  for (let i = 0; i <= points.length; i += 1) {
    const here = point.filter(([start]) => start === i);
    if (i === points.length || (i > from && style[i] !== style[from]) || here.length) {
      if (i > from) nodes.push(piece(from, i, style[from]));
      from = i;
    }
    for (const [, k] of here) if (marks[k][3] === null) nodes.push(h("mark", { class: "point" }));
  }
  return nodes;
}

function suggestionText([changes, unique]) {
  const all = changes.map(([table, row, column, value]) => t("change", { place: placeName([null, table, row, column]), value }));
  return t(unique ? "suggestion-unique" : "suggestion-possible", { changes: all.join(t("comma")) });
}

const ruleOf = (number) => head.rules[number];

function findingCard(table, i, detail, number) {
  const [confidence, also, notes, help, basis, labels, suggestions, excerpt] = detail;
  const rule = ruleOf(table.rule[i]);
  const severity = SEVERITIES[table.severity[i]];
  const elsewhere = labels.filter((label) => label[3]);
  const beside = labels.filter((label) => label[0] && !label[3] && !(label[2] && label[2][1]));
  const rows = [
    [t("place"), [placeName(table.place[i]), table.line[i] ? t("line-number", { line: table.line[i] }) : ""].filter(Boolean).join(t("comma"))],
    [t("also-fails"), also.join(t("list"))],
    [t("related"), beside.length ? h("ul", null, beside.map((label) => h("li", null, label[0], label[1] ? t("bracketed", { text: t("line-number", { line: label[1] }) }) : ""))) : ""],
    [t("elsewhere"), elsewhere.length ? h("ul", null, elsewhere.map((label) => h("li", null, label[0], h("br"), h("span", { class: "soft" }, `${label[3]}${label[1] ? `:${label[1]}` : ""}`)))) : ""],
    [t("explained"), notes.length ? h("ul", null, notes.map((note) => h("li", null, note))) : ""],
    [t("suggested"), suggestions.length ? h("ul", null, suggestions.map((each) => h("li", null, suggestionText(each)))) : ""],
    [t("confidence"), confidence === "high" ? "" : t(`confidence-${confidence}`)],
    [t("help"), help],
    [t("basis"), basis.join(t("semicolon"))],
  ];
  return h(
    "article",
    { class: `card finding ${severity}`, id: `finding-${number}`, tabindex: "-1" },
    h("h3", null, pill(severity), link(route("findings", { rule: rule[0] }), h("span", { class: "code", title: rule[2] }, rule[0])), h("span", null, table.message[i])),
    excerptOf(excerpt, labels),
    h("dl", null, rows.filter((row) => row[1] && row[1].length !== 0).map(([name, value]) => [h("dt", null, name), h("dd", null, value)])),
  );
}

function figureTables(detail, marks) {
  return Object.entries(detail.tables).map(([key, [edition, names, cells]]) => {
    const form = head.forms[edition] && head.forms[edition][key];
    const words = head.labels[settings.lang][key];
    const values = new Map((names || (form && form.names) || []).map((name, i) => [name, cells[i]]));
    const title = words.name + (edition ? t("by-edition", { edition }) : "");
    const own = Object.keys(marks).some((name) => name.startsWith(`${key}.`) && marks[name] === "bad");
    const tables = form && !names ? grids(key, form, words, values, marks) : [plainGrid(values, marks)];
    return h("details", { class: "card figures", open: own }, h("summary", null, title), h("div", { class: "frame" }, tables));
  });
}

function grids(key, form, words, values, marks) {
  const blocks = form.blocks || [{ label: "", columns: form.columns, rows: form.rows }];
  return blocks.map((block) =>
    h(
      "table",
      null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, block.label || ""), block.columns.map((column) => h("th", { scope: "col" }, words.columns[column] || column)))),
      h("tbody", null, block.rows.map((row, i) => {
        const group = form.within && form.within[row];
        const first = group && group !== form.within[block.rows[i - 1]];
        return [
          first && h("tr", null, h("th", { scope: "rowgroup", colspan: block.columns.length + 1, class: "group" }, words.rows[group] || group)),
          h("tr", null, h("th", { scope: "row", class: group ? "inner" : null }, words.rows[row] || row), block.columns.map((column) => figureCell(values.get(`${key}.${row}.${column}`), marks[`${key}.${row}.${column}`]))),
        ];
      })),
    ),
  );
}

const plainGrid = (values, marks) =>
  h("table", null, h("tbody", null, [...values].map(([name, cell]) => h("tr", null, h("th", { scope: "row" }, name), figureCell(cell, marks[name])))));

/* A plain number, or [value, kind, text, inferred, candidates]. */
function figureCell(cell, mark) {
  if (cell === undefined) return h("td", { class: "odd" }, "");
  if (typeof cell === "number") return h("td", { class: mark || null }, String(cell));
  const [value, kind, text, inferred, candidates] = cell;
  const shown = candidates.length ? `?${candidates.join("/")}` : value === null ? text || t(`cell-${kind}`) : String(value);
  const remark = [has(`figure-${kind}`) ? t(`figure-${kind}`) : "", inferred ? t("figure-inferred") : "", text && text !== shown ? `“${text}”` : ""];
  return h("td", { class: mark || "odd", title: remark.filter(Boolean).join(" ") || null }, shown, inferred ? "*" : "");
}

function marksOf(table, from, to, detail) {
  const marks = {};
  const name = ([, key, row, column]) => `${key}.${key === "disputes" && column && column.includes(".") ? column : `${row}.${column}`}`;
  for (let i = from; i < to; i += 1) {
    for (const label of detail.findings[i - from][5]) if (label[2] && label[2][1] && !label[3]) marks[name(label[2])] = marks[name(label[2])] || "also";
  }
  for (let i = from; i < to; i += 1) if (table.place[i] && table.place[i][1]) marks[name(table.place[i])] = "bad";
  return marks;
}

function factsOf(all, i, detail) {
  const due = all.due[i] && all.day[i] ? dayDistance(all.day[i], all.due[i]) : null;
  const facts = [
    [t("agency-written"), detail.name && detail.name !== all.agency[i] ? detail.name : ""],
    [t("kind"), [kindName(all.kind[i]), levelName(all.level[i])].filter(Boolean).join(t("comma"))],
    [t("parent"), all.parent[i]],
    [t("state"), stateName(all.state[i]) + (detail.reason ? t("bracketed", { text: detail.reason }) : "")],
    [t("edition"), detail.edition],
    [t("period"), detail.period.filter(Boolean).join(" ~ ")],
    [t("signed"), detail.signed],
    [t("published"), detail.published],
    [t("due"), all.due[i] ? all.due[i] + (due > 0 ? t("bracketed", { text: t("late-by", { days: due }) }) : "") : ""],
    [t("report-title"), detail.title, "whole"],
    [t("path"), all.path[i], "whole"],
  ];
  return h("dl", { class: "facts" }, facts.filter((fact) => fact[1]).map(([name, value, whole]) => h("div", { class: whole || null }, h("dt", null, name), h("dd", null, value))));
}

const dayDistance = (day, due) => Math.round((Date.parse(day) - Date.parse(due)) / 86400000);

function coverage(detail) {
  const counts = { p: 0, f: 0, "?": 0, "-": 0 };
  for (const letter of detail.rules) if (letter in counts) counts[letter] += 1;
  return t("coverage", { passed: counts.p, failed: counts.f, unassessed: counts["?"], inapplicable: counts["-"] });
}

function unassessedList(detail) {
  if (!detail.unassessed.length) return null;
  return h(
    "section",
    { class: "card plain" },
    h("h3", null, t("unassessed-title", { number: detail.unassessed.length })),
    h("p", null, t("unassessed-caption")),
    h("ul", null, detail.unassessed.map(([code, reason, place]) => h("li", null, h("span", { class: "code" }, code), " ", placeName(place), " ", reason))),
  );
}

async function reportView(number) {
  const all = await reports();
  const i = Number(number);
  if (!(i >= 0 && i < all.length)) return h("p", { class: "notice" }, t("no-such-report"));
  const [table, detail] = [await findings(), await details(i)];
  const from = all.starts[i];
  const to = from + detail.findings.length;
  const order = Array.from({ length: to - from }, (_, k) => from + k).sort((a, b) => table.severity[a] - table.severity[b] || a - b);
  const cards = order.map((k) => findingCard(table, k, detail.findings[k - from], k - from));
  const others = [];
  for (let k = 0; k < all.length; k += 1) if (k !== i && all.agency[k] && all.agency[k] === all.agency[i] && all.state[k] !== "skipped") others.push(k);
  return [
    h("div", { class: "crumbs" }, link((lists.last || { href: "#/reports" }).href, `← ${t(`tab-${(lists.last || { view: "reports" }).view}`)}`), neighbours(i), others.length ? h("span", null, t("other-reports"), others.map((k) => [" ", link(route(`report/${k}`), yearName(all.year[k]))])) : null),
    h("h2", null, all.agency[i] || detail.name || t("agency-unknown"), " ", yearName(all.year[i])),
    factsOf(all, i, detail),
    h("p", null, coverage(detail)),
    cards.length ? cards : h("p", { class: "card" }, t(all.state[i] === "ok" ? "no-findings" : "not-read")),
    unassessedList(detail),
    figureTables(detail, marksOf(table, from, to, detail)),
  ];
}

function showFinding(number) {
  const found = document.getElementById(`finding-${number}`);
  if (!found) return;
  found.classList.add("target");
  found.scrollIntoView({ block: "start" });
  found.focus({ preventScroll: true });
}

/* Before and after, in the list of reports as it was filtered and sorted. */
function neighbours(i) {
  const rows = lists.reports ? lists.reports.rows() : [];
  const at = rows.indexOf(i);
  if (at < 0) return null;
  return [
    at > 0 && link(route(`report/${rows[at - 1]}`), t("previous-report")),
    h("span", null, t("of", { at: n(at + 1), all: n(rows.length) })),
    at + 1 < rows.length && link(route(`report/${rows[at + 1]}`), t("next-report")),
  ];
}
