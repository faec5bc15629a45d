// The library: every document by kind, search in titles and text, and a reader with an outline.

import { $, $$, button, copyText, h, icon, iconButton, reducedMotion, renderBlocks } from "./dom.js";
import { Failure, getJson, loadDocument } from "./server.js";
import { kindsName, kindName, period, t } from "./text.js";
import { navigate, setTitle, toast } from "./shell.js";
import { dated, referenceItem } from "./source.js";

let documents = null, filter = "", query = "", hits = [], timer = null, ticket = 0, parts = null;

// Where a kind stands in the list; kinds that we do not know come after, by name.
const ORDER = ["role", "transition", "market", "certification", "framework", "tool", "guide"];
const rank = (kind) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

export async function open(url, root) {
  if (!parts) build(root);
  if (!documents) {
    try { documents = await getJson("/api/library"); } catch (error) {
      if (!(error instanceof Failure)) throw error;
      parts.results.replaceChildren(h("p", { class: "notice warn", text: t("library.failed") }));
      return;
    }
    documents.sort((a, b) => rank(a.kind) - rank(b.kind) || a.title.localeCompare(b.title, "en"));
    parts.lead.textContent = t("library.lead", { count: documents.length });
    drawFilters();
  }
  const wanted = url.searchParams.get("q");
  if (wanted !== null && wanted !== query) { parts.input.value = wanted; change(wanted); }
  const id = url.searchParams.get("doc");
  root.classList.toggle("reading", Boolean(id));
  drawList(id);
  if (id) await read(id, url);
  else { parts.reader.replaceChildren(h("p", { class: "reader-empty", text: t("library.pick") })); setTitle(); }
}

function build(root) {
  const input = h("input", { type: "search", "aria-label": t("library.search"), placeholder: t("library.search"), autocomplete: "off", spellcheck: "false", maxlength: "500", on: { input: (e) => change(e.target.value) } });
  const lead = h("p", {}), filters = h("div", { class: "filters", role: "group", "aria-label": t("library.filter") }), results = h("div", { class: "results" });
  const reader = h("div", { class: "reader", id: "reader", tabindex: "-1" });
  parts = { input, lead, filters, results, reader, root };
  root.append(h("div", { class: "list" }, h("div", { class: "list-head" }, h("h1", { tabindex: "-1", text: t("library.title") }), lead, h("label", { class: "search" }, icon("search"), input), filters), results), reader);
  reader.addEventListener("click", onReaderClick);
}

function drawFilters() {
  const counts = new Map();
  for (const d of documents) counts.set(d.kind, (counts.get(d.kind) || 0) + 1);
  const chip = (kind, name, count) => h("button", { type: "button", class: "filter", "aria-pressed": String(filter === kind), on: { click: () => { filter = kind; drawFilters(); change(parts.input.value, 0); } } }, `${name} `, h("span", { class: "count", text: count }));
  parts.filters.replaceChildren(chip("", t("library.all"), documents.length), ...[...counts].map(([kind, count]) => chip(kind, kindsName(kind), count)));
}

function change(value, wait = 220) {
  query = value.trim();
  clearTimeout(timer);
  hits = query.length > 2 ? hits : [];
  drawList();
  if (query.length > 2) timer = setTimeout(searchText, wait);
}

async function searchText() {
  const mine = ++ticket, asked = query;
  let found = [];
  try { found = await getJson(`/api/search?${new URLSearchParams({ q: asked, kind: filter })}`); } catch (error) { if (!(error instanceof Failure)) throw error; }
  if (mine !== ticket || asked !== query) return;
  hits = found;
  drawList();
}

const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function drawList(current = new URL(location.href).searchParams.get("doc")) {
  if (!documents) return;
  const words = fold(query).split(/\s+/).filter(Boolean);
  const shown = documents.filter((d) => (!filter || d.kind === filter) && words.every((w) => fold([d.title, ...d.aliases, d.kind].join(" ")).includes(w)));
  const groups = new Map();
  for (const d of shown) groups.set(d.kind, [...(groups.get(d.kind) || []), d]);
  const parted = [...groups].map(([kind, list]) => h("section", { class: "group" }, h("h2", { text: kindsName(kind) }), h("ul", {}, list.map((d) => h("li", {}, documentLink(d, d.id === current))))));
  const text = query.length > 2 && hits.length ? h("section", { class: "group" }, h("h2", { text: `${t("library.hits_label")} · ${t("library.hits", { n: hits.length })}` }), h("ul", {}, hits.map((x) => h("li", {}, hitLink(x))))) : null;
  parts.results.replaceChildren(...parted, ...(text ? [text] : []), ...(!shown.length && !text ? [h("p", { class: "hint empty", text: t("library.nothing") })] : []));
}

function documentLink(d, current) {
  return h("a", { class: "doc-link", href: `/library?${new URLSearchParams({ doc: d.id })}`, "data-route": "", "aria-current": current ? "true" : null },
    h("span", { class: "title", lang: "en", text: d.title }), d.as_of ? h("span", { class: "sub", text: t("source.as_of", { date: period(d.as_of) }) }) : null);
}

function hitLink(x) {
  return h("a", { class: "doc-link", href: `/library?${new URLSearchParams({ doc: x.document_id, span: `${x.start}-${x.end}` })}`, "data-route": "", lang: "en" },
    h("span", { class: "title", text: x.title }), h("span", { class: "sub", text: x.section.join(" › ") }), h("span", { class: "quote", text: x.text.replace(/\s*\|\s*/g, " · ").replace(/^ · | · $/g, "").replace(/\*\*/g, "") }));
}

// ---- reader -------------------------------------------------------------------------------------------------

async function read(id, url) {
  const span = /^(\d{1,9})-(\d{1,9})$/.exec(url.searchParams.get("span") || "");
  const marks = span ? [[+span[1], +span[2]]] : [];
  parts.reader.replaceChildren(h("div", { class: "reader-inner" }, h("div", { class: "skeleton" }, h("i"), h("i"), h("i"))));
  let doc;
  try { doc = await loadDocument(id, marks.length ? marks[0][0] : 0); } catch (error) {
    if (!(error instanceof Failure)) throw error;
    parts.reader.replaceChildren(h("div", { class: "reader-empty" }, h("p", { text: error.code === "not_found" ? t("library.gone", { id }) : t("library.failed") })));
    return;
  }
  setTitle(doc.title);
  draw(doc, marks);
  parts.reader.scrollTop = 0;
  jump(url.hash, marks);
}

function draw(doc, marks) {
  const known = new Map(doc.references.map((r) => [r.id, r]));
  const refs = doc.marks.filter((m) => known.has(m[2])).sort((a, b) => a[1] - b[1]).map(([, end, key]) => ({ end, node: () => h("a", { class: "ref", href: `#ref-${key}`, "aria-label": t("library.reference", { id: key, title: known.get(key).title }), title: known.get(key).title, text: key }) }));
  const heads = doc.blocks.filter((b) => b.k === "h");
  const outline = h("nav", { class: "outline", "aria-label": t("library.outline") }, h("h2", { text: t("library.outline") }), h("ol", { lang: "en" }, heads.map((b) => h("li", { class: `level-${Math.min(4, b.level)}` }, h("a", { href: `#L${b.line}`, text: b.segs.map((x) => x.t).join("") })))));
  parts.reader.replaceChildren(h("div", { class: "reader-inner" },
    h("article", { "aria-label": doc.title },
      h("header", { class: "reader-head" },
        h("a", { class: "btn quiet small back", href: "/library", "data-route": "" }, icon("prev"), h("span", { text: t("library.back") })),
        h("p", { class: "label", text: kindName(doc.kind) }),
        h("h1", { lang: "en", text: doc.title }),
        doc.aliases.length ? h("p", { class: "aliases" }, `${t("library.aliases")}: `, h("span", { lang: "en", text: doc.aliases.join(", ") })) : null,
        dated(doc.as_of),
        h("div", { class: "reader-tools" },
          button(t("library.ask"), { class: "btn small", on: { click: () => navigate(`/?${new URLSearchParams({ q: t("library.ask_text", { title: doc.title }) })}`) } }, "ask"),
          button(t("source.copy_link"), { class: "btn quiet small", on: { click: async () => toast(t((await copyText(location.href)) ? "copied" : "copy_failed")) } }, "link"),
          doc.url ? h("a", { class: "btn quiet small", href: doc.url, target: "_blank", rel: "noopener noreferrer nofollow" }, icon("link"), h("span", { text: new URL(doc.url).host })) : null)),
      doc.window ? h("p", { class: "notice", text: t("library.part") }) : null,
      h("div", { class: "prose", lang: doc.language || "en", dir: "auto" }, renderBlocks(doc.blocks, { marks, refs, anchors: true, base: 0, tableLabel: t("table.label") })),
      doc.references.length ? h("section", { class: "refs" }, h("h2", { text: t("library.references") }), h("ul", {}, doc.references.map((r) => { const li = referenceItem(r); li.id = `ref-${r.id}`; li.tabIndex = -1; li.prepend(h("span", { class: "key", text: r.id })); return li; }))) : null),
    h("div", { class: "reader-side" }, outline)));
}

function onReaderClick(e) {
  const link = e.target.closest("a[href^='#']");
  if (!link) return;
  e.preventDefault();
  const hash = link.getAttribute("href");
  history.replaceState({}, "", location.pathname + location.search + hash);
  jump(hash, []);
}

// "#L12" or "#L12-L15": those lines are lit; a span is marked already and only needs to be seen.
function jump(hash, marks) {
  const lines = /^#L(\d{1,7})(?:-L?(\d{1,7}))?$/.exec(hash);
  const { reader } = parts;
  for (const el of $$(".lit", reader)) el.classList.remove("lit");
  let target = marks.length ? $("mark, tr.hit", reader) : null;
  if (lines) {
    const from = +lines[1], to = +(lines[2] || lines[1]);
    const found = $$("[id^='L']", reader).filter((el) => { const n = +el.id.slice(1); return n >= from && n <= to; });
    for (const el of found) el.classList.add("lit");
    target = found[0] || $$("[id^='L']", reader).filter((el) => +el.id.slice(1) <= from).at(-1) || target;
  } else if (/^#ref-[\w.-]+$/.test(hash)) target = document.getElementById(hash.slice(1));
  if (!target) return;
  target.scrollIntoView({ block: "center", behavior: reducedMotion() ? "auto" : "smooth" });
  if (target.tabIndex === -1) target.focus({ preventScroll: true });
}
