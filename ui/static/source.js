// The right pane: one source at a time with the quoted words marked in their context, and what stands behind them.

import { $, $$, button, copyText, h, icon, iconButton, reducedMotion, renderBlocks } from "./dom.js";
import { Failure, loadDocument } from "./server.js";
import { age, freshness, kindName, period, t } from "./text.js";
import { navigate, toast } from "./shell.js";

const pane = $("#source"), body = $("#source-body"), emptyState = $("#source-empty");
const wide = matchMedia("(min-width: 1080px)");
let current = null; // { turn, list, index }
let opener = null;
let ticket = 0;

export function reset() {
  current = null;
  ticket++;
  body.replaceChildren();
  emptyState.hidden = false;
  sheet(false);
}

// Shows source `index` of a turn: its citations first, then what was found and not cited.
export function show(turn, index, { quiet = false, from = null } = {}) {
  const list = [...turn.reply.citations.map((c) => ({ ...c, cited: true })), ...turn.reply.related.map((c) => ({ ...c, cited: false }))];
  if (!list.length) { if (!quiet) toast(t("source.none")); return; }
  if (quiet && !wide.matches) { current = { turn, list, index }; return; }
  showList({ turn, list, index }, quiet, from);
}

// For other views: passages that belong to no chat.
export function showPassages(list, index, from = null) {
  showList({ turn: null, list: list.map((c) => ({ ...c, cited: true })), index }, false, from);
}

function showList(next, quiet, from) {
  current = next;
  if (from) opener = from;
  pane.hidden = false;
  emptyState.hidden = true;
  if (!quiet) sheet(true);
  render(!quiet);
}

function sheet(open) {
  pane.classList.toggle("open", open);
  document.documentElement.classList.toggle("sheet-open", open && !wide.matches);
  if (wide.matches || !open) { pane.setAttribute("role", "complementary"); pane.removeAttribute("aria-modal"); } else { pane.setAttribute("role", "dialog"); pane.setAttribute("aria-modal", "true"); }
  for (const el of [$("#main"), $(".rail")]) el.inert = open && !wide.matches;
}

export function close() {
  sheet(false);
  mark(null);
  if (document.documentElement.dataset.view !== "ask") pane.hidden = true;
  if (opener && opener.isConnected) opener.focus();
  else if (opener) document.querySelector(`a[href="${CSS.escape(opener.getAttribute("href") || "")}"]`)?.focus();
  opener = null;
}

export const isOpen = () => pane.classList.contains("open");

export function step(by) {
  if (!current) return;
  current.index = (current.index + by + current.list.length) % current.list.length;
  render(true);
}

function mark(active) {
  for (const el of $$("a.cite.active")) el.classList.remove("active");
  if (active) for (const el of $$(`a.cite[href="${active}"]`)) el.classList.add("active");
}

async function render(focus) {
  const { turn, list, index } = current;
  const item = list[index];
  const mine = ++ticket;
  mark(turn && item.cited ? `#cite-${turn.id}-${item.number}` : null);
  const passage = h("div", { class: "passage" }, h("div", { class: "skeleton" }, h("i"), h("i"), h("i")));
  const more = h("div", {});
  const over = !wide.matches; // a sheet hides the page below it, so it brings the first heading
  const title = h("h2", { class: "source-title", tabindex: "-1", lang: "en", text: item.title });
  body.replaceChildren(...(over ? [h("h1", { class: "vh", text: t("source.label") })] : []), ...head(item, title), others(list, index) || "", passage, actions(item), references(item), more);
  pane.scrollTop = 0;
  if (focus) title.focus({ preventScroll: true });
  let doc;
  try { doc = await loadDocument(item.document_id, item.start); } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (mine === ticket) passage.replaceChildren(quoteOnly(item, t(error.code === "not_found" ? "source.gone" : "source.unreachable")));
    return;
  }
  if (mine !== ticket) return;
  const changed = doc.content_hash !== item.content_hash && item.content_hash;
  if (changed) passage.replaceChildren(quoteOnly(item, t("source.changed")));
  else passage.replaceChildren(neighbours(doc, item));
  more.replaceChildren(outline(doc, item));
  const spot = $("mark, tr.hit", passage);
  if (spot) reveal(spot);
}

function reveal(spot) {
  const box = spot.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (box.bottom > frame.bottom - 24 || box.top < frame.top) pane.scrollTo({ top: pane.scrollTop + box.top - frame.top - frame.height * 0.4, behavior: reducedMotion() ? "auto" : "smooth" });
}

function head(item, title) {
  const { list, index } = current;
  const cited = list.filter((x) => x.cited).length;
  const place = item.cited ? t("source.of", { n: index + 1, all: cited }) : t("source.found");
  return [h("div", { class: "source-bar" }, h("p", { class: "label", text: place }),
      h("span", { class: "spacer" }),
      list.length > 1 ? [iconButton(t("source.prev"), "prev", { on: { click: () => step(-1) } }), iconButton(t("source.next"), "next", { on: { click: () => step(1) } })] : null,
      iconButton(t("close"), "close", { class: "icon-btn close-source", on: { click: close } })),
  h("div", { class: "source-head" },
    title,
    item.section.length ? h("p", { class: "path", lang: "en", text: item.section.join(" › ") }) : null,
    dated(item.as_of))];
}

export function dated(asOf) {
  if (!asOf) return h("p", { class: "dated" }, h("span", { class: "dot unknown", "aria-hidden": "true" }), t("source.undated"));
  const fresh = freshness(asOf), old = age(asOf);
  return h("p", { class: "dated" }, h("span", { class: `dot ${fresh}`, "aria-hidden": "true" }), h("span", { text: t("source.as_of", { date: period(asOf) }) }),
    old ? h("span", { class: `age ${fresh}`, text: fresh === "old" ? `${old}: ${t("source.check")}` : old }) : null);
}

function others(list, index) {
  if (list.length < 2 || list.length > 16) return null; // of many, the arrows and the bar's count say enough
  const pill = (item, i) => h("button", { type: "button", class: item.cited ? "pill" : "pill found", "aria-pressed": String(i === index),
    "aria-label": item.cited ? t("cite.label", { n: item.number, where: [item.title, ...item.section.slice(-1)].join(", ") }) : `${t("source.found")}: ${item.title}`, title: item.title,
    on: { click: () => { current.index = i; render(true); } } }, item.cited ? String(item.number ?? i + 1) : String.fromCharCode(97 + ((i - list.filter((x) => x.cited).length) % 26)));
  const cited = list.map((x, i) => [x, i]).filter(([x]) => x.cited), found = list.map((x, i) => [x, i]).filter(([x]) => !x.cited);
  return h("div", { class: "pills" }, cited.length ? h("div", { class: "pill-row", role: "group", "aria-label": t("source.cited") }, h("span", { class: "pill-label", text: t("source.cited") }), cited.map(([x, i]) => pill(x, i))) : null,
    found.length ? h("div", { class: "pill-row", role: "group", "aria-label": t("source.found_many") }, h("span", { class: "pill-label", text: t("source.found_many") }), found.map(([x, i]) => pill(x, i))) : null);
}

function quoteOnly(item, note) {
  return h("div", {}, h("p", { class: "notice warn", text: note }), item.context ? h("p", { class: "hint", text: item.context }) : null, h("blockquote", { lang: "en" }, h("mark", { text: item.quote })));
}

// The blocks of the same section around the quote; a table keeps its header and the rows near the quoted one.
export function neighbours(doc, item, around = 3) {
  const { blocks } = doc;
  let at = blocks.findIndex((b) => b.start < item.end && item.start < b.end);
  if (at < 0) return quoteOnly(item, t("source.unplaced"));
  let last = at;
  while (last + 1 < blocks.length && blocks[last + 1].start < item.end) last++;
  let first = at;
  for (let i = at - 1; i >= Math.max(0, at - around) && blocks[at].k !== "h"; i--) { first = i; if (blocks[i].k === "h") break; }
  let end = last;
  for (let i = last + 1; i <= Math.min(blocks.length - 1, last + around); i++) { if (blocks[i].k === "h") break; end = i; }
  const shown = blocks.slice(first, end + 1).map((b) => (b.k === "table" ? trimTable(b, item) : b));
  return h("div", { class: "prose doc", lang: "en" }, renderBlocks(shown, { marks: [[item.start, item.end]], base: 1, tableLabel: t("table.label") }),
    first > 0 || end < blocks.length - 1 ? h("p", { class: "hint" }, h("a", { href: readerLink(item), "data-route": "", text: t("source.read_on") })) : null);
}

function trimTable(block, item) {
  if (block.rows.length <= 12) return block;
  const at = Math.max(0, block.rows.findIndex((r) => r.start < item.end && item.start < r.end));
  const from = Math.max(0, Math.min(at - 4, block.rows.length - 9));
  return { ...block, rows: block.rows.slice(from, from + 9) };
}

export function readerLink(item) {
  return `/library?${new URLSearchParams({ doc: item.document_id, span: `${item.start}-${item.end}` })}`;
}

function actions(item) {
  return h("div", { class: "source-actions" },
    button(t("source.copy"), { class: "btn small", on: { click: async () => toast(t((await copyText(citationText(item))) ? "copied" : "copy_failed")) } }, "quote"),
    button(t("source.copy_link"), { class: "btn quiet small", on: { click: async () => toast(t((await copyText(new URL(readerLink(item), location.origin).href)) ? "copied" : "copy_failed")) } }, "link"),
    button(t("source.open"), { class: "btn quiet small", on: { click: () => { sheet(false); navigate(readerLink(item)); } } }, "library"));
}

export function citationText(item) {
  const parts = [`“${item.quote.trim()}”`, [item.title, ...item.section].join(" › ") + (item.as_of ? ` (${t("source.as_of", { date: period(item.as_of) })})` : "")];
  for (const r of item.references || []) parts.push([r.publisher, r.title, r.year, r.url].filter(Boolean).join(". "));
  return parts.join("\n");
}

function references(item) {
  const refs = item.references || [];
  return h("section", { class: "refs" }, h("h3", { text: t("source.references") }),
    refs.length ? h("ul", {}, refs.map(referenceItem)) : h("p", { class: "hint", text: t("source.no_references") }));
}

export function referenceItem(r) {
  const name = r.url ? h("a", { href: r.url, target: "_blank", rel: "noopener noreferrer nofollow", lang: "en" }, r.title, icon("link", "icon tiny")) : h("span", { lang: "en", text: r.title });
  return h("li", { id: null }, name, h("span", { class: "ref-by", text: [r.publisher, r.year].filter(Boolean).join(", ") }));
}

function outline(doc, item) {
  const heads = doc.blocks.filter((b) => b.k === "h");
  const here = heads.filter((b) => b.start <= item.start).at(-1);
  return h("details", { class: "outline" }, h("summary", { text: t("source.outline", { kind: kindName(doc.kind) }) }),
    h("ol", { lang: "en" }, heads.map((b) => h("li", { class: `level-${Math.min(4, b.level)}` }, h("a", { href: `/library?${new URLSearchParams({ doc: doc.id })}#L${b.line}`, "data-route": "", "aria-current": b === here ? "true" : null, text: b.segs.map((x) => x.t).join("") })))));
}

wide.addEventListener("change", () => sheet(pane.classList.contains("open") && !emptyState.hidden === false));
