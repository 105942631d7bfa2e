/* A table that is filtered, sorted and turned page by page; what it shows is said by the address. */
const SIZES = [50, 100, 200, 500];
const collator = new Intl.Collator(["zh-Hans-CN", "en"], { numeric: true });

/* The place of every value in order: equal values have equal places. */
function placesOf(values, numeric) {
  if (numeric) return values.map((value) => (value === null || value === "" ? -Infinity : value));
  const distinct = [...new Set(values)].sort((a, b) => collator.compare(String(a ?? ""), String(b ?? "")));
  const places = new Map(distinct.map((value, i) => [value, i]));
  return values.map((value) => places.get(value));
}

/* options: {view, caption, length, columns, filters, sort, parameters, href, foot}
   column: {key, label, values, numeric, cell, className}; filter: {key, label, choices | search, accepts(value) -> (i) -> bool} */
function dataTable(options) {
  const { columns, filters, view } = options;
  const parameters = { ...options.parameters };
  const places = {};
  const body = h("tbody");
  const status = h("span", { role: "status", "aria-live": "polite" });
  const headers = columns.map((column) => {
    const button = h("button", { type: "button", onclick: () => sortBy(column) }, column.label);
    return h("th", { scope: "col", class: column.numeric ? "number" : null }, button);
  });
  const buttons = ["first", "previous", "next", "last"].map((name) =>
    h("button", { type: "button", "data-turn": name, onclick: () => turn(name) }, t(`page-${name}`)),
  );
  const size = h(
    "select",
    { "aria-label": t("page-size"), onchange: () => change({ size: size.value === "50" ? "" : size.value, page: "" }) },
    SIZES.map((each) => h("option", { value: each }, t("per-page", { number: each }))),
  );
  const controls = filters.map(control);
  let shown = [];

  function control(filter) {
    if (filter.chip) return chip(filter);
    const input = filter.choices
      ? h("select", null, filter.choices.map(([value, name]) => h("option", { value }, name)))
      : h("input", { type: "search", placeholder: filter.placeholder || "", autocomplete: "off", spellcheck: "false" });
    let timer = 0;
    const tell = () => change({ [filter.key]: input.value, page: "" });
    input.addEventListener(filter.choices ? "change" : "input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, filter.choices ? 0 : 180);
    });
    input.name = filter.key;
    return { filter, input, node: h("label", null, filter.label, input) };
  }

  /* A condition that is set from elsewhere and can only be dropped here. */
  function chip(filter) {
    const input = h("button", { type: "button", class: "chip", onclick: () => change({ [filter.key]: "", page: "" }) });
    return { filter, input, node: h("label", null, filter.label, input) };
  }

  function change(values) {
    Object.assign(parameters, values);
    for (const key of Object.keys(parameters)) if (parameters[key] === "") delete parameters[key];
    history.replaceState(null, "", route(view, parameters));
    remember();
    update();
  }

  const remember = () => (lists[view] = lists.last = { view, href: route(view, parameters), rows: () => shown });

  function sortBy(column) {
    const [key, direction] = sorting();
    const next = key === column.key ? (direction === "up" ? "down" : "up") : column.numeric ? "down" : "up";
    change({ sort: `${column.key}-${next}`, page: "" });
  }

  const sorting = () => (parameters.sort || options.sort || "").split("-");

  function order() {
    const tests = controls
      .filter(({ filter }) => parameters[filter.key] || filter.always)
      .map(({ filter }) => filter.accepts(parameters[filter.key] || ""));
    const found = [];
    for (let i = 0; i < options.length; i += 1) if (tests.every((test) => test(i))) found.push(i);
    const [key, direction] = sorting();
    const column = columns.find((each) => each.key === key);
    if (column) {
      const ranks = places[key] || (places[key] = placesOf(column.values, column.numeric));
      const ties = (options.ties || []).map((tie) => columns.find((each) => each.key === tie).values);
      const sign = direction === "down" ? -1 : 1;
      found.sort((a, b) => {
        if (ranks[a] !== ranks[b]) return ranks[a] < ranks[b] ? -sign : sign;
        for (const tie of ties) if (tie[a] !== tie[b]) return tie[b] - tie[a];
        return a - b;
      });
    }
    return found;
  }

  function turn(name) {
    const last = Math.max(1, Math.ceil(shown.length / perPage()));
    const page = { first: 1, previous: page_() - 1, next: page_() + 1, last }[name];
    change({ page: page > 1 ? page : "" });
    frame.scrollIntoView({ block: "nearest" });
  }

  const perPage = () => Number(parameters.size) || SIZES[0];
  const page_ = () => Number(parameters.page) || 1;

  function update() {
    for (const { filter, input, node } of controls.filter((each) => each.filter.chip)) {
      node.hidden = !parameters[filter.key];
      input.textContent = `${parameters[filter.key] || ""} ×`;
    }
    shown = order();
    const last = Math.max(1, Math.ceil(shown.length / perPage()));
    const page = Math.min(page_(), last);
    const from = (page - 1) * perPage();
    const rows = shown.slice(from, from + perPage());
    body.replaceChildren(...rows.map(row));
    if (!rows.length) body.append(h("tr", null, h("td", { colspan: columns.length }, t("nothing-matches"))));
    const to = from + rows.length;
    const numbers = { from: n(shown.length ? from + 1 : 0), to: n(to), shown: n(shown.length), all: n(options.length) };
    status.textContent = t(shown.length === options.length ? "rows" : "rows-filtered", numbers);
    for (const button of buttons) {
      button.disabled = ["first", "previous"].includes(button.dataset.turn) ? page <= 1 : page >= last;
    }
    const [key, direction] = sorting();
    headers.forEach((header, k) => {
      if (columns[k].key === key) header.setAttribute("aria-sort", direction === "down" ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
    });
  }

  function row(i) {
    return h(
      "tr",
      null,
      columns.map((column) => {
        const content = column.cell ? column.cell(i) : column.values[i];
        const value = column.numeric && typeof content === "number" ? n(content) : content;
        const zero = column.numeric && column.values[i] === 0 ? "zero" : "";
        return h("td", { class: `${column.numeric ? "number" : ""} ${column.className || ""} ${zero}`.trim() || null }, value ?? "");
      }),
    );
  }

  size.value = String(perPage());
  for (const { filter, input } of controls) input.value = parameters[filter.key] || "";

  const clear = h("button", { type: "button", onclick: () => clearAll() }, t("clear-filters"));

  function clearAll() {
    for (const { input } of controls) input.value = "";
    change(Object.fromEntries(Object.keys(parameters).filter((key) => key !== "size").map((key) => [key, ""])));
  }

  const frame = h("div", { class: "frame" }, h("table", null, h("thead", null, h("tr", null, headers)), body));
  frame.querySelector("table").setAttribute("aria-label", options.caption);
  remember();
  update();
  return [
    h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() }, controls.map((each) => each.node), clear),
    frame,
    h("div", { class: "pager" }, status, buttons, size),
  ];
}

/* The list that each view showed last: to go back to, and to go through report by report. */
const lists = {};

function words(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/* A filter that looks for all of some words in some columns. */
function searching(...columns) {
  return (text) => {
    const wanted = words(text);
    return (i) => {
      const held = columns.map((column) => String(column[i] ?? "")).join("\n").toLowerCase();
      return wanted.every((word) => held.includes(word));
    };
  };
}

const equal = (column) => (value) => (i) => String(column[i] ?? "") === value;

function choices(column, name, all) {
  const found = [...new Set(column)].sort((a, b) => collator.compare(String(a ?? ""), String(b ?? "")));
  return [["", all], ...found.filter((value) => value !== null && value !== "").map((value) => [String(value), name(value)])];
}
