/* Which view the address asks for. */
const VIEWS = { "": overview, reports: reportsView, findings: findingsView, agencies: agenciesView, rules: rulesView, missing: missingView };
const main = document.getElementById("main");
let drawn = 0;

function frameTexts() {
  document.documentElement.lang = settings.lang === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  document.getElementById("title").textContent = t("title");
  const years = head.years.length ? head.years.join(t("list")) : "–";
  const words = { reports: n(head.tally.submissions), agencies: n(head.tally.agencies), years, day: head.today };
  document.getElementById("subtitle").textContent = t("subtitle", words);
  document.getElementById("skip").textContent = t("skip");
  document.getElementById("language").textContent = settings.lang === "zh" ? "English" : "中文";
  document.getElementById("theme").textContent = t(`theme-${settings.theme || "system"}`);
  document.getElementById("foot").textContent = t("foot", { version: head.version, rules: head.rules.length });
}

function tabs(current) {
  const counts = { missing: head.tally.missing, findings: SEVERITIES.reduce((sum, each) => sum + (head.tally.severities[each] || 0), 0) };
  const names = Object.keys(VIEWS).map((view) => {
    const active = view === current || (view === "reports" && current.startsWith("report/"));
    const number = counts[view] ? ` ${n(counts[view])}` : "";
    return h("a", { href: `#/${view}`, "aria-current": active ? "page" : null }, t(`tab-${view || "overview"}`) + number);
  });
  document.getElementById("tabs").replaceChildren(...names);
}

async function show() {
  const own = (drawn += 1);
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const parameters = Object.fromEntries(new URLSearchParams(query || ""));
  frameTexts();
  tabs(path);
  const view = VIEWS[path];
  const report = /^report\/(\d+)$/.exec(path);
  const slow = setTimeout(() => own === drawn && main.replaceChildren(h("p", { class: "wait", role: "status" }, t("loading"))), 120);
  try {
    const content = await (report ? reportView(report[1], parameters) : (view || overview)(parameters));
    if (own !== drawn) return;
    main.replaceChildren(...[path === "" || report ? remarks() : [], content].flat(Infinity).filter(Boolean));
    if (report && parameters.f !== undefined) showFinding(parameters.f);
    else window.scrollTo(0, 0);
  } catch (error) {
    main.replaceChildren(h("p", { class: "notice" }, typeof DecompressionStream === "undefined" ? t("old-browser") : `${t("fault")} ${error}`));
    throw error;
  } finally {
    clearTimeout(slow);
    document.body.dataset.ready = location.hash || "#/";
  }
}

document.getElementById("language").addEventListener("click", () => {
  settings.lang = settings.lang === "zh" ? "en" : "zh";
  show();
});
document.getElementById("theme").addEventListener("click", () => {
  settings.theme = { "": "light", light: "dark", dark: "" }[settings.theme];
  if (settings.theme) document.documentElement.dataset.theme = settings.theme;
  else delete document.documentElement.dataset.theme;
  frameTexts();
});
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", show);
show();
