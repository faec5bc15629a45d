// Elements from plain data. Text is always set as text, addresses are checked, and nothing here parses markup.

const WEB = /^(https?:\/\/|\/(?!\/)|#|blob:)/i;
const NS = "http://www.w3.org/2000/svg";

export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  apply(el, props);
  add(el, children);
  return el;
}

export function s(tag, props, ...children) {
  const el = document.createElementNS(NS, tag);
  apply(el, props);
  add(el, children);
  return el;
}

function apply(el, props) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [type, fn] of Object.entries(value)) el.addEventListener(type, fn);
    else if (name === "text") el.textContent = value;
    else if (/^on/i.test(name) || name === "style" || name === "srcdoc") throw new Error(`attribute ${name} is not allowed`);
    else if (name === "href" || name === "src") { if (WEB.test(value)) el.setAttribute(name, value); }
    else el.setAttribute(name, value === true ? "" : String(value));
  }
}

function add(el, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    el.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function icon(name, className = "icon") {
  return s("svg", { class: className, "aria-hidden": "true", focusable: "false" }, s("use", { href: `#i-${name}` }));
}

export function button(label, props = {}, iconName = null) {
  const { class: cls = "btn", ...rest } = props;
  return h("button", { type: "button", class: cls, ...rest }, iconName && icon(iconName), h("span", { text: label }));
}

export function iconButton(label, name, props = {}) {
  const { class: cls = "icon-btn", ...rest } = props;
  return h("button", { type: "button", class: cls, "aria-label": label, title: label, ...rest }, icon(name));
}

// ---- trees of blocks and segments (see ui/render.py) ----------------------------------------------------------

// context: cite(n) -> element; marks [[start, end]]; refs [[end, element()]]; base: level of the document's own title
export function renderBlocks(blocks, context = {}) {
  const out = document.createDocumentFragment();
  for (const block of blocks || []) out.append(renderBlock(block, context));
  return out;
}

function anchor(block, context) {
  return context.anchors && block.line ? { id: `L${block.line}`, tabindex: "-1" } : {};
}

function renderBlock(block, context) {
  switch (block.k) {
    case "h": {
      const level = Math.min(6, Math.max(2, block.level + (context.base || 0)));
      return h(`h${level}`, anchor(block, context), inlineNodes(block.segs, context, block.end));
    }
    case "ul":
    case "ol":
      return h(block.k, {}, block.items.map((item) =>
        h("li", { ...anchor(item, context), class: item.level > 1 ? `level-${Math.min(item.level, 4)}` : null },
          inlineNodes(item.segs, context, item.end))));
    case "table":
      return table(block, context);
    case "code":
      return h("pre", { ...anchor(block, context), tabindex: "0" }, h("code", {}, inlineNodes(block.segs.map((x) => ({ ...x, c: 0 })), context, block.end)));
    default:
      return h("p", anchor(block, context), inlineNodes(block.segs, context, block.end));
  }
}

function table(block, context) {
  const head = (block.head || []).length
    ? h("thead", {}, h("tr", {}, block.head.map((cell) => h("th", { scope: "col" }, inlineNodes(cell, context)))))
    : null;
  const rows = block.rows.map((row) => {
    const hit = row.start !== undefined && overlaps(context.marks, row.start, row.end);
    return h("tr", { ...anchor(row, context), class: hit ? "hit" : null },
      row.cells.map((cell, i) => h("td", {}, inlineNodes(cell, context, i === row.cells.length - 1 ? row.end : undefined))));
  });
  return h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": context.tableLabel || "Table" },
    h("table", {}, head, h("tbody", {}, rows)));
}

export function overlaps(marks, start, end) {
  return (marks || []).some(([a, b]) => a < end && start < b);
}

function inlineNodes(segs, context, end) {
  const nodes = [];
  for (const [i, given] of (segs || []).entries()) {
    // A citation stays on the line of the word before it.
    const seg = segs[i + 1]?.n && !given.n ? { ...given, t: given.t.replace(/ $/, "\u00a0") } : given;
    for (const piece of pieces(seg, context)) {
      nodes.push(pieceNode(piece, seg, context));
      if (piece.end !== undefined) nodes.push(...takeRefs(context, piece.end));
    }
  }
  if (end !== undefined) nodes.push(...takeRefs(context, end));
  return nodes;
}

// A segment cut where a marked span or a source mark begins or ends.
function pieces(seg, context) {
  if (seg.s === undefined) return [{ text: seg.t }];
  const start = seg.s, end = seg.s + codePoints(seg.t);
  const cuts = new Set([start, end]);
  for (const [a, b] of context.marks || []) for (const x of [a, b]) if (x > start && x < end) cuts.add(x);
  for (const ref of context.refs || []) if (ref.end > start && ref.end < end) cuts.add(ref.end);
  const chars = end - start === seg.t.length ? seg.t : [...seg.t];
  const points = [...cuts].sort((a, b) => a - b);
  return points.slice(1).map((to, i) => {
    const part = chars.slice(points[i] - start, to - start);
    return { text: typeof part === "string" ? part : part.join(""), start: points[i], end: to };
  });
}

// Offsets count code points, as Python does; JavaScript's strings count UTF-16 units.
function codePoints(text) {
  let n = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) { const next = text.charCodeAt(i + 1); if (next >= 0xdc00 && next < 0xe000) n--; }
  }
  return n;
}

function pieceNode(piece, seg, context) {
  if (seg.n && context.cite) return context.cite(seg.n);
  let node = document.createTextNode(piece.text);
  if (seg.c) node = h("code", {}, node);
  if (seg.i) node = h("em", {}, node);
  if (seg.b) node = h("strong", {}, node);
  if (seg.u) node = h("a", { href: seg.u, target: "_blank", rel: "noopener noreferrer nofollow" }, node);
  if (piece.start !== undefined && overlaps(context.marks, piece.start, piece.end)) node = h("mark", {}, node);
  return node;
}

function takeRefs(context, end) {
  const refs = context.refs;
  const nodes = [];
  while (refs && refs.length && refs[0].end <= end) nodes.push(refs.shift().node());
  return nodes;
}

// ---- small things -----------------------------------------------------------------------------------------------

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    const area = h("textarea", { class: "vh", "aria-hidden": "true", tabindex: "-1" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function download(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export function reducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
