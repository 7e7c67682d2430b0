// What happened so far, line by line, as a list that can be read, searched and copied: the same log
// that the scene is drawn from.
import {h, replace_children, set_text} from './dom.js';

const kLinesMax = 50;  // more the program does not hand out

export function make_story() {
  const list = h('ol');
  const summary = h('summary', {id: 'story-summary'}, 'What happened so far');
  const element = h('details', {class: 'story', id: 'story'}, summary, list);
  let lines = [];
  let shown = '';
  const fill = () => {
    const key = JSON.stringify(lines);
    if (!element.open || key === shown) return;
    shown = key;
    replace_children(list, lines.map(render_line));
  };
  element.addEventListener('toggle', fill);
  return {
    element,
    show(events) {
      lines = events;
      element.hidden = lines.length === 0;
      const count = lines.length < kLinesMax ? lines.length : `the last ${kLinesMax} lines`;
      set_text(summary, `What happened so far (${count})`);
      fill();
    },
  };
}

// A line is its text, or {time, text} with the time in microseconds.
function render_line(line) {
  if (typeof line === 'string') return h('li', {}, line);
  return h('li', {}, h('time', {}, `${(line.time / 1e6).toFixed(3)} s`), h('span', {}, line.text));
}
