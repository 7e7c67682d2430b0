// Bars across the top of the page, for what the learner must know and can put away: a bad link, a
// lost picture.
import {button, by_id, h} from './dom.js';

const kClose = 'Put this message away';

// Shows a bar in place of the last of the same name. `lines` are shown one by one below the text.
export function show_bar(name, text, {lines = [], broken = false, action = null, act = null} = {}) {
  hide_bar(name);
  const list = lines.length > 0 ? h('ul', {}, lines.map((line) => h('li', {}, line))) : null;
  const bar =
      h('div', {class: broken ? 'bar broken' : 'bar', id: `bar-${name}`}, h('div', {}, text, list),
        action ? button(`bar-${name}-act`, action, act) : null,
        button(`bar-${name}-close`, 'Close', () => bar.remove(), {'aria-label': kClose}));
  by_id('bars').append(bar);
}

export function hide_bar(name) {
  by_id(`bar-${name}`)?.remove();
}
