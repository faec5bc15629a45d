// From a role to a role: the skill gap, a staged plan, the way over other roles; each line opens its source.

import { $, button, download, h, icon } from "./dom.js";
import { combobox } from "./combobox.js";
import { Failure, getJson, postJson } from "./server.js";
import { day, t } from "./text.js";
import { announce, setTitle, toast } from "./shell.js";
import { showPassages } from "./source.js";

const FORMATS = [["pdf", "PDF"], ["docx", "Word"], ["markdown", "Markdown"], ["ics", "Calendar"], ["bibtex", "BibTeX"]];
const MOST_BYTES = 4_000_000;
let roles = null, moves = [], parts = null, resume = null, ticket = 0, shownFor = null;

export async function open(url, root) {
  root.classList.add("scroll");
  setTitle();
  if (!roles) {
    root.replaceChildren(h("div", { class: "column" }, h("header", { class: "view-head" }, h("h1", { tabindex: "-1", text: t("path.title") }), h("p", { text: t("path.lead") })), h("div", { class: "skeleton tall" }, h("i"), h("i"), h("i"))));
    try { ({ roles, moves } = await getJson("/api/roles")); } catch (error) {
      if (!(error instanceof Failure)) throw error;
      root.querySelector(".skeleton").replaceWith(h("p", { class: "notice warn", text: error.message || t("path.failed") }));
      return;
    }
  }
  if (!parts) build(root);
  if (!roles.length) { parts.result.replaceChildren(h("p", { class: "empty", text: t("path.no_roles") })); return; }
  const from = byId(url.searchParams.get("from")), to = byId(url.searchParams.get("to")), hours = +url.searchParams.get("hours");
  if (hours >= 1 && hours <= 60) parts.hours.value = String(hours);
  if (url.search !== shownFor) {
    parts.from.set(from, true);
    parts.to.set(to, true);
    shownFor = url.search;
    if (to && (from || parts.have.value.trim() || resume)) await make();
    else await suggest();
  }
}

const byId = (id) => roles.find((r) => r.id === id) || null;

function build(root) {
  const result = h("div", { class: "plan", id: "plan" });
  const from = combobox({ id: "from-role", label: t("path.from"), placeholder: t("path.from_hint"), options: roles, onPick: () => suggest() });
  const to = combobox({ id: "to-role", label: t("path.to"), placeholder: t("path.to_hint"), options: roles, onPick: () => {} });
  const hours = h("input", { class: "input", id: "hours", type: "number", min: "1", max: "60", step: "1", value: "6", inputmode: "numeric" });
  const have = h("textarea", { class: "input", id: "have", rows: "3", maxlength: "20000", placeholder: t("path.have_hint") });
  const file = h("input", { id: "resume", type: "file", accept: ".pdf,.docx,.txt,.md", class: "vh-file", on: { change: (e) => take(e.target.files[0]) } });
  const fileNote = h("p", { class: "hint", id: "resume-note", text: t("path.resume_note") });
  const certs = h("input", { type: "checkbox", id: "no-certs" });
  const drop = h("label", { class: "drop", for: "resume" }, icon("download"), h("span", { text: t("path.resume") }), file);
  drop.addEventListener("dragover", (e) => { e.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (e) => { e.preventDefault(); drop.classList.remove("over"); take(e.dataTransfer.files[0]); });
  const swap = h("button", { type: "button", class: "icon-btn swap", "aria-label": t("path.swap"), title: t("path.swap"), on: { click: () => { const a = from.picked, b = to.picked; from.set(b, true); to.set(a, true); } } }, icon("swap"));
  const form = h("form", { class: "path-form", on: { submit: (e) => { e.preventDefault(); submit(); } } },
    h("div", { class: "path-roles" }, from.element, swap, to.element, h("div", { class: "combo hours" }, h("label", { class: "label", for: "hours", text: t("path.hours") }), hours)),
    h("details", { class: "path-more" }, h("summary", { text: t("path.about_you") }),
      h("div", { class: "path-about" }, h("div", {}, h("label", { class: "label", for: "have", text: t("path.have") }), have),
        h("div", {}, drop, fileNote, h("label", { class: "check" }, certs, t("path.no_certs"))))),
    h("div", { class: "path-go" }, h("button", { type: "submit", class: "btn primary", text: t("path.make") }), h("p", { class: "hint", text: t("path.private") })));
  parts = { result, from, to, hours, have, certs, fileNote, form };
  root.replaceChildren(h("div", { class: "column" }, h("header", { class: "view-head" }, h("h1", { tabindex: "-1", text: t("path.title") }), h("p", { text: t("path.lead") })), form, result));
}

async function take(file) {
  if (!file) return;
  resume = null;
  if (!/\.(pdf|docx|txt|md)$/i.test(file.name)) { parts.fileNote.textContent = t("path.resume_kind", { name: file.name }); return; }
  if (file.size > MOST_BYTES) { parts.fileNote.textContent = t("path.resume_large"); return; }
  const bytes = new Uint8Array(await file.arrayBuffer());
  let raw = "";
  for (let i = 0; i < bytes.length; i += 0x8000) raw += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  resume = { name: file.name, data: btoa(raw) };
  parts.fileNote.textContent = t("path.resume_taken", { name: file.name });
  if (!parts.to.picked) suggest();
}

function request() {
  const body = { from: parts.from.value(), to: parts.to.value(), hours: Math.round(+parts.hours.value) || 6, have: parts.have.value, skip_certifications: parts.certs.checked };
  return resume ? { ...body, resume } : body;
}

async function submit() {
  if (!parts.to.value()) { parts.to.input.focus(); toast(t("path.need_to"), "warn"); return; }
  const { from, to, hours } = request();
  const search = `?${new URLSearchParams({ ...(from ? { from } : {}), to, hours: String(hours) })}`;
  if (search !== location.search) history.pushState({}, "", `/pathways${search}`);
  shownFor = search;
  await make();
}

function wait() { parts.result.replaceChildren(h("div", { class: "skeleton tall" }, h("i"), h("i"), h("i"), h("i"))); return ++ticket; }

async function fetched(path, body, mine) {
  try {
    const data = await postJson(path, body);
    return mine === ticket ? data : null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (mine === ticket) parts.result.replaceChildren(h("p", { class: "notice warn", role: "alert", text: error.code === "lost" ? t("problem.lost") : error.message || t("path.failed") }));
    return null;
  }
}

// ---- good next roles ------------------------------------------------------------------------------------------

async function suggest() {
  if (parts.to.picked) return;
  if (!parts.from.picked && !parts.have.value.trim() && !resume) { parts.result.replaceChildren(written()); return; }
  const mine = wait();
  const data = await fetched("/api/next", request(), mine);
  if (!data) return;
  const name = parts.from.picked?.title;
  parts.result.replaceChildren(h("section", { class: "next" }, h("h2", { text: name ? t("path.next_from", { name }) : t("path.next") }), h("p", { class: "hint", text: t("path.next_note") }), notes(data.notes),
    h("ul", { class: "next-list" }, data.roles.map((r) => h("li", { class: "next-card" },
      h("h3", {}, h("a", { href: goTo(r.id), "data-route": "", lang: "en", text: r.title })),
      meter(r.have, r.of),
      h("ul", { class: "why", lang: "en" }, r.parts.filter((p) => p.known).map((p) => h("li", {}, p.words, " ", p.citations.map((n) => mark(n, data.citations)))) ))))));
}

const goTo = (to) => `/pathways?${new URLSearchParams({ ...(parts.from.picked ? { from: parts.from.picked.id } : {}), to, hours: parts.hours.value })}`;

function written() {
  const known = moves.filter((m) => byId(m.from) && byId(m.to)).slice(0, 12);
  if (!known.length) return h("p", { class: "empty", text: t("path.start") });
  return h("section", { class: "next" }, h("h2", { text: t("path.written") }), h("p", { class: "hint", text: t("path.start") }),
    h("ul", { class: "move-list" }, known.map((m) => h("li", {}, h("a", { class: "move", href: `/pathways?${new URLSearchParams({ from: m.from, to: m.to, hours: "6" })}`, "data-route": "", lang: "en" }, h("span", { text: byId(m.from).title }), icon("next"), h("span", { text: byId(m.to).title }))))));
}

function meter(have, of) {
  const share = of ? Math.round((have / of) * 10) : 0;
  return h("div", { class: "meter" }, h("span", { class: `meter-bar share-${share}`, "aria-hidden": "true" }), h("span", { class: "meter-text", text: t("path.covers", { have, of }) }));
}

function mark(n, citations) {
  const c = citations[n - 1];
  const where = [c.title, ...c.section.slice(-1)].join(", ");
  return h("a", { class: "cite", href: `#source-${n}`, "aria-label": t("cite.label", { n, where }), title: where, on: { click: (e) => { e.preventDefault(); showPassages(citations, n - 1, e.currentTarget); } } }, h("span", { class: "cite-bracket", text: "[" }), String(n), h("span", { class: "cite-bracket", text: "]" }));
}

const notes = (list) => (list.length ? h("ul", { class: "notice plain", lang: "en" }, list.map((n) => h("li", { text: n }))) : null);

// ---- the plan -------------------------------------------------------------------------------------------------

async function make() {
  const mine = wait();
  const sent = request();
  const data = await fetched("/api/plan", sent, mine);
  if (!data) return;
  setTitle(data.title);
  announce(t("path.ready"));
  parts.result.replaceChildren(
    h("header", { class: "plan-head" }, h("h2", { lang: "en", tabindex: "-1", text: data.title }),
      h("p", { class: "plan-sub", text: t("path.sub", { weeks: data.weeks, hours: Math.round(data.hours), start: day(data.start) }) }),
      h("p", { class: "hint", text: t(data.written ? "path.is_written" : "path.is_composed") }), notes(data.notes),
      h("div", { class: "chart-tools no-print", role: "group", "aria-label": t("path.export") }, FORMATS.map(([format, name]) => button(name, { class: "btn small", on: { click: () => save(sent, data, format) } }, "download")), button(t("path.print"), { class: "btn quiet small", on: { click: () => print() } }, "print"))),
    gap(data), way(data), stages(data), plan(data), opens(data));
  $("h2", parts.result).focus({ preventScroll: true });
}

function gap(data) {
  const groups = [["have", "check"], ["partial", "half"], ["missing", "new"]];
  return h("section", { class: "plan-part" }, h("h3", { text: t("path.gap") }),
    h("div", { class: "gap" }, groups.map(([state, sign]) => {
      const skills = data.gap.skills.filter((x) => x.state === state);
      return h("div", { class: `gap-column gap-${state}` }, h("h4", {}, icon(sign), h("span", { text: `${t(state === "have" ? "path.have_" : `path.${state}`)} ` }), h("span", { class: "count", text: skills.length })),
        skills.length ? h("ul", {}, skills.map((x) => h("li", {}, h("details", {}, h("summary", { lang: "en" }, x.label, x.essential ? null : h("span", { class: "chip", text: t("path.optional") })),
          h("dl", { lang: "en" }, h("dt", { lang: null, text: t("path.asked") }), h("dd", {}, `${x.asked_text} `, mark(x.asked, data.citations)),
            x.yours ? [h("dt", { text: t("path.yours") }), h("dd", {}, h("q", { text: x.yours }))] : null,
            x.role ? [h("dt", { text: t("path.role_gives") }), h("dd", {}, `${x.role_text} `, mark(x.role, data.citations))] : null,
            !x.yours && !x.role ? [h("dt", { text: t("path.yours") }), h("dd", { class: "none", text: t("path.nothing_found") })] : null))))) : h("p", { class: "hint", text: t("path.none") }));
    })));
}

function way(data) {
  const first = data.origin ? data.origin.title : t("path.you");
  return h("section", { class: "plan-part" }, h("h3", { text: t(data.path.length > 1 ? "path.bridges" : "path.direct") }),
    h("ol", { class: "way", lang: "en" }, h("li", { class: "stop start" }, h("span", { class: "stop-name", text: first })),
      data.path.map((step) => h("li", { class: "stop" }, h("a", { class: "stop-name", href: `/library?${new URLSearchParams({ doc: step.id })}`, "data-route": "", text: step.to }), meter(step.have, step.of), step.written ? h("span", { class: "chip", text: t("path.guide") }) : null))));
}

function stages(data) {
  return h("section", { class: "plan-part" }, h("h3", { text: t("path.stages") }), h("ol", { class: "timeline", lang: "en" }, data.stages.map((x) =>
    h("li", { class: `from-${Math.floor(((x.first - 1) / data.weeks) * 20)} for-${Math.max(1, Math.round(((x.last - x.first + 1) / data.weeks) * 20))}` }, h("span", { class: "stage-bar", "aria-hidden": "true" }), h("span", { class: "stage-name", text: x.title }), h("span", { class: "stage-when", text: t("path.weeks", { first: x.first, last: x.last, hours: Math.round(x.hours) }) })))));
}

function plan(data) {
  return h("section", { class: "plan-part plan-text", lang: "en" }, h("h3", { lang: null, text: t("path.plan") }), data.parts.map((p) =>
    h("div", { class: `part level-${p.level}` }, h(`h${Math.min(6, p.level + 2)}`, { text: p.heading }), p.remark ? h("p", { class: "hint", text: p.remark }) : null,
      p.lines.length ? h("ul", { class: "lines" }, p.lines.map((line) => h("li", {}, lineText(line), "\u00a0", line.citations.map((n) => mark(n, data.citations)), line.computed ? h("span", { class: "chip", text: t("path.computed") }) : null))) : null)),
    h("ol", { class: "print-sources" }, data.citations.map((c) => h("li", { text: `${[c.title, ...c.section].join(" › ")}: “${c.quote.trim()}” (${c.document_id}, ${c.start}–${c.end})` }))));
}

// The label in bold: the beginning of the text where it stands there already, else before it.
function lineText(line) {
  if (!line.label) return line.text;
  const within = line.text.toLowerCase().startsWith(line.label.toLowerCase());
  const n = line.label.length;
  return within ? [h("strong", { text: line.text.slice(0, n) }), line.text.slice(n)] : [h("strong", { text: line.label }), ` — ${line.text}`];
}

function opens(data) {
  if (!data.opens.length) return null;
  return h("section", { class: "plan-part" }, h("h3", { text: t("path.opens") }), h("ol", { class: "opens", lang: "en" }, data.opens.map((x) =>
    h("li", {}, h("strong", { text: x.skill }), h("span", { lang: null, text: x.opened.length ? t("path.opens_roles", { n: x.opened.length }) : t("path.wanted_by", { n: x.wanted }) }), x.opened.length ? h("span", { class: "hint", text: x.opened.join(", ") }) : null))));
}

async function save(sent, data, format) {
  const response = await fetch(`/api/plan/${format}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ...sent, start: data.start }) }).catch(() => null);
  if (!response || !response.ok) { toast(t("path.export_failed"), "warn"); return; }
  const name = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") || "")?.[1] || `plan.${format}`;
  download(name, "", await response.blob());
}
