// What PostgreSQL offers as a clock of its own. Functions are recognised anywhere, bare words only inside a statement.
const FUNCTIONS = /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)/i;
const WORDS = /\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i;
const SPECIAL_INPUT = /'(?:now|today|tomorrow|yesterday)'\s*::\s*(?:timestamp|timestamptz|date|time)\b|\b(?:timestamp|timestamptz|date|time)\s*'(?:now|today|tomorrow|yesterday)'/i;
const STATEMENT = /\b(?:select|insert|update|delete|values|where|default|set|check|returning|interval|between)\b/i;

/** The first clock that a piece of SQL reads, or null. */
export function sqlClockIn(text, { isSql = false } = {}) {
  const word = isSql || STATEMENT.test(text) ? WORDS.exec(text) : null;
  return (FUNCTIONS.exec(text) ?? SPECIAL_INPUT.exec(text) ?? word ?? (/^\s*current_timestamp\s*$/i.exec(text)))?.[0].trim() ?? null;
}

/** SQL with its comments blanked out, so that line numbers stay. Quoted text and dollar bodies are kept: they run. */
export function withoutSqlComments(sql) {
  const blank = (text) => text.replace(/[^\n]/g, ' ');
  return sql.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, (part) => (part.startsWith("'") ? part : blank(part)));
}
