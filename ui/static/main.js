// Starts the page: which view is shown, the theme, the language, the shortcuts.

import { $, $$, h } from "./dom.js";
import * as ask from "./ask.js";
import * as shell from "./shell.js";
import * as source from "./source.js";
import * as store from "./store.js";
import { t } from "./text.js";

const LAZY = { pathways: () => import("./pathways.js"), market: () => import("./market.js"), library: () => import("./library.js"), history: () => import("./history.js") };
const root = document.documentElement;

function viewOf(url) {
  const name = url.pathname.replace(/^\/+|\/+$/g, "");
  if (!name && url.searchParams.has("doc")) return "library";
  return name in LAZY ? name : "ask";
}

async function route(focus) {
  const url = new URL(location.href);
  const view = viewOf(url);
  root.dataset.view = view;
  for (const el of $$("main > .view")) el.hidden = el.dataset.view !== view;
  for (const el of $$("[data-nav].nav-item")) { if (el.dataset.nav === view) el.setAttribute("aria-current", "page"); else el.removeAttribute("aria-current"); }
  const pane = $("#source");
  if (source.isOpen()) source.close();
  pane.hidden = view !== "ask";
  shell.setTitle();
  if (view === "ask") openAsk(url);
  else {
    const module = await LAZY[view]();
    await module.open(url, $(`#view-${view}`));
  }
  if (focus) $(`#view-${view} h1`)?.focus({ preventScroll: true });
}

function openAsk(url) {
  const id = url.searchParams.get("c"), question = url.searchParams.get("q");
  if (id && id !== ask.currentId()) { if (!ask.openChat(id)) history.replaceState({}, "", "/"); }
  else if (!id && ask.currentId() && !question) history.replaceState({}, "", `/?c=${ask.currentId()}`);
  if (question) { ask.newChat(false); ask.prefill(question); }
  const chat = ask.currentId() && store.load(ask.currentId());
  shell.setTitle(chat ? chat.title : undefined);
}

// ---- theme and language -------------------------------------------------------------------------------------

const THEMES = ["system", "light", "dark"];
const theme = () => (THEMES.includes(store.setting("theme")) ? store.setting("theme") : "system");

function setTheme(next) {
  store.setting("theme", next === "system" ? null : next);
  if (next === "system") delete root.dataset.theme; else root.dataset.theme = next;
}

function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  setTheme(next);
  shell.toast(`${t("theme.label")}: ${t(`theme.${next}`)}`);
}

function setLanguage(code) {
  const url = new URL(location.href);
  url.searchParams.set("lang", code); // the server answers in it, and remembers it in a cookie
  location.assign(url);
}

// ---- shortcuts ----------------------------------------------------------------------------------------------

const SHORTCUTS = [["/", "keys.ask"], ["Alt N", "keys.new"], ["Enter", "keys.send"], ["Shift Enter", "keys.line"], ["Esc", "keys.escape"], ["[ ]", "keys.sources"], ["Alt 1 – 5", "keys.views"], ["?", "keys.help"]];

function help() {
  const on = store.setting("keys") !== "off";
  const box = h("input", { type: "checkbox", id: "keys-on" });
  box.checked = on;
  box.addEventListener("change", () => store.setting("keys", box.checked ? null : "off"));
  const rows = SHORTCUTS.map(([key, text]) => h("div", { class: "key-row" }, h("dt", {}, key.split(" ").map((k) => (k === "–" ? " – " : h("kbd", { text: k })))), h("dd", { text: t(text) })));
  const select = $("#lang").cloneNode(true);
  select.id = "lang-dialog";
  select.value = root.lang;
  select.addEventListener("change", () => setLanguage(select.value));
  const themes = h("div", { class: "segmented", role: "group", "aria-label": t("theme.label") }, THEMES.map((name) =>
    h("button", { type: "button", "aria-pressed": String(name === theme()), text: t(`theme.${name}`), on: { click: (e) => {
      setTheme(name);
      for (const el of e.currentTarget.parentElement.children) el.setAttribute("aria-pressed", String(el === e.currentTarget));
    } } })));
  shell.dialog(t("help.title"), h("div", {},
    h("div", { class: "setting" }, h("span", { text: t("theme.label") }), themes),
    h("div", { class: "setting" }, h("label", { for: "lang-dialog", text: t("lang.label") }), h("span", { class: "select small" }, select)),
    h("h3", { class: "label keys-title", text: t("help.keys") }), h("dl", { class: "keys" }, rows), h("label", { class: "check" }, box, t("keys.single"))), []);
}

function onKey(e) {
  if (document.querySelector("dialog[open]")) return;
  if (e.key === "Escape" && source.isOpen()) { source.close(); return; }
  if (e.altKey && !e.ctrlKey && !e.metaKey) {
    if (e.code === "KeyN") { e.preventDefault(); shell.navigate("/"); ask.newChat(); return; }
    const n = /^Digit([1-5])$/.exec(e.code)?.[1];
    if (n) { e.preventDefault(); $$(".nav-item")[n - 1].click(); return; }
  }
  if (e.ctrlKey || e.metaKey || e.altKey || store.setting("keys") === "off") return;
  if (e.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (e.key === "/") { e.preventDefault(); ($("main > .view:not([hidden]) input[type=search]") || $("#question")).focus(); }
  else if (e.key === "?") { e.preventDefault(); help(); }
  else if (e.key === "[" || e.key === "]") { if (!$("#source").hidden) source.step(e.key === "[" ? -1 : 1); }
}

function onClick(e) {
  const link = e.target.closest?.("a[data-nav], a[data-route]");
  if (!link || e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  shell.navigate(link.getAttribute("href"));
}

const arrived = new URL(location.href);
if (arrived.searchParams.has("lang")) { arrived.searchParams.delete("lang"); history.replaceState({}, "", arrived); }
shell.onNavigate((focus) => route(focus));
ask.start();
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
window.addEventListener("popstate", () => route(false));
window.addEventListener("offline", () => shell.toast(t("problem.lost"), "warn"));
$("#theme").addEventListener("click", nextTheme);
$("#help").addEventListener("click", help);
$("#lang").addEventListener("change", (e) => setLanguage(e.target.value));
route(false).then(() => { root.dataset.ready = ""; });
