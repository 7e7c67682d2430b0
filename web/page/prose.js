// A lesson's words by their ids: a text file whose "## id" headings start the entries, as
// engine/lesson/prose.h reads it. An id without an entry shows as itself.

export function parse_prose(text) {
  const entries = new Map();
  const parts = text.replace(/\r/g, '').split(/^## +(.*)$/m);
  for (let i = 1; i + 1 < parts.length; i += 2) entries.set(parts[i].trim(), parts[i + 1].trim());
  return entries;
}

// The words with what the lesson draws, as its file says it: {limit} becomes the first option of
// the range "limit", or that option's own words.
export function fill_words(entries, ranges) {
  const drawn = new Map(ranges.map(({id, options}) => {
    const option = options?.[0]?.id ?? '';
    return [id, entries.get(`range.${id}.${option}`) ?? option];
  }));
  if (drawn.size === 0) return entries;
  const fill = (text) => text.replace(/\{([\w.-]+)\}/g, (whole, name) => drawn.get(name) ?? whole);
  return new Map([...entries].map(([id, text]) => [id, fill(text)]));
}

export function say(entries, id) {
  return entries.get(id) ?? id;
}
