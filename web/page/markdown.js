// Reads the small part of Markdown that lessons use: paragraphs, headings, lists, quotes, code,
// simple tables, and in them **strong**, *emphasis*, `code` and [links](…). It gives plain values;
// markdown_dom.js makes elements of them and build/noscript.mjs text. Whatever it does not know
// stays visible as the text that it is.

// A block: {kind: 'paragraph'|'heading'|'list'|'quote'|'code'|'table', …} with spans in it.
export function parse_blocks(markdown) {
  const lines = markdown.replace(/\r/g, '').split('\n');
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === '') {
      at += 1;
    } else {
      const taken = take_block(lines, at);
      blocks.push(taken.block);
      at = taken.next;
    }
  }
  return blocks;
}

const kHeading = /^(#{1,6})\s+(.*)$/;
const kItem = /^\s*(?:[-*]|(\d+)[.)])\s+(.*)$/;
const kQuote = /^>\s?(.*)$/;
const kRow = /^\|(.*)\|\s*$/;
const kFence = /^```/;

function take_block(lines, at) {
  const heading = kHeading.exec(lines[at]);
  if (heading) {
    const block = {kind: 'heading', level: heading[1].length, spans: parse_spans(heading[2])};
    return {block, next: at + 1};
  }
  if (kFence.test(lines[at])) return take_code(lines, at);
  if (kRow.test(lines[at])) return take_table(lines, at);
  if (kItem.test(lines[at])) return take_list(lines, at);
  if (kQuote.test(lines[at])) return take_quote(lines, at);
  return take_paragraph(lines, at);
}

function take_code(lines, at) {
  const end = lines.findIndex((line, i) => i > at && kFence.test(line));
  const next = end < 0 ? lines.length : end;
  return {block: {kind: 'code', text: lines.slice(at + 1, next).join('\n')}, next: next + 1};
}

function take_while(lines, at, pattern) {
  let end = at;
  while (end < lines.length && pattern.test(lines[end])) end += 1;
  return end;
}

function take_table(lines, at) {
  const next = take_while(lines, at, kRow);
  const rows = lines.slice(at, next).map((line) => kRow.exec(line)[1].split('|'));
  const is_rule = (row) => row.every((cell) => /^\s*:?-+:?\s*$/.test(cell));
  const cells = rows.filter((row) => !is_rule(row)).map((row) => {
    return row.map((cell) => parse_spans(cell.trim()));
  });
  return {block: {kind: 'table', rows: cells}, next};
}

// An item goes on over the following lines that are indented.
function take_list(lines, at) {
  const ordered = kItem.exec(lines[at])[1] !== undefined;
  const items = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const item = kItem.exec(lines[next]);
    if (item && (item[1] !== undefined) === ordered) {
      items.push(item[2]);
    } else if (/^\s+\S/.test(lines[next])) {
      items[items.length - 1] += ` ${lines[next].trim()}`;
    } else {
      break;
    }
  }
  return {block: {kind: 'list', ordered, items: items.map(parse_spans)}, next};
}

function take_quote(lines, at) {
  const next = take_while(lines, at, kQuote);
  const text = lines.slice(at, next).map((line) => kQuote.exec(line)[1]).join(' ');
  return {block: {kind: 'quote', spans: parse_spans(text)}, next};
}

function starts_other_block(line) {
  return [/^\s*$/, kHeading, kItem, kQuote, kRow, kFence].some((pattern) => pattern.test(line));
}

function take_paragraph(lines, at) {
  let next = at + 1;
  while (next < lines.length && !starts_other_block(lines[next])) next += 1;
  const text = lines.slice(at, next).map((line) => line.trim()).join(' ');
  return {block: {kind: 'paragraph', spans: parse_spans(text)}, next};
}

const kSpan = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^\]]+)\]\(([^)\s]+)\)/;

// Spans: {kind: 'text'|'code', text} or {kind: 'strong'|'emphasis'|'link', spans, href}.
export function parse_spans(text) {
  const found = kSpan.exec(text);
  if (!found) return text === '' ? [] : [{kind: 'text', text}];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...parse_spans_plain(before), span_of(found), ...parse_spans(after)];
}

function parse_spans_plain(text) {
  return text === '' ? [] : [{kind: 'text', text}];
}

function span_of([whole, code, strong, emphasis, label, href]) {
  if (code !== undefined) return {kind: 'code', text: code};
  if (strong !== undefined) return {kind: 'strong', spans: parse_spans(strong)};
  if (emphasis !== undefined) return {kind: 'emphasis', spans: parse_spans(emphasis)};
  if (!is_safe_link(href)) return {kind: 'text', text: whole};
  return {kind: 'link', href, spans: parse_spans(label)};
}

// A lesson may come from anywhere, so a link may only lead to a page, never run a script.
export function is_safe_link(href) {
  return /^(https?:\/\/|#|\.{0,2}\/|[\w-]+[./?#]|[\w-]+$)/i.test(href) &&
      !/^\w+:(?!\/\/)/.test(href);
}

// The text without its marks, for places that show one line.
export function plain_text(spans) {
  return spans.map((span) => span.spans ? plain_text(span.spans) : span.text).join('');
}
