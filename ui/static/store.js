// Conversations in this browser alone. Each has a key of its own, so that two tabs never overwrite each other.

const PREFIX = "cpa.chat.";

export class StorageProblem extends Error {}

function storage() {
  try { return window.localStorage; } catch (error) { return null; }
}

export function list() {
  const box = storage();
  if (!box) return [];
  const found = [];
  for (let i = 0; i < box.length; i++) {
    const key = box.key(i);
    if (key && key.startsWith(PREFIX)) { const chat = parse(box.getItem(key)); if (chat) found.push(chat); }
  }
  return found.sort((a, b) => b.updated - a.updated);
}

export function load(id) {
  return parse(storage()?.getItem(PREFIX + id));
}

export function save(chat) {
  const box = storage();
  if (!box) throw new StorageProblem("blocked");
  try { box.setItem(PREFIX + chat.id, JSON.stringify(chat)); } catch (error) { throw new StorageProblem(error.name === "QuotaExceededError" ? "full" : "blocked"); }
}

export function remove(id) { storage()?.removeItem(PREFIX + id); }

export function removeAll() { for (const chat of list()) remove(chat.id); }

export function setting(name, value) {
  const box = storage();
  if (!box) return null;
  if (value === undefined) return box.getItem(`cpa.${name}`);
  try { if (value === null) box.removeItem(`cpa.${name}`); else box.setItem(`cpa.${name}`, value); } catch (error) { /* a preference that cannot be kept is no loss */ }
  return value;
}

// What was stored is read as data of an unknown origin: only the expected shapes pass.
function parse(raw) {
  if (!raw) return null;
  let chat;
  try { chat = JSON.parse(raw); } catch (error) { return null; }
  if (!chat || typeof chat.id !== "string" || !/^[a-z0-9]{4,32}$/.test(chat.id) || !Array.isArray(chat.turns)) return null;
  const turns = chat.turns.filter((x) => x && typeof x.id === "string" && /^[a-z0-9]{4,32}$/.test(x.id) && typeof x.question === "string")
    .map((x) => ({ ...x, reply: x.reply && validReply(x.reply) ? x.reply : null, blocks: Array.isArray(x.blocks) ? x.blocks : [] }));
  return { id: chat.id, title: String(chat.title || ""), created: +chat.created || 0, updated: +chat.updated || 0, turns };
}

function validReply(reply) {
  const citation = (c) => c && typeof c.document_id === "string" && typeof c.quote === "string" && Number.isInteger(c.start) && Number.isInteger(c.end) && Array.isArray(c.section);
  return typeof reply.text === "string" && ["answer", "partial", "abstention"].includes(reply.kind)
    && Array.isArray(reply.citations) && reply.citations.every(citation) && Array.isArray(reply.related) && reply.related.every(citation);
}
