/* The overview: what there is, what was found, when it came, what the reports add up to. */
const RULES_SHOWN = 14;
const perReport = (count) => (count[1] ? (count[3] + count[4] + count[5]) / count[1] : 0);

function tile(number, words, className, href, remark) {
  const content = [h("b", null, n(number)), h("span", null, words), remark ? h("span", null, remark) : null];
  return href && number ? h("a", { class: `tile ${className}`, href }, content) : h("div", { class: `tile ${className}` }, content);
}

function tiles() {
  const { states, severities, submissions, withError, missing: gone, late, unmatched } = head.tally;
  const broken = submissions - (states.ok || 0);
  return h(
    "div",
    { class: "tiles" },
    tile(submissions, t("tile-reports"), "", "#/reports", t("tile-agencies", { number: n(head.tally.agencies) })),
    tile(withError, t("tile-with-error"), "error", route("reports", { severity: "error" }), percent(withError, submissions)),
    SEVERITIES.map((each) => tile(severities[each] || 0, t(`tile-${each}`), each, route("findings", { severity: each }))),
    head.tally.due ? tile(gone, t("tile-missing"), gone ? "error" : "", "#/missing") : null,
    head.tally.due ? tile(late, t("tile-late"), late ? "warning" : "", route("reports", { sort: "late-down" })) : null,
    tile(broken, t("tile-unreadable"), broken ? "warning" : "", route("reports", { state: "broken" })),
    unmatched ? tile(unmatched, t("tile-unmatched"), "warning", route("reports", { state: "unmatched" })) : null,
    tile(head.tally.unassessed, t("tile-unassessed"), "", "#/rules"),
  );
}

const total = (counts) => counts[0] + counts[1] + counts[2];

function rulesChart() {
  const found = head.rules.map((rule, i) => [i, rule]).filter(([, rule]) => total(rule[6]) > 0);
  found.sort((a, b) => total(b[1][6]) - total(a[1][6]) || (a[1][0] < b[1][0] ? -1 : 1));
  if (!found.length) return null;
  const box = h("div");
  const rowOf = ([, rule]) => ({ label: `${rule[0]} ${rule[2]}`, href: route("findings", { rule: rule[0] }), parts: rule[6].slice(0, 3), text: n(total(rule[6])) });
  const draw = (some) =>
    card(
      t("chart-rules"),
      some.length < found.length ? t("chart-rules-first", { shown: some.length, all: found.length }) : t("chart-rules-caption"),
      (width) => bars(width, some.map(rowOf), t("chart-rules")),
      found.map(([, rule]) => [`${rule[0]} ${rule[2]}`, ...rule[6].slice(0, 3).map(n), n(rule[6][3])]),
      [t("rule"), ...SEVERITIES.map((each) => t(each)), t("reports")],
    );
  const show = (some) => {
    const section = draw(some);
    section.querySelector(".plot").before(legend(SEVERITIES));
    if (some.length < found.length) section.querySelector("details").before(h("button", { type: "button", class: "link", onclick: () => show(found) }, t("show-all", { number: found.length })));
    box.replaceChildren(section);
  };
  show(found.slice(0, RULES_SHOWN));
  return box;
}

function groupChart(title, caption, counts, name, href, average) {
  const rows = counts.filter((count) => count[1] || total(count.slice(3)));
  if (!rows.length) return null;
  const text = (count) => {
    const found = total(count.slice(3));
    const words = { average: perReport(count).toFixed(2), found: n(found), reports: n(count[1]), share: percent(count[2], count[1]) };
    return t(average ? "per-report" : "of-reports", words);
  };
  const parts = (count) => count.slice(3).map((part) => (average ? part / Math.max(1, count[1]) : part));
  const drawn = rows.map((count) => ({ label: name(count[0]), href: href(count[0]), parts: parts(count), text: text(count) }));
  const section = card(
    title,
    caption,
    (width) => bars(width, drawn, title),
    rows.map((count) => [name(count[0]), n(count[1]), n(count[2]), ...count.slice(3).map(n), perReport(count).toFixed(2)]),
    ["", t("reports"), t("with-error"), ...SEVERITIES.map((each) => t(each)), t("average")],
  );
  section.querySelector(".plot").before(legend(SEVERITIES));
  return section;
}

/* The share of the reports due that bear a date up to each day. */
function timeChart() {
  const years = head.tally.days.filter(([, due]) => due);
  if (!years.length) return null;
  const series = years.map(([year, due, , days], i) => {
    let sum = 0;
    const points = days.map(([day, number]) => [day, (sum += number) / due]);
    return { name: yearName(year), points, style: `s${Math.max(0, 2 - (years.length - 1 - i))}` };
  });
  const until = (days, last) => days.filter(([day]) => day <= last).reduce((sum, [, number]) => sum + number, 0);
  return card(
    t("chart-time"),
    t("chart-time-caption"),
    (width) => curves(width, series, t("chart-time")),
    years.map(([year, due, undated, days, gone]) => {
      const dated = until(days, Infinity);
      return [yearName(year), n(due), n(until(days, 0)), n(dated - until(days, 0)), n(undated), n(gone)];
    }),
    [t("year"), t("due-reports"), t("in-time"), t("late"), t("undated"), t("tab-missing")],
  );
}

function flowChart() {
  const flows = head.tally.flows.filter((flow) => flow[1]);
  if (!flows.length) return null;
  const label = (row) => head.labels[settings.lang].applications.rows[row] || row;
  const sum = (rows) => head.outcomes.reduce((all, row) => all + (rows[row] || 0), 0);
  const row = (key, gap, share) => ({
    label: label(key),
    gap,
    plain: !share,
    cells: flows.map(([, , , rows]) => [rows[key] || 0, share ? t("with-share", { number: n(rows[key] || 0), share: percent(rows[key] || 0, sum(rows)) }) : n(rows[key] || 0)]),
  });
  const rows = [row("received"), row("carried_in"), ...head.outcomes.map((key, i) => row(key, i === 0, true)), row("carried_out", true)];
  const unread = flows.reduce((all, flow) => all + flow[2], 0);
  const caption = [t("chart-flow-caption"), head.tally.parents ? t("chart-flow-leaves") : t("chart-flow-all"), unread ? t("chart-flow-unread", { number: n(unread) }) : ""];
  return card(
    t("chart-flow"),
    caption.join(""),
    (width) => matrix(width, flows.map((flow) => [t("flow-year", { year: flow[0] }), t("flow-reports", { number: n(flow[1]) })]), rows, t("chart-flow")),
    rows.map((each) => [each.label, ...each.cells.map((cell) => cell[1])]),
    ["", ...flows.map((flow) => flow[0])],
  );
}

function remarks() {
  const notes = [];
  if (head.leftOut) notes.push(t("left-out", { listed: n(head.listed), all: n(head.leftOut + head.listed), number: n(head.leftOut) }));
  if (settings.lang !== head.lang) notes.push(t("other-language"));
  return notes.map((note) => h("p", { class: "notice" }, note));
}

function troubles() {
  const groups = [["errors-title", head.errors], ["repeated-title", head.repeated], ["unmatched-title", head.unmatched]];
  return groups
    .filter(([, [, all]]) => all)
    .map(([title, [lines, all]]) => {
      const items = lines.map((line) => h("li", null, trouble(title, line)));
      if (all > lines.length) items.push(h("li", null, t("lines-left-out", { number: n(all - lines.length) })));
      return h("details", { class: "card more" }, h("summary", null, t(title, { number: n(all) })), h("ul", null, items));
    });
}

function trouble(title, line) {
  if (title === "repeated-title") return [`${line[0]} ${line[1]}`, h("ul", null, line[2].map((path) => h("li", null, path)))];
  if (title === "unmatched-title") return [line[0], t("colon"), t(`unmatched-${line[1]}`), line[2].length ? t("bracketed", { text: line[2].join(t("list")) }) : ""].join("");
  return [line[0], line[1]].filter(Boolean).join(t("colon"));
}

function overview() {
  const { kinds, years } = head.tally;
  const sortedKinds = [...kinds].sort((a, b) => perReport(b) - perReport(a));
  return [
    tiles(),
    h(
      "div",
      { class: "charts" },
      h("div", { class: "column" }, rulesChart(), timeChart()),
      h(
        "div",
        { class: "column" },
        groupChart(t("chart-years"), t("chart-years-caption"), years, yearName, (year) => route("findings", { year: year || "" }), false),
        groupChart(t("chart-kinds"), t("chart-kinds-caption"), sortedKinds, kindName, (kind) => (kind ? route("findings", { kind }) : null), true),
        flowChart(),
      ),
    ),
    h("br"),
    troubles(),
  ];
}
