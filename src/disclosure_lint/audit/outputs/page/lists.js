/* The lists: reports, findings, agencies, rules, missing reports. */
const any = () => t("any");
const ruleName = (number) => `${ruleOf(number)[0]} ${ruleOf(number)[2]}`;

function stateChoices(column) {
  const found = choices(column.filter((state) => state !== "skipped"), stateName, t("any-state"));
  const more = [["broken", t("state-broken")]];
  if (head.tally.unmatched) more.push(["unmatched", t("state-unmatched")]);
  if (head.tally.states.skipped) more.push(["skipped", stateName("skipped")]);
  return [...found, ...more];
}

const byState = (all) => (value) => (i) => {
  const state = all.state[i];
  if (value === "skipped") return state === "skipped";
  if (state === "skipped") return false;
  if (value === "broken") return state !== "ok";
  if (value === "unmatched") return all.unmatched[i] === 1;
  return !value || state === value;
};

async function reportsView(parameters) {
  const all = await reports();
  const found = all.path.map((_, i) => all.error[i] + all.warning[i] + all.note[i]);
  const late = all.path.map((_, i) => (all.day[i] && all.due[i] ? dayDistance(all.day[i], all.due[i]) : null));
  const bySeverity = (value) => (i) => (value === "none" ? found[i] === 0 : all[value][i] > 0);
  const severities = [["", any()], ...SEVERITIES.map((each) => [each, t(`has-${each}`)]), ["none", t("has-none")]];
  const name = (i) => link(route(`report/${i}`), all.agency[i] || t("agency-unknown"));
  return [
    h("h2", null, t("tab-reports")),
    remarks(),
    dataTable({
      view: "reports", caption: t("tab-reports"), length: all.length, parameters, sort: "error-down", ties: ["warning", "note"],
      filters: [
        { key: "q", label: t("search"), placeholder: t("search-reports"), accepts: searching(all.agency, all.path, all.parent) },
        { key: "agency", label: t("agency"), chip: true, accepts: equal(all.agency) },
        { key: "year", label: t("year"), choices: choices(all.year, yearName, any()), accepts: equal(all.year) },
        { key: "kind", label: t("kind"), choices: choices(all.kind, kindName, any()), accepts: equal(all.kind) },
        { key: "severity", label: t("findings"), choices: severities, accepts: bySeverity },
        { key: "state", label: t("state"), choices: stateChoices(all.state), accepts: byState(all), always: true },
      ],
      columns: [
        { key: "agency", label: t("agency"), values: all.agency, cell: name },
        { key: "year", label: t("year"), values: all.year, cell: (i) => yearName(all.year[i]), className: "tight" },
        { key: "kind", label: t("kind"), values: all.kind.map(kindName), className: "tight" },
        { key: "error", label: t("error"), values: all.error, numeric: true },
        { key: "warning", label: t("warning"), values: all.warning, numeric: true },
        { key: "note", label: t("note"), values: all.note, numeric: true },
        { key: "unassessed", label: t("unassessed"), values: all.unassessed, numeric: true },
        { key: "day", label: t("day"), values: all.day, className: "tight" },
        ...(head.tally.due ? [{ key: "late", label: t("days-late"), values: late, numeric: true, cell: (i) => (late[i] === null ? "" : late[i] > 0 ? `+${late[i]}` : String(late[i])) }] : []),
        { key: "state", label: t("state"), values: all.state.map(stateName), className: "tight" },
        { key: "path", label: t("path"), values: all.path, className: "path" },
      ],
    }),
  ];
}

async function findingsView(parameters) {
  const [all, table] = [await reports(), await findings()];
  const codes = table.rule.map((rule) => ruleOf(rule)[0]);
  const numbers = [...new Set(table.rule)].sort((a, b) => (ruleOf(a)[0] < ruleOf(b)[0] ? -1 : 1));
  const severity = table.severity.map((each) => SEVERITIES[each]);
  const where = (i) => [placeName(table.place[i]), table.line[i] ? t("line-number", { line: table.line[i] }) : ""].filter(Boolean).join(t("comma"));
  const parents = table.report.map((report) => (report < 0 ? "" : all.parent[report]));
  const target = (i) => (table.report[i] < 0 ? "#/missing" : route(`report/${table.report[i]}`, { f: i - all.starts[table.report[i]] }));
  return [
    h("h2", null, t("tab-findings")),
    remarks(),
    dataTable({
      view: "findings", caption: t("tab-findings"), length: table.length, parameters, sort: "severity-up",
      filters: [
        { key: "q", label: t("search"), placeholder: t("search-findings"), accepts: searching(table.message, table.agency, codes, parents) },
        { key: "rule", label: t("rule"), choices: [["", any()], ...numbers.map((number) => [ruleOf(number)[0], ruleName(number)])], accepts: equal(codes) },
        { key: "severity", label: t("severity"), choices: [["", any()], ...SEVERITIES.map((each) => [each, t(each)])], accepts: equal(severity) },
        { key: "year", label: t("year"), choices: choices(table.year, yearName, any()), accepts: equal(table.year) },
        { key: "kind", label: t("kind"), choices: choices(table.kind, kindName, any()), accepts: equal(table.kind) },
      ],
      columns: [
        { key: "severity", label: t("severity"), values: table.severity, cell: (i) => pill(severity[i]), className: "tight" },
        { key: "rule", label: t("rule"), values: codes, cell: (i) => h("span", { title: ruleOf(table.rule[i])[2] }, codes[i]), className: "tight" },
        { key: "message", label: t("message"), values: table.message, cell: (i) => link(target(i), table.message[i]), className: "wide" },
        { key: "agency", label: t("agency"), values: table.agency },
        { key: "year", label: t("year"), values: table.year, cell: (i) => yearName(table.year[i]), className: "tight" },
        { key: "place", label: t("place"), values: table.line, cell: where },
      ],
    }),
  ];
}

async function agenciesView(parameters) {
  const table = await agencies();
  return [
    h("h2", null, t("tab-agencies")),
    dataTable({
      view: "agencies", caption: t("tab-agencies"), length: table.length, parameters, sort: "error-down", ties: ["warning", "note"],
      filters: [
        { key: "q", label: t("search"), placeholder: t("search-agencies"), accepts: searching(table.agency, table.parent) },
        { key: "kind", label: t("kind"), choices: choices(table.kind, kindName, any()), accepts: equal(table.kind) },
        { key: "level", label: t("level"), choices: choices(table.level, levelName, any()), accepts: equal(table.level) },
      ],
      columns: [
        { key: "agency", label: t("agency"), values: table.agency, cell: (i) => link(route("reports", { agency: table.agency[i] }), table.agency[i]) },
        { key: "kind", label: t("kind"), values: table.kind.map(kindName), className: "tight" },
        { key: "level", label: t("level"), values: table.level.map(levelName), className: "tight" },
        { key: "parent", label: t("parent"), values: table.parent },
        { key: "reports", label: t("reports"), values: table.reports, numeric: true },
        { key: "error", label: t("error"), values: table.error, numeric: true },
        { key: "warning", label: t("warning"), values: table.warning, numeric: true },
        { key: "note", label: t("note"), values: table.note, numeric: true },
        { key: "missing", label: t("tab-missing"), values: table.missing, numeric: true },
      ],
    }),
  ];
}

async function rulesView(parameters) {
  const column = (pick) => head.rules.map(pick);
  const codes = column((rule) => rule[0]);
  const severity = column((rule) => rule[3]);
  const titles = column((rule) => rule[2]);
  const title = (i) => {
    const [, , name, , help, basis] = head.rules[i];
    const more = [help, basis.join(t("semicolon"))].filter(Boolean);
    return more.length ? h("details", { class: "more" }, h("summary", null, name), more.map((line) => h("div", null, line))) : name;
  };
  const counted = (key, label, k) => ({ key, label, values: column((rule) => rule[6][k]), numeric: true });
  return [
    h("h2", null, t("tab-rules")),
    h("p", null, t("rules-caption")),
    dataTable({
      view: "rules", caption: t("tab-rules"), length: codes.length, parameters, sort: "findings-down",
      filters: [
        { key: "q", label: t("search"), placeholder: t("search-rules"), accepts: searching(codes, titles) },
        { key: "severity", label: t("severity"), choices: [["", any()], ...SEVERITIES.map((each) => [each, t(each)])], accepts: equal(severity) },
      ],
      columns: [
        { key: "code", label: t("code"), values: codes, cell: (i) => link(route("findings", { rule: codes[i] }), codes[i]), className: "tight" },
        { key: "title", label: t("rule"), values: titles, cell: title, className: "wide" },
        { key: "severity", label: t("severity"), values: severity, cell: (i) => pill(severity[i]), className: "tight" },
        { key: "findings", label: t("findings"), values: column((rule) => total(rule[6])), numeric: true },
        counted("reports", t("reports-concerned"), 3), counted("passed", t("passed"), 4), counted("failed", t("failed"), 5),
        counted("unassessed", t("unassessed"), 6), counted("inapplicable", t("inapplicable"), 7),
      ],
    }),
  ];
}

async function missingView(parameters) {
  const table = await missing();
  if (!table.length) return [h("h2", null, t("tab-missing")), h("p", { class: "card" }, t(head.tally.duties ? "none-missing" : "no-roster"))];
  return [
    h("h2", null, t("tab-missing")),
    dataTable({
      view: "missing", caption: t("tab-missing"), length: table.length, parameters, sort: "year-down",
      filters: [
        { key: "q", label: t("search"), placeholder: t("search-agencies"), accepts: searching(table.agency, table.parent) },
        { key: "year", label: t("year"), choices: choices(table.year, yearName, any()), accepts: equal(table.year) },
        { key: "kind", label: t("kind"), choices: choices(table.kind, kindName, any()), accepts: equal(table.kind) },
      ],
      columns: [
        { key: "agency", label: t("agency"), values: table.agency, cell: (i) => link(route("reports", { agency: table.agency[i] }), table.agency[i]) },
        { key: "year", label: t("year"), values: table.year, cell: (i) => yearName(table.year[i]) },
        { key: "kind", label: t("kind"), values: table.kind.map(kindName) },
        { key: "parent", label: t("parent"), values: table.parent },
        { key: "due", label: t("due"), values: table.due },
      ],
    }),
  ];
}
