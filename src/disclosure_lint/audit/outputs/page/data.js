/* The data of the page: blocks of compressed JSON, unpacked when they are asked for. */
function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function unpacked(element) {
  const stream = new Blob([bytesOf(element.textContent)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

const blocksOf = (name) => Array.from(document.querySelectorAll(`script[data-block="${name}"]`));

/* Blocks of columns, one after the other, as one table of columns. */
async function joined(name) {
  const columns = {};
  for (const element of blocksOf(name)) {
    for (const [key, values] of Object.entries(await unpacked(element))) {
      const column = columns[key] || (columns[key] = []);
      for (const value of values) column.push(value);
    }
  }
  return columns;
}

const promises = {};
const once = (name, make) => promises[name] || (promises[name] = make());

const reports = () =>
  once("reports", async () => {
    const table = await joined("reports");
    const starts = [];
    let start = 0;
    for (let i = 0; i < (table.path || []).length; i += 1) {
      starts.push(start);
      start += table.error[i] + table.warning[i] + table.note[i];
    }
    return { ...table, starts, length: starts.length };
  });

const agencies = () => once("agencies", async () => sized(await joined("agencies"), "agency"));
const missing = () => once("missing", async () => sized(await joined("missing"), "agency"));

function sized(table, column) {
  return { ...table, length: (table[column] || []).length };
}

/* Every finding, those that belong to no report at the end (report: -1). */
const findings = () =>
  once("findings", async () => {
    const [all, own, loose] = [await reports(), await joined("findings"), await joined("loose")];
    const table = { report: [], rule: [], severity: [], message: [], place: [], line: [], agency: [], year: [], kind: [] };
    const number = (own.rule || []).length;
    for (let i = 0; i < number; i += 1) {
      const report = own.report[i];
      table.report.push(report);
      for (const key of ["rule", "severity", "message", "place", "line"]) table[key].push(own[key][i]);
      table.agency.push(all.agency[report]);
      table.year.push(all.year[report]);
      table.kind.push(all.kind[report]);
    }
    for (let i = 0; i < (loose.rule || []).length; i += 1) {
      table.report.push(-1);
      for (const key of ["rule", "severity", "message", "place", "line", "agency", "year", "kind"]) table[key].push(loose[key][i]);
    }
    return sized(table, "rule");
  });

const kept = new Map();

/* What is shown of one report alone. */
async function details(report) {
  const number = Math.floor(report / head.block);
  if (!kept.has(number)) {
    if (kept.size > 8) kept.delete(kept.keys().next().value);
    kept.set(number, unpacked(blocksOf("details")[number]));
  }
  return (await kept.get(number))[report % head.block];
}
