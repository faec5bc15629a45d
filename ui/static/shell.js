// The frame around the views: toasts, announcements, dialogs, titles, moving between views.

import { $, button, h, iconButton } from "./dom.js";
import { t } from "./text.js";

let router = () => {};
export function onNavigate(fn) { router = fn; }
export function navigate(url) { history.pushState({}, "", url); router(true); }

export function setTitle(what) {
  const view = document.documentElement.dataset.view;
  document.title = `${what || t(`nav.${view}`)} · ${t("app.name")}`;
}

let toastTimer = null;
export function toast(text, tone = "") {
  const box = $("#toasts");
  box.replaceChildren(h("p", { class: `toast ${tone}`, text }));
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.replaceChildren(), Math.max(3500, text.length * 70));
}

export function announce(text) { $("#status").textContent = text; }

// A modal dialog; resolves with the value of the button pressed, or null.
export function dialog(title, content, actions) {
  return new Promise((resolve) => {
    const id = "dialog-title";
    const el = h("dialog", { class: "dialog", "aria-labelledby": id });
    const end = (value) => { if (el.open) el.close(); el.remove(); resolve(value); };
    const form = h("form", { method: "dialog", on: { submit: (e) => { e.preventDefault(); const main = actions.find((a) => a.main); end(main ? main.value() : null); } } },
      h("header", {}, h("h2", { id, text: title }), iconButton(t("close"), "close", { on: { click: () => end(null) } })),
      content,
      actions.length ? h("footer", {}, actions.map((a) => a.main
        ? h("button", { type: "submit", class: `btn ${a.tone || "primary"}`, text: a.label })
        : button(a.label, { class: "btn quiet", on: { click: () => end(a.value ? a.value() : null) } }))) : null);
    el.append(form);
    el.addEventListener("cancel", (e) => { e.preventDefault(); end(null); });
    el.addEventListener("click", (e) => { if (e.target === el) end(null); });
    document.body.append(el);
    el.showModal();
  });
}
