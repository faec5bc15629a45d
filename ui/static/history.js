// The conversations of this browser: open, rename, delete, export.

import { button, download, h, icon, iconButton } from "./dom.js";
import * as ask from "./ask.js";
import { chatJson, chatMarkdown, fileName } from "./exporting.js";
import { dialog, navigate, setTitle, toast } from "./shell.js";
import * as store from "./store.js";
import { t, when } from "./text.js";

export function open(url, root) {
  root.classList.add("scroll");
  draw(root);
  setTitle();
}

function draw(root) {
  const chats = store.list();
  const name = (chat) => chat.title || t("history.untitled");
  root.replaceChildren(h("div", { class: "column" },
    h("header", { class: "view-head" }, h("h1", { tabindex: "-1", text: t("history.title") }), h("p", { text: t("history.lead") }),
      chats.length ? h("div", { class: "head-row" },
        button(t("history.export_all"), { class: "btn small", on: { click: () => download("chats.json", "application/json", `[${chats.map(chatJson).join(",\n")}]`) } }, "download"),
        button(t("history.delete_all"), { class: "btn quiet small", on: { click: () => removeAll(root, chats.length) } }, "trash")) : null),
    chats.length ? h("ul", { class: "cards" }, chats.map((chat) => h("li", { class: "card" },
      h("div", { class: "what" }, h("h2", {}, h("a", { href: `/?c=${chat.id}`, "data-route": "", dir: "auto", text: name(chat) })), h("p", { class: "sub", text: `${when(chat.updated)} · ${t("history.turns", { n: chat.turns.length })}` })),
      h("div", { class: "do" },
        iconButton(`${t("history.rename")}: ${name(chat)}`, "edit", { on: { click: () => rename(root, chat) } }),
        button("MD", { class: "btn quiet small", "aria-label": `${t("history.export_md")}: ${name(chat)}`, title: t("history.export_md"), on: { click: () => download(fileName(chat.title, "md"), "text/markdown", chatMarkdown(chat)) } }),
        button("JSON", { class: "btn quiet small", "aria-label": `${t("history.export_json")}: ${name(chat)}`, title: t("history.export_json"), on: { click: () => download(fileName(chat.title, "json"), "application/json", chatJson(chat)) } }),
        iconButton(`${t("history.delete")}: ${name(chat)}`, "trash", { on: { click: () => remove(root, chat) } })))))
      : h("div", { class: "empty" }, h("p", { text: t("history.empty") }), h("a", { class: "btn primary", href: "/", "data-nav": "ask" }, icon("ask"), h("span", { text: t("history.start") })))));
}

async function rename(root, chat) {
  const input = h("input", { class: "input", id: "chat-name", maxlength: "120", value: chat.title, dir: "auto" });
  const value = await dialog(t("history.rename"), h("div", {}, h("label", { class: "label", for: "chat-name", text: t("history.rename_label") }), input), [{ label: t("cancel") }, { label: t("history.save"), main: true, value: () => input.value.trim() }]);
  if (!value) return;
  try { store.save({ ...chat, title: value }); } catch (error) {
    if (!(error instanceof store.StorageProblem)) throw error;
    toast(t(`storage.${error.message}`), "warn");
  }
  ask.renamed(chat.id, value);
  draw(root);
}

async function remove(root, chat) {
  const sure = await dialog(t("history.delete"), h("p", { text: t("history.delete_sure", { title: chat.title || t("history.untitled") }) }), [{ label: t("cancel") }, { label: t("history.delete"), main: true, tone: "danger", value: () => true }]);
  if (!sure) return;
  store.remove(chat.id);
  ask.forget(chat.id);
  navigate("/history");
  toast(t("history.deleted"));
}

async function removeAll(root, count) {
  const sure = await dialog(t("history.delete_all"), h("p", { text: t("history.delete_all_sure", { count }) }), [{ label: t("cancel") }, { label: t("history.delete_all"), main: true, tone: "danger", value: () => true }]);
  if (!sure) return;
  store.removeAll();
  ask.forget(null);
  navigate("/history");
  toast(t("history.deleted"));
}
