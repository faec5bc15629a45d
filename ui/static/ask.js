// The chat: questions and answers of one conversation, streaming, stop, retry, edit, copy, feedback.

import { $, $$, button, copyText, h, icon, iconButton, reducedMotion, renderBlocks } from "./dom.js";
import { ask, Failure, postJson, randomId } from "./server.js";
import * as store from "./store.js";
import { t } from "./text.js";
import { announce, setTitle, toast } from "./shell.js";
import { answerMarkdown, sourceLine } from "./exporting.js";
import * as source from "./source.js";

const meta = JSON.parse(document.getElementById("meta").textContent);
const log = $("#log"), turnsEl = $("#turns"), welcome = $("#welcome"), form = $("#composer"), field = $("#question"), send = $("#send");
let chat = blank();
let running = null; // { turn, abort }
let warned = false;

function blank() { return { id: randomId(), title: "", created: Date.now(), updated: Date.now(), turns: [] }; }

// ---- the conversation ---------------------------------------------------------------------------------------

export function newChat(focus = true) {
  stop();
  chat = blank();
  source.reset();
  draw();
  if (location.search || location.pathname !== "/") history.pushState({}, "", "/");
  setTitle();
  if (focus) field.focus();
}

export function openChat(id) {
  const found = store.load(id);
  if (!found) { toast(t("history.gone"), "warn"); return false; }
  if (chat.id === id && running) return true;
  stop();
  chat = found;
  for (const turn of chat.turns) if (turn.status === "running") turn.status = "interrupted";
  source.reset();
  draw();
  log.scrollTop = log.scrollHeight;
  const last = chat.turns.filter((x) => x.reply && x.reply.citations.length).at(-1);
  if (last) source.show(last, 0, { quiet: true });
  return true;
}

export const currentId = () => (chat.turns.length ? chat.id : null);

export function forget(id) { if (id === null || id === chat.id) { stop(); chat = blank(); source.reset(); draw(); } }

export function renamed(id, title) { if (id === chat.id) { chat.title = title; draw(); } }

function keep(which = chat) {
  which.updated = Date.now();
  try { store.save(which); } catch (error) {
    if (!(error instanceof store.StorageProblem)) throw error;
    if (!warned) toast(t(`storage.${error.message}`), "warn");
    warned = true;
  }
}

// What went before, for the server: answers go with their seal, and count only with it.
function historyBefore(turn) {
  const messages = [];
  for (const earlier of chat.turns) {
    if (earlier === turn) break;
    messages.push({ role: "user", content: earlier.question });
    if (earlier.reply && earlier.seal) messages.push({ role: "assistant", content: earlier.reply.text, seal: earlier.seal });
  }
  return messages.slice(-60);
}

export async function submit(question) {
  question = question.trim();
  if (!question || running) return;
  if ([...question].length > meta.limit) { toast(t("error.too_long", { limit: meta.limit.toLocaleString() }), "warn"); return; }
  const turn = { id: randomId(), question, at: Date.now(), status: "running", reply: null, blocks: [] };
  if (!chat.turns.length) { chat.title = question.replace(/\s+/g, " ").slice(0, 80); chat.created = Date.now(); }
  chat.turns.push(turn);
  for (const el of $$(".follow", turnsEl)) el.remove(); // only the last answer suggests how to go on
  field.value = "";
  grow();
  draw(turn);
  history.replaceState({}, "", `/?c=${chat.id}`);
  setTitle(chat.title);
  await run(turn);
}

async function run(turn) {
  Object.assign(turn, { status: "running", reply: null, blocks: [], error: null, rating: null });
  const mine = chat; // another chat may be opened before the answer ends
  running = { turn, abort: new AbortController() };
  const patience = setTimeout(() => { if (!turn.stage && !turn.blocks.length) { turn.stage = "wait"; redraw(turn); } }, 2500);
  turn.stage = null;
  busy(true);
  redraw(turn);
  toTop(turn);
  keep(mine);
  try {
    await ask(turn.question, historyBefore(turn), running.abort.signal, (event) => receive(turn, event));
  } catch (error) {
    if (error.name === "AbortError") turn.status = "stopped";
    else if (error instanceof Failure) { turn.status = "failed"; turn.error = { code: navigator.onLine === false ? "lost" : error.code, message: error.message }; }
    else { running = null; busy(false); throw error; }
  }
  clearTimeout(patience);
  running = null;
  busy(false);
  redraw(turn);
  keep(mine);
  finished(turn);
}

function receive(turn, event) {
  if (event.event === "stage") { turn.stage = event.name; if (!turn.blocks.length) redraw(turn); }
  else if (event.event === "delta") { turn.blocks = event.blocks; turn.stage = null; fillAnswer(turn); }
  else if (event.event === "reply") { Object.assign(turn, { status: "done", reply: event.reply, blocks: event.blocks, grounding: event.grounding, seal: event.seal }); }
  else if (event.event === "error") Object.assign(turn, { status: "failed", error: event });
}

function finished(turn) {
  if (turn.reply) {
    announce(t(`said.${turn.reply.kind}`, { n: turn.reply.citations.length }));
    if (!chat.turns.includes(turn)) return;
    if (turn.reply.citations.length) source.show(turn, 0, { quiet: true });
    else source.reset(); // what was merely found is offered, not put in front of the person
  } else announce(t(turn.status === "stopped" ? "said.stopped" : "said.failed"));
}

export function stop() { if (running) running.abort.abort(); }

function busy(on) {
  form.classList.toggle("busy", on);
  send.classList.toggle("stop-button", on);
  send.classList.toggle("primary", !on);
  send.replaceChildren(...(on ? [icon("stop"), h("span", { text: t("ask.stop") })] : [h("span", { text: t("ask.send") })]));
}

// ---- drawing ------------------------------------------------------------------------------------------------

function draw(only) {
  const empty = chat.turns.length === 0;
  welcome.hidden = !empty;
  $("#ask-title").textContent = empty ? t("ask.heading") : chat.title;
  $("#view-ask").classList.toggle("empty", empty);
  if (only) turnsEl.append(turnElement(only));
  else turnsEl.replaceChildren(...chat.turns.map(turnElement));
}

function redraw(turn) {
  const old = document.getElementById(`turn-${turn.id}`);
  if (!old) return;
  const fresh = turnElement(turn);
  if (old.classList.contains("last")) fresh.classList.add("last");
  old.replaceWith(fresh);
}

function toTop(turn) {
  $$(".turn.last", turnsEl).forEach((el) => el.classList.remove("last"));
  const el = document.getElementById(`turn-${turn.id}`);
  el.classList.add("last"); // reserves the height of the view, so that a growing answer moves nothing
  const top = el.offsetTop - log.offsetTop - 8;
  log.scrollTo({ top, behavior: reducedMotion() ? "auto" : "smooth" });
}

function turnElement(turn) {
  const index = chat.turns.indexOf(turn);
  return h("article", { class: "turn", id: `turn-${turn.id}`, "aria-label": t("turn.label", { n: index + 1 }) },
    h("div", { class: "asked", "data-testid": "user" },
      h("h2", { class: "asked-text", dir: "auto", text: turn.question }),
      turn.status === "running" ? null : h("div", { class: "asked-tools" },
        iconButton(t("turn.edit"), "edit", { on: { click: () => edit(turn) } }),
        iconButton(t("turn.copy_question"), "copy", { on: { click: () => copied(turn.question) } }))),
    h("div", { class: "answer", "data-testid": "bot" }, answerParts(turn)));
}

function answerParts(turn) {
  if (turn.status === "running") return [h("div", { class: "answer-text prose", dir: "auto" }, turn.blocks.length ? blocksOf(turn) : waiting(turn))];
  if (turn.reply) return replyParts(turn);
  const partial = turn.blocks.length ? h("div", { class: "answer-text prose", dir: "auto" }, blocksOf(turn)) : null;
  return [partial, problem(turn)];
}

function waiting(turn) {
  return [h("p", { class: "stage" }, h("span", { class: "spinner", "aria-hidden": "true" }), h("span", { text: t(`stage.${turn.stage || "retrieve"}`) })),
    h("div", { class: "skeleton", "aria-hidden": "true" }, h("i"), h("i"), h("i"))];
}

function fillAnswer(turn) {
  const box = $(`#turn-${turn.id} .answer-text`, turnsEl);
  if (box) box.replaceChildren(blocksOf(turn));
}

function blocksOf(turn) {
  const cite = (n) => citeLink(turn, n);
  try { return renderBlocks(turn.blocks, { cite, base: 1, tableLabel: t("table.label") }); } catch (error) {
    if (!(error instanceof TypeError)) throw error; // blocks that were stored by something else: the words alone
    return h("p", { text: turn.reply ? turn.reply.text : "" });
  }
}

// The visible number, between brackets that only a reader or a copy meets.
export function citeLink(turn, n) {
  const citation = turn.reply && turn.reply.citations.find((c) => c.number === n);
  const where = citation ? [citation.title, ...citation.section.slice(-1)].join(", ") : "";
  const label = citation ? t("cite.label", { n, where }) : t("cite.short", { n });
  return h("a", { class: "cite", href: `#cite-${turn.id}-${n}`, "aria-label": label, title: where || null },
    h("span", { class: "cite-bracket", text: "[" }), String(n), h("span", { class: "cite-bracket", text: "]" }));
}

function replyParts(turn) {
  const { reply } = turn;
  const abstained = reply.kind === "abstention";
  return [
    reply.standalone_question && reply.standalone_question !== turn.question ? h("p", { class: "understood" }, t("turn.understood"), " ", h("q", { text: reply.standalone_question })) : null,
    reply.kind === "partial" ? h("p", { class: "kind-note" }, icon("half"), h("span", { text: t("kind_note.partial") })) : null,
    h("div", { class: `answer-text prose kind-${reply.kind}`, dir: "auto" },
      abstained ? h("p", { class: "kind-head" }, icon("none"), h("strong", { text: t(`reason.${reply.reason || "no_evidence"}`) })) : null,
      blocksOf(turn)),
    missingList("turn.missing", (reply.missing || []).filter((m) => !m.startsWith(UNSURE)).map(missingWords)),
    missingList("turn.unsure", (reply.missing || []).filter((m) => m.startsWith(UNSURE)).map((m) => m.slice(UNSURE.length))),
    abstained ? nearby(turn) : groundingLine(turn),
    printSources(turn),
    tools(turn),
    followUps(turn),
  ];
}

// What the library may well tell of, only not in so many words.
const UNSURE = "plain answer: ";

function missingList(label, items) {
  return items.length ? h("div", { class: "missing" }, h("p", { class: "label", text: t(label) }), h("ul", {}, items.map((item) => h("li", {}, item)))) : null;
}

// "place: Oslo": what kind of thing is missing, and which.
function missingWords(text) {
  const [, kind, what] = /^([a-z ]{2,24}): (.+)$/s.exec(text) || [];
  return kind ? [h("span", { class: "missing-kind", text: `${kind} ` }), what] : text;
}

// On paper the pane is gone, so the sources stand under the answer; hidden on the screen.
function printSources(turn) {
  return turn.reply.citations.length ? h("ol", { class: "print-sources", lang: "en" }, turn.reply.citations.map((c) => h("li", { text: sourceLine(c) }))) : null;
}

function nearby(turn) {
  const { related } = turn.reply;
  if (!related.length) return h("p", { class: "hint", text: t("turn.try_other") });
  return h("div", { class: "nearby" }, h("p", { class: "label", text: t("turn.nearby") }),
    h("ul", {}, related.slice(0, 4).map((c, i) => h("li", {}, h("a", { class: "near-link", href: `#near-${turn.id}-${i}`, lang: "en" }, h("strong", { text: c.title }), c.section.length ? ` · ${c.section.at(-1)}` : "")))),
    h("p", { class: "hint", text: t("turn.try_other") }));
}

function groundingLine(turn) {
  const g = turn.grounding;
  if (!g || !g.statements) return null;
  const parts = [t("ground.quoted", { n: g.documents })];
  if (g.computed) parts.push(t("ground.computed", { n: g.computed }));
  if (g.dropped) parts.push(t("ground.dropped", { n: g.dropped, all: g.dropped + g.statements }));
  return h("p", { class: g.dropped ? "grounding open" : "grounding" }, icon(g.dropped ? "half" : "shield"), h("span", { text: parts.join(" ") }));
}

function tools(turn) {
  const rate = (value, name) => iconButton(t(`feedback.${value}`), name, { class: "icon-btn rate", "aria-pressed": String(turn.rating === value), on: { click: () => feedback(turn, value) } });
  return h("div", { class: "tools", role: "group", "aria-label": t("turn.tools") },
    button(t("turn.copy"), { class: "btn quiet small", on: { click: () => copied(answerMarkdown(turn)) } }, "copy"),
    button(t("turn.retry"), { class: "btn quiet small", on: { click: () => retry(turn) } }, "retry"),
    button(t("turn.sources", { n: turn.reply.citations.length || turn.reply.related.length }), { class: "btn quiet small sources-btn", on: { click: (e) => source.show(turn, 0, { from: e.currentTarget }) } }, "quote"),
    meta.feedback ? [rate("up", "up"), rate("down", "down")] : null);
}

function followUps(turn) {
  const asks = turn.reply.follow_ups || [];
  if (!asks.length || chat.turns.at(-1) !== turn) return null;
  return h("div", { class: "follow" }, h("p", { class: "label", text: t("turn.follow") }),
    h("ul", { class: "examples" }, asks.slice(0, 3).map((q) => h("li", {}, h("button", { type: "button", class: "example", lang: "en", text: q })))));
}

function problem(turn) {
  const code = turn.status === "stopped" ? "stopped" : turn.status === "failed" ? turn.error?.code || "failed" : "interrupted";
  const known = t(`problem.${code}`);
  const text = code === "advisor" || known === `problem.${code}` ? turn.error?.message || t("problem.failed") : known;
  return h("div", { class: code === "stopped" ? "notice" : "notice warn" }, h("p", { text }),
    button(t("turn.retry"), { class: "btn small", on: { click: () => retry(turn) } }, "retry"));
}

// ---- what a person does -------------------------------------------------------------------------------------

async function copied(text) { toast(t((await copyText(text)) ? "copied" : "copy_failed")); }

function retry(turn) {
  if (running) return;
  chat.turns = chat.turns.slice(0, chat.turns.indexOf(turn) + 1);
  draw();
  run(turn);
}

function edit(turn) {
  if (running) return;
  const el = $(`#turn-${turn.id} .asked`, turnsEl);
  const area = h("textarea", { class: "edit-field", rows: "2", "aria-label": t("turn.edit_label"), dir: "auto" });
  area.value = turn.question;
  const cancel = () => redraw(turn);
  const done = () => {
    const question = area.value.trim();
    if (!question) return;
    const index = chat.turns.indexOf(turn);
    chat.turns = chat.turns.slice(0, index);
    draw();
    submit(question);
  };
  area.addEventListener("keydown", (e) => { if (e.key === "Escape") { e.stopPropagation(); cancel(); } if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); done(); } });
  const later = chat.turns.length - 1 - chat.turns.indexOf(turn);
  el.replaceChildren(area, h("div", { class: "edit-tools" }, later ? h("p", { class: "hint", text: t("turn.edit_note", { n: later }) }) : null,
    button(t("cancel"), { class: "btn quiet small", on: { click: cancel } }), button(t("ask.send"), { class: "btn primary small", on: { click: done } })));
  area.focus();
}

async function feedback(turn, value) {
  turn.rating = turn.rating === value ? null : value;
  for (const el of $$(`#turn-${turn.id} .rate`, turnsEl)) el.setAttribute("aria-pressed", "false");
  keep();
  if (!turn.rating) return;
  const pressed = $$(`#turn-${turn.id} .rate`, turnsEl)[value === "up" ? 0 : 1];
  pressed.setAttribute("aria-pressed", "true");
  const record = { rating: value, question: turn.question, text: turn.reply.text, kind: turn.reply.kind, seal: turn.seal };
  try { await postJson("/api/feedback", record); } catch (error) {
    if (!(error instanceof Failure)) throw error;
    toast(t("feedback.failed"), "warn");
    return;
  }
  toast(t("feedback.thanks"));
  if (value === "down") askReason(turn, record);
}

function askReason(turn, record) {
  const box = $(`#turn-${turn.id} .tools`, turnsEl);
  $(".reason", box.parentElement)?.remove();
  const input = h("input", { type: "text", maxlength: "1000", id: `reason-${turn.id}` });
  const formEl = h("form", { class: "reason", on: { submit: async (e) => {
    e.preventDefault();
    const reason = input.value.trim();
    formEl.remove();
    if (reason) { await postJson("/api/feedback", { ...record, reason }); toast(t("feedback.thanks")); }
  } } }, h("label", { for: `reason-${turn.id}`, text: t("feedback.reason") }), input, h("button", { type: "submit", class: "btn small", text: t("feedback.send") }));
  box.after(formEl);
  input.focus();
}

// ---- composer -----------------------------------------------------------------------------------------------

function grow() {
  field.rows = Math.min(8, Math.max(1, field.value.slice(0, 4000).split("\n").reduce((n, line) => n + Math.max(1, Math.ceil(line.length / 64)), 0)));
  const length = field.value.length;
  $("#counter").textContent = length > meta.limit * 0.75 ? `${length.toLocaleString()} / ${meta.limit.toLocaleString()}` : "";
  form.classList.toggle("over", length > meta.limit);
}

export function prefill(question) { field.value = question.slice(0, meta.limit); grow(); field.focus(); }

export function start() {
  form.addEventListener("submit", (e) => { e.preventDefault(); if (running) stop(); else submit(field.value); });
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); if (!running) submit(field.value); }
    if (e.key === "Escape" && running) { e.preventDefault(); stop(); }
  });
  $("#new-chat").addEventListener("click", () => newChat());
  log.addEventListener("click", (e) => {
    const example = e.target.closest(".example");
    if (example) { submit(example.textContent); return; }
    const link = e.target.closest("a[href^='#cite-'], a[href^='#near-']");
    if (!link) return;
    e.preventDefault();
    followLink(link);
  });
  window.addEventListener("beforeunload", () => { if (running) keep(); });
}

function followLink(link) {
  const [, kind, id, n] = /^#(cite|near)-([a-z0-9]+)-(\d+)$/.exec(link.getAttribute("href")) || [];
  const turn = chat.turns.find((x) => x.id === id);
  if (!turn || !turn.reply) return;
  const index = kind === "near" ? turn.reply.citations.length + +n : turn.reply.citations.findIndex((c) => c.number === +n);
  if (index >= 0) source.show(turn, index, { from: link });
}
