// A lesson's words by their ids: a text file whose "## id" headings start the entries, as
// engine/lesson/prose.h reads it. An id without an entry shows as itself.

export function parse_prose(text) {
  const entries = new Map();
  const parts = text.replace(/\r/g, '').split(/^## +(.*)$/m);
  for (let i = 1; i + 1 < parts.length; i += 2) entries.set(parts[i].trim(), parts[i + 1].trim());
  return entries;
}

export function say(entries, id) {
  return entries.get(id) ?? id;
}
