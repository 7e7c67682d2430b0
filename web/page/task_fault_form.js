// The form that places a fault or changes one: its kind, its moment, and what it hits.
import {button, h} from './dom.js';
import {kFaults, new_fault} from './task_faults.js';

// `fault` is what the form holds; `tools` are {task, name, change, save, cancel}: `change` takes
// another fault to hold, `save` the present one to be placed.
export function fault_form(fault, tools) {
  const {task, save, cancel} = tools;
  const form = {fault, ...tools};
  const send = (event) => {
    event.preventDefault();
    save(fault);
  };
  return h(
      'form', {'class': 'fault-form', 'submit': send, 'aria-label': 'A fault'},
      h('h2', {}, cancel ? 'Change the fault' : 'Place a fault'),
      h('div', {class: 'fault-fields'}, field('fault-kind', 'Fault', kinds(form)),
        field('fault-at', 'At', moment(form)),
        kFaults[fault.kind].fields.map((one) => value_field(form, one))),
      h('div', {class: 'fault-actions'},
        h('button', {type: 'submit', class: 'secondary', id: 'fault-save'},
          cancel ? 'Change it' : 'Place it'),
        cancel ? button('fault-cancel', 'Cancel', cancel, {class: 'link-button'}) : null),
      h('p', {class: 'fine'}, `You may place ${task.at_most} in all.`));
}

function field(id, label, control, unit = null) {
  return h('div', {class: 'task-field'}, h('label', {for: id
           }, label), h('span', {class: 'with-unit'}, control, unit ? h('span', {}, unit) : null));
}

function kinds({fault, task, change}) {
  const take = (event) => change(new_fault(event.target.value, fault.at, task));
  return select(
      'fault-kind', task.faults.map((kind) => [kind, kFaults[kind].name]), fault.kind, take);
}

function moment(form) {
  const {fault, task} = form;
  const end = task.end / 1e6;
  const input = number('fault-at', fault.at, {min: 0, max: end, step: 0.1}, (value) => {
    fault.at = value;
  });
  return h('span', {class: 'with-unit'}, input, h('span', {}, 's'));
}

function number(id, value, range, take) {
  const change = (event) => take(Number(event.target.value));
  return h('input', {id, type: 'number', required: true, value, ...range, input: change});
}

function select(id, options, value, take) {
  const items =
      options.map(([key, label]) => h('option', {value: key, selected: key === value}, label));
  return h('select', {id, change: take}, items);
}

function value_field(form, one) {
  const {fault} = form;
  const id = `fault-${one.id}`;
  if (one.is === 'places') return places_field(form, one);
  if (one.is === 'number') {
    const range = {min: one.min ?? 0, max: one.max ?? null, step: 'any'};
    const input = number(id, fault[one.id], range, (value) => {
      fault[one.id] = value;
    });
    return field(id, one.label, input, one.unit);
  }
  const take = (event) => {
    fault[one.id] = event.target.value;
  };
  return field(id, one.label, select(id, options_of(form, one), fault[one.id], take));
}

function options_of({task, name}, one) {
  const named = (ids) => ids.map((id) => [id, name(id)]);
  switch (one.is) {
    case 'server': return named(task.replicas);
    case 'client': return named(task.clients);
    case 'site': return named(task.sites);
    case 'place': return named(places_of(task));
    case 'rest': return [['', 'all others'], ...named(places_of(task))];
    default: return Object.entries(one.choices);
  }
}

// Servers can be named beside sites where a site has several of them.
function places_of({sites, replicas}) {
  return replicas.length > sites.length ? [...sites, ...replicas] : sites;
}

// At least one place is cut off.
function places_field(form, one) {
  const {fault, task, name} = form;
  const toggle = (place, on) => {
    const others = fault[one.id].filter((other) => other !== place);
    const places = on ? [...others, place] : others;
    form.change({...fault, [one.id]: places.length > 0 ? places : fault[one.id]});
  };
  const boxes = places_of(task).map((place) => {
    const input = h('input', {
      type: 'checkbox',
      id: `fault-${one.id}-${place}`,
      checked: fault[one.id].includes(place),
      change: (event) => toggle(place, event.target.checked),
    });
    return h('label', {class: 'check-place'}, input, name(place));
  });
  return h(
      'fieldset', {class: 'task-field places'}, h('legend', {}, one.label),
      h('div', {class: 'check-places'}, boxes));
}
