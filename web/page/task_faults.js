// The faults that a learner can place: what each kind asks for, how a script writes it, and how it
// is said. Nothing here touches the page.

// What a field holds: places (sites and servers, several), place, rest (places, or all others),
// server, node, client, site, a choice of words, or a number with its unit.
export const kFaults = {
  cut: {
    name: 'Cut off',
    fields: [
      {id: 'cut', label: 'What', is: 'places'},
      {id: 'from', label: 'From', is: 'rest'},
      {
        id: 'direction',
        label: 'Messages',
        is: 'choice',
        choices: {both: 'both ways', in : 'only to it', out: 'only from it'},
      },
    ],
  },
  heal: {name: 'Mend every line', fields: []},
  crash: {name: 'Crash', fields: [{id: 'crash', label: 'What', is: 'server'}]},
  restart: {name: 'Start again', fields: [{id: 'restart', label: 'What', is: 'server'}]},
  pause: {name: 'Let wait', fields: [{id: 'pause', label: 'What', is: 'server'}]},
  resume: {name: 'Let go on', fields: [{id: 'resume', label: 'What', is: 'server'}]},
  loseDisk: {name: 'Break the disk', fields: [{id: 'loseDisk', label: 'Of', is: 'server'}]},
  promote: {name: 'Promote', fields: [{id: 'promote', label: 'What', is: 'server'}]},
  skew: {
    name: 'Set a clock wrong',
    within: true,
    fields: [
      {id: 'node', label: 'Whose', is: 'server'},
      {id: 'ahead', label: 'Ahead by', is: 'number', unit: 's', value: 1, min: -60},
    ],
  },
  slow: {
    name: 'Slow down',
    within: true,
    fields: [
      {id: 'from', label: 'From', is: 'place'},
      {id: 'to', label: 'To', is: 'place'},
      {id: 'extra', label: 'Longer by', is: 'number', unit: 'ms', value: 500},
      {id: 'lasts', label: 'For', is: 'number', unit: 's', value: 2},
    ],
  },
  lose: {
    name: 'Lose messages',
    within: true,
    fields: [
      {id: 'from', label: 'From', is: 'place'},
      {id: 'to', label: 'To', is: 'place'},
      {id: 'share', label: 'Share', is: 'number', unit: '%', value: 50, max: 100},
    ],
  },
  duplicate: {
    name: 'Send twice',
    within: true,
    fields: [
      {id: 'from', label: 'From', is: 'place'},
      {id: 'to', label: 'To', is: 'place'},
      {id: 'share', label: 'Share', is: 'number', unit: '%', value: 50, max: 100},
    ],
  },
  move: {
    name: 'Move a client',
    within: true,
    fields: [
      {id: 'client', label: 'Who', is: 'client'},
      {id: 'to', label: 'To', is: 'site'},
    ],
  },
};

// A fault as its form holds it: {kind, at (seconds), and a value for each field}. `task` is the
// state's, with the ids of sites, replicas and clients.
export function new_fault(kind, at, task) {
  const fault = {kind, at};
  for (const field of kFaults[kind].fields) fault[field.id] = first_value(field, task);
  return fault;
}

function first_value(field, {sites, replicas, clients}) {
  switch (field.is) {
    case 'places': return [sites.at(-1)];
    case 'rest': return '';
    case 'place': return field.id === 'to' ? sites.at(-1) : sites[0];
    case 'server': return replicas[0];
    case 'client': return clients[0];
    case 'site': return sites.at(-1);
    case 'choice': return Object.keys(field.choices)[0];
    default: return field.value;
  }
}

// As a lesson's script writes it: {"at": "3s", "cut": ["right"]}.
export function step_of(fault, task) {
  const at = `${fault.at}s`;
  const {kind} = fault;
  if (kind === 'heal') return {at, heal: true};
  if (kind === 'cut') return {at, ...cut_of(fault, task)};
  const values = kFaults[kind].fields.map((field) => [field.id, written(field, fault[field.id])]);
  if (!kFaults[kind].within) return {at, ...Object.fromEntries(values)};
  return {at, [kind]: Object.fromEntries(values)};
}

// A side of sites is cut off from all others; single servers name what they are cut off from.
function cut_of({cut, from, direction}, task) {
  const step = {cut};
  if (from !== '') {
    step.from = [from];
  } else if (cut.some((place) => !task.sites.includes(place))) {
    step.from = [...task.replicas, ...task.clients].filter((node) => !cut.includes(node));
  }
  if (direction !== 'both') step.direction = direction;
  return step;
}

function written(field, value) {
  if (field.is === 'number') return `${value}${field.unit}`;
  return field.is === 'place' ? [value] : value;
}

// The form's fault of a script's step.
export function fault_of(step, task) {
  const kind = Object.keys(kFaults).find((key) => key in step);
  const fault = new_fault(kind, seconds_of(step.at), task);
  if (kind === 'cut') {
    fault.cut = step.cut;
    fault.from = step.from?.length === 1 ? step.from[0] : '';
    fault.direction = step.direction ?? 'both';
    return fault;
  }
  const values = kFaults[kind].within ? step[kind] : step;
  for (const field of kFaults[kind].fields) fault[field.id] = read(field, values[field.id]);
  return fault;
}

function read(field, value) {
  if (field.is === 'number') return number_of(value, field.unit);
  return field.is === 'place' ? value[0] : value;
}

const kUnits = {
  us: 1e-6,
  ms: 1e-3,
  s: 1
};

export function seconds_of(duration) {
  const [, number, unit] = /^(-?[\d.]+)(us|ms|s)$/.exec(duration ?? '0s') ?? [null, '0', 's'];
  return Math.round(Number(number) * kUnits[unit] * 1e6) / 1e6;
}

function number_of(text, unit) {
  if (unit === '%') return Number.parseFloat(text);
  return Math.round(seconds_of(text) / kUnits[unit] * 1e6) / 1e6;
}

// "Cut off Right", for people; `name` says a place's name.
export function say_fault(fault, name) {
  const names = (places) => places.map(name).join(' and ');
  switch (fault.kind) {
    case 'cut': {
      const from = fault.from === '' ? '' : ` from ${name(fault.from)}`;
      const way = {both: '', in : ', only messages to it', out: ', only messages from it'};
      return `Cut off ${names(fault.cut)}${from}${way[fault.direction]}`;
    }
    case 'skew': return `Set the clock of ${name(fault.node)} ahead by ${fault.ahead} s`;
    case 'slow':
      return `Slow down ${name(fault.from)} to ${name(fault.to)} by ${fault.extra} ms for ${
          fault.lasts} s`;
    case 'lose': return `Lose ${fault.share} % from ${name(fault.from)} to ${name(fault.to)}`;
    case 'duplicate':
      return `Send ${fault.share} % twice, ${name(fault.from)} to ${name(fault.to)}`;
    case 'move': return `Move ${name(fault.client)} to ${name(fault.to)}`;
    case 'heal': return kFaults.heal.name;
    default: return `${kFaults[fault.kind].name} ${name(fault[fault.kind])}`;
  }
}
