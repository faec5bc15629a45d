// Figures of the library as charts; each bar opens the row it was drawn from, and each chart has its table.

import { $, $$, button, download, h, s } from "./dom.js";
import { Failure, getJson } from "./server.js";
import { period, t } from "./text.js";
import { setTitle, toast } from "./shell.js";
import { fileName } from "./exporting.js";
import { dated, showPassages } from "./source.js";

const TAGS = new Set(["svg", "g", "a", "rect", "line", "text", "title"]);
const ATTRIBUTES = new Set(["viewBox", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "rx", "class", "text-anchor"]);
let charts = null, metric = null, parts = null;

export async function open(url, root) {
  root.classList.add("scroll");
  setTitle();
  if (!parts) build(root);
  if (!charts) {
    parts.body.replaceChildren(h("div", { class: "skeleton tall" }, h("i"), h("i"), h("i"), h("i")));
    try { charts = await getJson("/api/market"); } catch (error) {
      if (!(error instanceof Failure)) throw error;
      parts.body.replaceChildren(h("p", { class: "notice warn", text: error.message || t("market.failed") }));
      return;
    }
  }
  const metrics = [...new Set(charts.map((c) => c.metric))];
  if (!metrics.length) { parts.body.replaceChildren(h("p", { class: "empty", text: t("market.empty") })); return; }
  const wanted = url.searchParams.get("show");
  metric = metrics.includes(wanted) ? wanted : metrics[0];
  parts.tabs.replaceChildren(...metrics.map((name) => h("a", { class: "filter", href: `/market?show=${name}`, "data-route": "", "aria-current": name === metric ? "true" : null, text: t(`metric.${name}`) })));
  parts.body.replaceChildren(h("p", { class: "market-note", text: t(`metric.${metric}.note`) }), ...charts.filter((c) => c.metric === metric).map(card));
}

function build(root) {
  parts = { tabs: h("nav", { class: "filters", "aria-label": t("market.tabs") }), body: h("div", { class: "chart-cards" }) };
  root.replaceChildren(h("div", { class: "column" }, h("header", { class: "view-head" }, h("h1", { tabindex: "-1", text: t("market.title") }), h("p", { text: t("market.lead") })), parts.tabs, parts.body));
}

function card(chart) {
  return h("section", { class: chart.panels.length > 1 ? "chart-card several" : "chart-card", "aria-label": chart.caption },
    h("header", {}, h("h2", { lang: "en", text: chart.caption }), dated(chart.as_of)),
    h("div", { class: "panels" }, chart.panels.map((p) => panel(chart, p))),
    chart.conflicts.length ? h("p", { class: "notice warn conflict" }, h("span", { text: `${t("market.conflict")} ` }), h("span", { lang: "en", text: chart.conflicts.join("; ") })) : null,
    table(chart),
    h("footer", {}, h("p", { class: "hint" }, `${t("market.source")}: `, h("a", { href: `/library?${new URLSearchParams({ doc: chart.document_id })}`, "data-route": "", lang: "en", text: chart.title })),
      h("div", { class: "chart-tools no-print" },
        h("a", { class: "btn quiet small", href: `/api/chart.csv?${new URLSearchParams({ id: chart.id })}`, download: fileName(chart.caption, "csv"), text: "CSV" }),
        h("a", { class: "btn quiet small", href: `/api/chart.svg?${new URLSearchParams({ id: chart.id })}`, download: fileName(chart.caption, "svg"), text: "SVG" }),
        button("PNG", { class: "btn quiet small", "aria-label": t("market.png"), on: { click: () => png(chart) } }))));
}

function panel(chart, p) {
  const place = [p.label.includes(p.period) ? "" : p.period, p.place, unitName(p.unit)].filter(Boolean).join(" · ");
  const svg = element(p.svg, chart);
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", [p.label, place].join(", "));
  return h("figure", {}, h("figcaption", { lang: "en" }, h("strong", { text: p.label }), h("span", { text: place })), svg);
}

const unitName = (unit) => (unit === "%" ? t("market.percent") : unit);

// Only known elements and attributes; a row becomes a link to the words it was drawn from.
function element(node, chart) {
  if (!TAGS.has(node.tag)) throw new Error(`element ${node.tag} is not drawn`);
  const attrs = Object.fromEntries(Object.entries(node.attrs).filter(([name]) => ATTRIBUTES.has(name)));
  const el = s(node.tag, attrs, node.text ?? "", (node.children || []).map((c) => element(c, chart)));
  if (node.tag === "a") {
    const citation = chart.citations[rowOf(node, chart)];
    el.setAttribute("href", `/library?${new URLSearchParams({ doc: citation.document_id, span: `${citation.start}-${citation.end}` })}`);
    el.addEventListener("click", (e) => { e.preventDefault(); showPassages([citation], 0, el); });
  }
  return el;
}

function rowOf(node, chart) {
  const panelOf = chart.panels.find((p) => p.svg.children.includes(node));
  return panelOf.bars[node.attrs.row].row;
}

function table(chart) {
  const rows = chart.panels.flatMap((p) => p.bars.map((b) => h("tr", {}, h("td", { text: b.note ? `${b.subject} (${b.note})` : b.subject }), h("td", { text: [p.label, p.period !== p.label ? p.period : ""].filter(Boolean).join(", ") }), h("td", { text: p.place }), h("td", { text: b.value === null ? t("market.missing", { said: b.written }) : `${b.written} ${unitName(p.unit)}` }))));
  return h("details", { class: "chart-table" }, h("summary", { text: t("market.table") }), h("div", { class: "table-wrap prose", tabindex: "0", role: "region", "aria-label": chart.caption, lang: "en" },
    h("table", {}, h("thead", {}, h("tr", {}, [t("market.subject"), t("market.period"), t("market.place"), t("market.value")].map((x) => h("th", { scope: "col", text: x })))), h("tbody", {}, rows))));
}

async function png(chart) {
  const response = await fetch(`/api/chart.svg?${new URLSearchParams({ id: chart.id })}`);
  if (!response.ok) { toast(t("market.failed"), "warn"); return; }
  const image = new Image();
  const url = URL.createObjectURL(new Blob([await response.text()], { type: "image/svg+xml" }));
  image.src = url;
  await image.decode();
  const canvas = h("canvas", { width: image.naturalWidth, height: image.naturalHeight });
  canvas.getContext("2d").drawImage(image, 0, 0);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => download(fileName(chart.caption, "png"), "image/png", blob), "image/png");
}
