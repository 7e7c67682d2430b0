// The controls of the canvas as a list of HTML elements, made from the program's own tree of
// widgets: for screen readers, for the keyboard, for everybody who cannot use the canvas. It exists
// only while it is open.
import {button, by_id, h, replace_children} from './dom.js';

const kRefreshMs = 250;

// `engine` gives the tree, `send` takes commands. Gives {refresh}.
export function make_controls(engine, send) {
  const list = {engine, send, rows: new Map(), timer: 0};
  const opener = by_id('open-controls');
  opener.addEventListener('click', () => is_open() ? close() : open(list));
  by_id('controls').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return {
    refresh() {
      if (is_open() && list.timer === 0) list.timer = setTimeout(() => fill(list), kRefreshMs);
    },
  };
}

function is_open() {
  return !by_id('controls').hidden;
}

function open(list) {
  const section = by_id('controls');
  list.body = h('ul');
  list.rows.clear();
  const about = 'Everything that can be done in the simulation. Escape closes this list.';
  replace_children(
      section, h('h2', {tabindex: '-1', id: 'controls-title'}, 'Controls'),
      h('p', {class: 'fine'}, about),
      button('close-controls', 'Close the list', close, {class: 'tool'}), list.body);
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

// Changes only the rows that differ, so that the focus and a screen reader's place stay.
function fill(list) {
  list.timer = 0;
  const tree = list.engine.tree().filter((item) => item.label);
  const ids = new Set(tree.map((item) => item.id));
  for (const [id, row] of list.rows) {
    if (ids.has(id)) continue;
    row.element.remove();
    list.rows.delete(id);
  }
  tree.forEach((item, index) => place(list, item, index));
}

function place(list, item, index) {
  let row = list.rows.get(item.id);
  if (row && row.role !== item.role) {
    row.element.remove();
    row = null;
  }
  if (!row) {
    row = make_row(list, item);
    list.rows.set(item.id, row);
  }
  row.update(item);
  if (list.body.children[index] !== row.element)
    list.body.insertBefore(row.element, list.body.children[index] ?? null);
}

function make_row(list, item) {
  const activate = () => send_and_refresh(list, {do: 'activate', id: item.id});
  const set = (value) => send_and_refresh(list, {do: 'set', id: item.id, value});
  switch (item.role) {
    case 'radio':
    case 'checkbox': return input_row(item, {type: item.role, change: activate});
    case 'slider': return slider_row(item, set);
    case 'button':
    case 'tab':
    case 'node':
    case 'link': return button_row(item, activate);
    default: return text_row(item);
  }
}

function send_and_refresh(list, command) {
  list.send(command);
  fill(list);
}

function row_id(item) {
  return `control-${item.id}`;
}

function button_row(item, activate) {
  const control = button(row_id(item), '', activate);
  const update = (now) => {
    control.textContent = with_value(now);
    control.disabled = !now.enabled;
  };
  return {role: item.role, element: h('li', {}, control), update};
}

function input_row(item, attributes) {
  const input = h('input', {...attributes, id: row_id(item)});
  const label = h('span');
  const update = (now) => {
    input.checked = is_on(now.value);
    input.disabled = !now.enabled;
    label.textContent = now.label;
  };
  return {role: item.role, element: h('li', {}, h('label', {}, input, label)), update};
}

function is_on(value) {
  return value === true || value === 1 || value === '1' || value === 'true' || value === 'on';
}

function slider_row(item, set) {
  const {min = 0, max = 100, step = 'any'} = item;
  const take = (event) => set(Number(event.target.value));
  const input = h('input', {type: 'range', id: row_id(item), min, max, step, input: take});
  const label = h('span');
  const update = (now) => {
    if (document.activeElement !== input) input.value = now.value;
    input.disabled = !now.enabled;
    label.textContent = now.label;
  };
  return {role: item.role, element: h('li', {}, h('label', {}, label, input)), update};
}

function text_row(item) {
  const element = h('li');
  const update = (now) => {
    element.textContent = with_value(now);
  };
  return {role: item.role, element, update};
}

function with_value({label, value}) {
  return value === undefined || value === '' || value === label ? label : `${label}: ${value}`;
}
