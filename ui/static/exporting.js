// Answers and conversations as Markdown and JSON that stand on their own.

import { period, t, when } from "./text.js";

export function answerMarkdown(turn) {
  const { reply } = turn;
  const lines = [reply.text.trim()];
  if (reply.citations.length) lines.push("", ...reply.citations.map(sourceLine));
  return lines.join("\n");
}

export function sourceLine(c) {
  const refs = (c.references || []).map((r) => [r.publisher, r.title, r.year, r.url].filter(Boolean).join(", ")).join("; ");
  const where = [c.title, ...c.section].join(" › ");
  return `[${c.number}] ${where}${c.as_of ? ` (${t("source.as_of", { date: period(c.as_of) })})` : ""}: “${c.quote.trim().replace(/\s+/g, " ")}”${refs ? ` — ${refs}` : ""} · ${c.document_id}, ${c.start}–${c.end}`;
}

export function chatMarkdown(chat) {
  const parts = [`# ${chat.title}`, "", when(chat.created), ""];
  for (const turn of chat.turns) {
    parts.push(`## ${turn.question.replace(/\s+/g, " ")}`, "");
    parts.push(turn.reply ? answerMarkdown(turn) : `*${t("problem.interrupted")}*`, "");
  }
  return parts.join("\n");
}

export function chatJson(chat) {
  return JSON.stringify({ title: chat.title, created: new Date(chat.created).toISOString(), updated: new Date(chat.updated).toISOString(),
    turns: chat.turns.map((x) => ({ question: x.question, at: new Date(x.at).toISOString(), status: x.status, reply: x.reply })) }, null, 2);
}

export const fileName = (title, ending) => `${(title || "chat").normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).toLowerCase() || "chat"}.${ending}`;
