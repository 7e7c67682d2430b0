// A named system in words and tables: what the list and the system's own text both show.
import {h, replace_children} from './dom.js';

const kProtocols = {
  'quorum': 'Quorums of replicas',
  'raft': 'Raft: a leader and a majority',
  'primary-backup': 'A primary and its backups',
  'multi-master': 'Every node takes writes, revisions are merged',
  'crdt': 'Copies that merge by themselves (CRDT)',
  'cache': 'A cache in front of an origin',
  'outbox': 'Writes that wait in an outbox',
  'home-region': 'A home region for each key',
  'broadcast': 'Reliable broadcast',
};
const kModes = {
  'asynchronous': 'asynchronous',
  'semi-synchronous': 'semi-synchronous',
  'synchronous': 'synchronous',
  'single-copy': 'in a single copy',
};

// "Raft: a leader and a majority".
export function built_on({protocol, mode}) {
  if (mode === 'single-copy') return 'A single copy';
  const words = kProtocols[protocol] ?? protocol;
  return kModes[mode] ? `${words}, ${kModes[mode]}` : words;
}

// The options of its protocol as the file has them.
export function options_table(store) {
  const shown = (value) => typeof value === 'object' ? JSON.stringify(value) : String(value);
  const rows = Object.entries(store).map(
      ([key, value]) => h('tr', {}, h('th', {scope: 'row'}, key), h('td', {}, shown(value))));
  return h('table', {class: 'options'}, h('tbody', {}, rows));
}

function levels_of({read, write}) {
  const line = (verb, level) =>
      h('span', {class: 'level'}, h('span', {class: 'verb'}, verb), ' ', level);
  if (read === write) return line('Read, write', read);
  return [line('Read', read), ' ', line('Write', write)];
}

// A table of the system's configurations with measured and documented letters. The measured ones
// come when they are there.
export function letters_table(system, letters) {
  const cells = new Map();
  const row = (configuration) => {
    const {documented, source, note} = configuration;
    const cell = h('td', {class: 'measured'}, '…');
    cells.set(configuration.id, cell);
    return [
      h('tr', {}, h('th', {scope: 'row'}, levels_of(configuration)), cell,
        h('td', {class: 'documented', title: source}, documented ?? 'none')),
      note ? h('tr', {class: 'note'}, h('td', {colspan: '3'}, note)) : null,
    ];
  };
  const head = h(
      'tr', {}, h('th', {scope: 'col'}, 'Levels'), h('th', {scope: 'col'}, 'Measured'),
      h('th', {scope: 'col'}, 'Documented'));
  const table = h(
      'table', {class: 'letters'}, h('thead', {}, head),
      h('tbody', {}, system.configurations.map(row)));
  letters.want(system.id, (measured) => fill(cells, measured));
  return table;
}

function fill(cells, measured) {
  if (typeof measured === 'string') {
    for (const cell of cells.values()) replace_children(cell, '?');
    for (const cell of cells.values()) cell.title = measured;
    return;
  }
  for (const one of measured) {
    const cell = cells.get(one.id);
    if (!cell) continue;
    replace_children(cell, one.letters);
    const {runs, cut_violated, whole_violated} = one;
    cell.title = `${cut_violated} of ${runs} runs with a cut and ${whole_violated} of ${runs} ` +
        'without were not linearizable';
  }
}

export const kLegend =
    'P: while the network is cut, does it answer and risk being wrong (A), or stay correct (C)? ' +
    'E: else, is it fast (L) or correct (C)?';
