// Everything that is asked of the server. Answers stream through Gradio's queue; the rest is plain JSON.

const ENGINE = "/engine/gradio_api";
const documents = new Map();

export class Failure extends Error {
  constructor(code, message = "") { super(message || code); this.code = code; }
}

// Calls onEvent with each event of one answer; resolves at its end, rejects with Failure("busy"|"lost"|"failed").
export async function ask(question, history, signal, onEvent) {
  const session = randomId();
  const joined = await reach(`${ENGINE}/call/ask`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ data: [question, history], session_hash: session }), signal });
  if (joined.status === 503) throw new Failure("busy");
  if (joined.status === 413) throw new Failure("too_long");
  if (!joined.ok) throw new Failure("failed");
  const { event_id: id } = await joined.json();
  const stop = () => fetch(`${ENGINE}/cancel`, { method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify({ session_hash: session, fn_index: 0, event_id: id }) }).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    const response = await reach(`${ENGINE}/call/ask/${id}`, { signal });
    if (!response.ok || !response.body) throw new Failure("lost");
    if (!(await read(response.body.getReader(), onEvent))) throw new Failure("lost");
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function read(reader, onEvent) {
  const decoder = new TextDecoder();
  let buffer = "", finished = false;
  for (;;) {
    let part;
    try { part = await reader.read(); } catch (error) { if (error.name === "AbortError") throw error; throw new Failure("lost"); }
    buffer += decoder.decode(part.value || new Uint8Array(), { stream: !part.done });
    let cut;
    while ((cut = buffer.indexOf("\n\n")) >= 0) {
      finished = dispatch(buffer.slice(0, cut), onEvent) || finished;
      buffer = buffer.slice(cut + 2);
    }
    if (part.done) return finished;
  }
}

function dispatch(message, onEvent) {
  const event = /^event: (.*)$/m.exec(message)?.[1];
  const data = /^data: (.*)$/m.exec(message)?.[1];
  if (event === "error") throw new Failure("failed");
  if (event !== "generating" || !data || data === "null") return false;
  const value = JSON.parse(data)[0];
  if (!value || typeof value !== "object") return false;
  onEvent(value);
  return value.event === "reply" || value.event === "error";
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("lost");
  }
}

export async function getJson(url) {
  const response = await reach(url, { headers: { accept: "application/json" } });
  return answer(response);
}

export async function postJson(url, body) {
  const response = await reach(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return answer(response);
}

async function answer(response) {
  const data = response.headers.get("content-type")?.includes("json") ? await response.json() : null;
  if (!response.ok) throw new Failure(data?.code || (response.status === 503 ? "busy" : "failed"), data?.detail || "");
  return data;
}

export async function loadDocument(id, at = 0) {
  const known = documents.get(id);
  if (known && (!known.window || (at >= known.window[0] && at < known.window[1]))) return known;
  const loaded = await getJson(`/api/document?${new URLSearchParams({ id, at: String(at) })}`);
  documents.set(id, loaded);
  return loaded;
}

export function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((b) => b.toString(36).padStart(2, "0")).join("").slice(0, 14);
}
