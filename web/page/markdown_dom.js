// Makes HTML elements of the blocks that markdown.js reads. Text goes in as text nodes only.
import {h} from './dom.js';
import {parse_blocks} from './markdown.js';

export function render_markdown(markdown) {
  return parse_blocks(markdown).map(render_block);
}

function render_block(block) {
  switch (block.kind) {
    case 'heading': return h(`h${Math.min(block.level, 4)}`, {}, render_spans(block.spans));
    case 'list':
      return h(
          block.ordered ? 'ol' : 'ul', {},
          block.items.map((item) => h('li', {}, render_spans(item))));
    case 'quote': return h('blockquote', {}, render_spans(block.spans));
    case 'code': return h('pre', {}, h('code', {}, block.text));
    case 'table':
      return h('table', {}, block.rows.map((row, i) => render_row(row, i === 0 ? 'th' : 'td')));
    default: return h('p', {}, render_spans(block.spans));
  }
}

function render_row(row, cell_tag) {
  return h('tr', {}, row.map((cell) => h(cell_tag, {}, render_spans(cell))));
}

export function render_spans(spans) {
  return spans.map(render_span);
}

function render_span(span) {
  switch (span.kind) {
    case 'code': return h('code', {}, span.text);
    case 'strong': return h('strong', {}, render_spans(span.spans));
    case 'emphasis': return h('em', {}, render_spans(span.spans));
    case 'link': return h('a', {href: span.href, ...leaving(span.href)}, render_spans(span.spans));
    default: return document.createTextNode(span.text);
  }
}

// A link out of the page opens beside it: the run that the learner is in must not be lost.
function leaving(href) {
  return /^https?:/i.test(href) ? {target: '_blank', rel: 'noopener'} : {};
}
