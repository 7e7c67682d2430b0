// The controls of the canvas as a list of HTML elements, made from the program's own tree of
// widgets: for screen readers, for the keyboard, for everybody who cannot use the canvas. It exists
// only while it is open, and then looks at the tree again and again: what is drawn comes later than
// what changes it.
import {make_row} from './control_rows.js';
import {button, by_id, h, replace_children} from './dom.js';

const kRefreshMs = 250;
const kAbout = 'Everything that can be done in the simulation. Escape closes this list.';

// What is most needed stands first; a widget belongs to the first group that takes it.
const kGroups = [
  {name: '', takes: (id) => /^split\./.test(id)},  // the mouse's alone, left out
  {name: 'Time', takes: (id) => /^time(line)?\./.test(id)},
  {name: 'Scene', takes: (id) => /^(site|link|node|scene)\./.test(id)},
  {name: 'This step', takes: () => true},
];
const kOrder = ['This step', 'Time', 'Scene'];

// `engine` gives the tree, `send` takes commands.
export function make_controls(engine, send) {
  const list = {engine, send, groups: [], timer: 0};
  const opener = by_id('open-controls');
  opener.addEventListener('click', () => is_open() ? close() : open(list));
  by_id('controls').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
}

function is_open() {
  return !by_id('controls').hidden;
}

function open(list) {
  const section = by_id('controls');
  list.groups =
      kOrder.map((name) => ({name, body: h('ul', {'aria-label': name}), rows: new Map()}));
  replace_children(
      section, h('h2', {tabindex: '-1', id: 'controls-title'}, 'Controls'),
      h('p', {class: 'fine'}, kAbout),
      button('close-controls', 'Close the list', close, {class: 'tool'}),
      list.groups.map(({name, body}) => [h('h3', {}, name), body]));
  section.hidden = false;
  by_id('open-controls').setAttribute('aria-expanded', 'true');
  fill(list);
  by_id('controls-title').focus();
}

function close() {
  by_id('controls').hidden = true;
  by_id('open-controls').setAttribute('aria-expanded', 'false');
  by_id('open-controls').focus();
}

function fill(list) {
  clearTimeout(list.timer);
  if (!is_open()) return;
  list.timer = setTimeout(() => fill(list), kRefreshMs);
  const act = (command) => {
    list.send(command);
    fill(list);
  };
  const tree = list.engine.tree().filter((item) => item.label);
  for (const group of list.groups) {
    fill_group(group, tree.filter(({id}) => group_of(id) === group.name), act);
  }
}

function group_of(id) {
  return kGroups.find(({takes}) => takes(id)).name;
}

// Changes only the rows that differ, so that the focus and a screen reader's place stay.
function fill_group(group, items, act) {
  const roles = new Map(items.map((item) => [item.id, item.role]));
  for (const [id, row] of group.rows) {
    if (roles.get(id) === row.role) continue;
    row.element.remove();
    group.rows.delete(id);
  }
  items.forEach((item, index) => place(group, item, index, act));
}

function place({body, rows}, item, index, act) {
  if (!rows.has(item.id)) rows.set(item.id, make_row(item, act));
  const row = rows.get(item.id);
  row.update(item);
  if (body.children[index] !== row.element) {
    body.insertBefore(row.element, body.children[index] ?? null);
  }
}
