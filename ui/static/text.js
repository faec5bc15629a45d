// The strings of the page's language, and what else depends on it: plurals, dates.

const data = JSON.parse(document.getElementById("strings").textContent);
export const lang = document.documentElement.lang || "en";
// The browser's own form of the language for dates: en-GB and en-US write them differently.
const locale = navigator.languages.find((x) => x === lang || x.startsWith(`${lang}-`)) || lang;
const rules = new Intl.PluralRules(lang);

export function t(key, values = {}) {
  let text = data[key];
  if (text === undefined && "n" in values) text = data[`${key}.${rules.select(values.n) === "one" ? "one" : "other"}`];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

export function when(time) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
}

export function day(date) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
}

// "2026-11" -> "November 2026"; other forms as they stand
export function period(asOf) {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-\d{1,2})?$/.exec(asOf || "");
  if (!match || !match[2]) return asOf || "";
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(new Date(+match[1], +match[2] - 1, 15));
}

// Whole months since the end of the named period, as ui/handlers.months_old counts them.
export function monthsOld(asOf, now = new Date()) {
  const match = /^(\d{4})(?:-(\d{1,2}))?/.exec(asOf || "");
  if (!match) return null;
  const month = Math.min(Math.max(+(match[2] || 12), 1), 12);
  return Math.max(0, (now.getFullYear() - +match[1]) * 12 + now.getMonth() + 1 - month);
}

export function age(asOf) {
  const months = monthsOld(asOf);
  if (months === null) return "";
  if (months < 1) return t("age.now");
  if (months < 24) return t("age.months", { n: months });
  return t("age.years", { n: Math.floor(months / 12) });
}

export function freshness(asOf) {
  const months = monthsOld(asOf);
  return months === null ? "unknown" : months <= 12 ? "fresh" : months <= 24 ? "ageing" : "old";
}

export const kindName = (kind) => (data[`kind.${kind}`] === undefined ? kind : t(`kind.${kind}`));
export const kindsName = (kind) => (data[`kinds.${kind}`] === undefined ? kind : t(`kinds.${kind}`));
