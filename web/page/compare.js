// The learner's settings beside another solution that passes: what was chosen differently, and what
// each comes to on the four sides.
import {h} from './dom.js';
import {say} from './prose.js';

export const kSides = {
  safety: 'Safety',
  availability: 'Availability',
  latency: 'Latency',
  repair: 'Repair',
};

export function compare_solutions(state, words) {
  const {verdict, reference, marks} = state;
  const heading = h('h2', {}, 'Yours, and another that passes');
  if (!verdict)
    return [heading, h('p', {class: 'fine'}, 'Have your settings graded to compare them.')];
  if (!reference) {
    return [heading, h('p', {class: 'fine'}, 'The lesson knows no other settings that pass.')];
  }
  const {names} = reference;
  const measured = reference.marks ?? null;
  const other = new Map((measured ?? []).map((mark) => [mark.criterion, mark]));
  return [
    heading,
    h('p', {class: 'fine'}, summary(names, measured)),
    h('div', {class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Comparison'},
      h('table', {class: 'task-table compare', id: 'compare'},
        h('thead', {},
          h('tr', {}, ['', 'Yours', 'Another'].map((head) => h('th', {scope: 'col'}, head)))),
        h('tbody', {}, group_row('What is chosen', '', ''), names.map(choice_row)),
        Object.keys(kSides).map(
            (side) => side_rows(side, marks, other, {verdict, reference, words})))),
    reference.beside ? calls_beside(reference.beside) : null,
  ];
}

// The lesson's own run under both, in the same weather: what each client was told, call by call.
function calls_beside({calls, parts_at}) {
  const says = parts_at === null ?
      'Nobody was told anything else.' :
      'The same weather and the same faults. ▸ marks the first call that ends otherwise.';
  const heads = ['', 'Call', 'Yours', 'Another'];
  return [
    h('h2', {}, 'The same run, call by call'),
    h('p', {class: 'fine'}, says),
    h('div', {class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Calls'},
      h('table', {class: 'task-table', id: 'compare-calls'},
        h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))),
        h('tbody', {}, calls.map((call, index) => call_row(call, index === parts_at))))),
  ];
}

function call_row({client, call, time, first, second, differs}, parts) {
  const end = (one) => one ? one.ending : 'not called';
  return h(
      'tr', {class: differs ? 'differs' : null},
      h('td', {}, `${parts ? '▸ ' : ''}${(time / 1e6).toFixed(2)} s`),
      h('th', {scope: 'row'}, `${client}: ${call}`), h('td', {}, end(first)),
      h('td', {}, differs ? `≠ ${end(second)}` : end(second)));
}

function summary(names, measured) {
  const differing = names.filter(({yours, other}) => yours !== other).map(({choice}) => choice);
  const which = `It differs in ${differing.join(', ')}.`;
  return measured ? `${which} What is better on a side is bold.` : `${which} It is being measured.`;
}

function group_row(name, yours, other) {
  return h(
      'tr', {class: 'group'}, h('th', {scope: 'rowgroup'}, name), h('td', {}, yours),
      h('td', {}, other));
}

function choice_row({choice, yours, other}) {
  const differs = yours !== other;
  return h(
      'tr', {class: differs ? 'differs' : null}, h('th', {scope: 'row'}, choice),
      h('td', {}, yours), h('td', {}, differs ? `≠ ${other}` : other));
}

function side_rows(side, marks, other, {verdict, reference, words}) {
  const own = marks.filter(({criterion}) => criterion.startsWith(`${side}.`));
  if (own.length === 0) return null;
  const pass = (sides) => sides ? (sides[side].pass ? '✓ passes' : '✕ fails') : '';
  return [
    group_row(kSides[side], pass(verdict.sides), pass(reference.sides)),
    own.map((mark) => mark_row(mark, other.get(mark.criterion), side, words)),
  ];
}

// What is within chance, or nearly the same, is not better.
const kNearly = 0.05;

// More is better of what is answered, less of everything else.
function better_by(mark, other, side) {
  if (!other || (mark.low <= other.high && other.low <= mark.high)) return 0;
  const larger = Math.max(Math.abs(mark.value), Math.abs(other.value));
  if (Math.abs(mark.value - other.value) < kNearly * larger) return 0;
  return Math.sign(mark.value - other.value) * (side === 'availability' ? 1 : -1);
}

function mark_row(mark, other, side, words) {
  const by = better_by(mark, other, side);
  const cell = (text, better) =>
      h('td', {class: `number${better ? ' better' : ''}`}, text,
        better ? h('span', {class: 'quiet'}, ' (better)') : null);
  return h(
      'tr', {}, h('th', {scope: 'row'}, say(words, `criterion.${mark.criterion}`)),
      cell(mark.text, by > 0), cell(other?.text ?? '…', by < 0));
}
