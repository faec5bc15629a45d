// A text field that offers names while one types, by title and alias (WAI-ARIA combobox with a list).

import { h } from "./dom.js";

const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// options: [{ id, title, aliases }]; onPick(option or null)
export function combobox({ id, label, placeholder, options, onPick }) {
  let shown = [], active = -1, picked = null;
  const list = h("ul", { class: "options", id: `${id}-list`, role: "listbox", "aria-label": label });
  const input = h("input", { class: "input", id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder });
  const box = h("div", { class: "combo" }, h("label", { class: "label", for: id, text: label }), input, list);
  list.hidden = true;

  function match(text) {
    const wanted = fold(text.trim());
    const scored = options.map((o) => {
      const names = [o.title, ...o.aliases].map(fold);
      const at = names.findIndex((n) => n.includes(wanted));
      const start = names.some((n) => n.startsWith(wanted));
      return { o, alias: at > 0 ? o.aliases[at - 1] : "", score: at < 0 ? -1 : (start ? 0 : 10) + at };
    });
    return scored.filter((x) => x.score >= 0).sort((a, b) => a.score - b.score || a.o.title.localeCompare(b.o.title));
  }

  function show() {
    shown = picked && input.value === picked.title ? match("") : match(input.value);
    active = -1;
    list.replaceChildren(...shown.map((x, i) => h("li", { id: `${id}-${i}`, role: "option", "aria-selected": String(x.o === picked), lang: "en", on: { mousedown: (e) => { e.preventDefault(); pick(x.o); } } }, x.o.title, x.alias && input.value ? h("span", { class: "alias", text: x.alias }) : null)));
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function hide() { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }

  function move(by) {
    if (list.hidden) show();
    if (!shown.length) return;
    active = (active + by + shown.length) % shown.length;
    [...list.children].forEach((el, i) => el.classList.toggle("active", i === active));
    list.children[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${id}-${active}`);
  }

  function pick(option) { picked = option; input.value = option ? option.title : ""; hide(); onPick(option); }

  input.addEventListener("focus", show);
  input.addEventListener("input", () => { if (picked) { picked = null; onPick(null); } show(); });
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); move(e.key === "ArrowDown" ? 1 : -1); }
    else if (e.key === "Enter" && !list.hidden) { e.preventDefault(); const choice = shown[Math.max(active, 0)]; if (choice) pick(choice.o); }
    else if (e.key === "Escape" && !list.hidden) { e.stopPropagation(); hide(); }
  });
  input.addEventListener("blur", () => {
    hide();
    if (picked || !input.value.trim()) return;
    const exact = options.find((o) => [o.title, ...o.aliases].some((n) => fold(n) === fold(input.value.trim())));
    if (exact) pick(exact);
  });
  return { element: box, input, set: (option, quiet = false) => { picked = option; input.value = option ? option.title : ""; if (!quiet) onPick(option); }, value: () => (picked ? picked.id : input.value.trim()), get picked() { return picked; } };
}
