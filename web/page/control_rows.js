// One row of the list of controls: the HTML element that does what a widget of the canvas does.
import {button, h} from './dom.js';

// `item` is a widget of the program's tree; `act` is called with a command. Gives {role, element,
// update}: `update` shows a newer state of the same widget.
export function make_row(item, act) {
  const activate = () => act({do: 'activate', id: item.id});
  const set = (value) => act({do: 'set', id: item.id, value});
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
