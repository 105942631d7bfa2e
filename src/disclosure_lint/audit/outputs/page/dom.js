/* Elements and words. Text only ever becomes text nodes: nothing of the data is taken for markup. */
const head = JSON.parse(document.getElementById("head").textContent);
const SEVERITIES = ["error", "warning", "note"];
const settings = { lang: head.lang, theme: "" };

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

function assign(node, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

const h = (tag, attributes, ...children) => append(assign(document.createElement(tag), attributes), children);
const s = (tag, attributes, ...children) =>
  append(assign(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes), children);

function t(key, values) {
  const text = head.words[settings.lang][key];
  if (text === undefined) return key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole)) : text;
}

const has = (key) => head.words.zh[key] !== undefined;
const n = (value) => Number(value).toLocaleString("en-US");
const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(part && part * 10 < whole ? 1 : 0)}%` : "–");
const kindName = (kind) => t(`kind-${kind || "unknown"}`);
const levelName = (level) => (level ? t(`level-${level}`) : "");
const yearName = (year) => (year ? String(year) : t("year-unknown"));
const stateName = (state) => t(`state-${state}`);
const pill = (severity) => h("span", { class: `pill ${severity}` }, t(severity));
const link = (href, ...children) => h("a", { href }, children);

function route(view, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters || {})) {
    if (value !== "" && value !== null && value !== undefined) query.set(name, value);
  }
  const text = query.toString();
  return `#/${view}${text ? `?${text}` : ""}`;
}

/* Latin letters take a little over half the room of Chinese characters and punctuation. */
const roomOf = (text, size) => Array.from(text).reduce((sum, c) => sum + (c.charCodeAt(0) < 0x2000 ? 0.62 : 1), 0) * size;

function fitted(text, room, size) {
  if (roomOf(text, size) <= room) return text;
  let kept = "";
  for (const c of text) {
    if (roomOf(`${kept}${c}…`, size) > room) break;
    kept += c;
  }
  return `${kept}…`;
}
