// The list of named systems over the page: a card for each, with its letters measured while one
// looks.
import {button, by_id, h} from './dom.js';
import {built_on, kLegend, letters_table} from './system_words.js';

const kAbout = 'Databases by name, each as its documentation describes it: a protocol that ' +
    'really runs here, on three sites, with the levels that its users choose from. Pick one, ' +
    'play its runs, or cut its network yourself.';

// `load` gives {systems}. Gives {open, close, toggle}.
export function make_systems_list(load, letters, act) {
  const list = {load, letters, act, element: null};
  return {
    open: () => open(list),
    close: () => close(list),
    toggle: () => is_open(list) ? close(list) : open(list),
  };
}

function is_open({element}) {
  return element !== null && !element.hidden;
}

async function open(list) {
  try {
    const {systems} = await list.load();
    list.element ??= build(list, systems);
  } catch (error) {
    list.act({do: 'pause'});
    throw error;
  }
  list.element.hidden = false;
  by_id('stage').inert = true;
  by_id('systems').setAttribute('aria-expanded', 'true');
  by_id('systems-title').focus();
}

function close(list) {
  if (!is_open(list)) return;
  list.element.hidden = true;
  by_id('stage').inert = false;
  by_id('systems').setAttribute('aria-expanded', 'false');
  by_id('systems').focus();
}

function build(list, systems) {
  const leave = () => close(list);
  const section = h(
      'section', {
        class: 'systems',
        id: 'systems-list',
        'aria-label': 'Named systems',
        keydown: (event) => event.key === 'Escape' && leave(),
      },
      h('div', {class: 'systems-head'},
        h('h1', {id: 'systems-title', tabindex: '-1'}, 'Named systems'),
        button('systems-close', 'Close', leave, {class: 'secondary'})),
      h('div', {class: 'systems-about'}, h('p', {}, kAbout), h('p', {class: 'fine'}, kLegend)),
      h('ul', {class: 'system-cards'}, systems.map((system) => card(list, system, leave))));
  by_id('stage').after(section);
  return section;
}

function card({letters}, system, leave) {
  const name =
      h('a', {href: `#system=${system.id}`, id: `system-${system.id}`, click: leave}, system.name);
  return h(
      'li', {class: 'system-card'}, h('h2', {}, name),
      h('p', {class: 'built-on'}, built_on(system.store)), h('p', {class: 'claim'}, system.claim),
      letters_table(system, letters),
      h('details', {},
        h('summary', {id: `source-${system.id}`}, 'Source, and what the model leaves out'),
        h('p', {class: 'fine'}, h('strong', {}, 'Source: '), system.source),
        h('p', {class: 'fine'}, h('strong', {}, 'Left out: '), system.leavesOut)));
}
