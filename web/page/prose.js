// A lesson's words by their ids: a text file whose "## id" headings start the entries, as
// engine/lesson/prose.h reads it. An id without an entry shows as itself.

export function parse_prose(text) {
  const entries = new Map();
  const parts = text.replace(/\r/g, '').split(/^## +(.*)$/m);
  for (let i = 1; i + 1 < parts.length; i += 2) entries.set(parts[i].trim(), parts[i + 1].trim());
  return entries;
}

// The words with what the lesson draws, {limit} by the option that the situation names in
// "limit:90,price:20", else by the first, which is what the file says.
export function fill_words(entries, ranges, situation = '') {
  const named = new Map(situation.split(',').map((part) => part.split(':')));
  const drawn = new Map(ranges.map(({id, options}) => {
    const ids = (options ?? []).map((option) => option?.id);
    const option = ids.includes(named.get(id)) ? named.get(id) : ids[0] ?? '';
    return [id, entries.get(`range.${id}.${option}`) ?? option];
  }));
  if (drawn.size === 0) return entries;
  const fill = (text) => text.replace(/\{([\w.-]+)\}/g, (whole, name) => drawn.get(name) ?? whole);
  return new Map([...entries].map(([id, text]) => [id, fill(text)]));
}

export function say(entries, id) {
  return entries.get(id) ?? id;
}
