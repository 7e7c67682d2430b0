// In lessons to practise the learner says before the grade which sides will hold, and how sure that
// is. The grade answers, and over several lessons it shows whether being sure means being right.
import {kSides} from './compare.js';
import {h} from './dom.js';
import {preference, set_preference} from './store.js';

const kVerdicts = {'': 'no forecast', 'holds': 'will pass', 'fails': 'will fail'};
const kSure = [50, 60, 70, 80, 90, 100];

// The questions, where settings are chosen. What is picked is remembered at once.
export function forecast_questions({lesson}) {
  const said = forecast_of(lesson);
  const keep = (part, value) => save('forecasts', lesson, {...forecast_of(lesson), [part]: value});
  return h(
      'section', {class: 'forecast', id: 'forecast'}, h('h2', {}, 'Your forecast'),
      h('p', {class: 'fine'},
        'Before you have these settings graded: which sides will keep their limits?'),
      Object.entries(kSides).map(
          ([side, name]) => field(
              `forecast-${side}`, name, kVerdicts, said[side] ?? '',
              (value) => keep(side, value))),
      field(
          'forecast-sure', 'How sure are you?',
          Object.fromEntries(kSure.map((sure) => [sure, `${sure} %`])),
          String(said.sure ?? 50), (value) => keep('sure', Number(value))));
}

// What became of them, once there is a grade; nothing where nothing was forecast.
export function forecast_answer({lesson, verdict}) {
  const said = forecast_of(lesson);
  const sides = Object.keys(kSides).filter((side) => said[side] && verdict?.sides[side]);
  if (sides.length === 0) return null;
  const is_right = (side) => (said[side] === 'holds') === verdict.sides[side].pass;
  const right = sides.filter(is_right).length;
  save('calibration', lesson, {sure: said.sure ?? 50, right, of: sides.length});
  return h(
      'section', {class: 'forecast', id: 'forecast-answer'}, h('h2', {}, 'Your forecast'),
      h('ul', {}, sides.map((side) => h('li', {}, answer_text(side, said[side], is_right(side))))),
      h('p', {}, `${right} of ${sides.length} right, and you were ${said.sure ?? 50} % sure.`),
      h('p', {class: 'fine'}, so_far()));
}

function answer_text(side, said, is_right) {
  return `${is_right ? '✓' : '✕'} ${kSides[side]}: you said it ${kVerdicts[said]}.`;
}

// Of all lessons, the latest forecast of each.
function so_far() {
  const all = Object.values(preference('calibration', {}));
  const of = all.reduce((sum, one) => sum + one.of, 0);
  const right = all.reduce((sum, one) => sum + one.right, 0);
  const sure = all.reduce((sum, one) => sum + one.sure * one.of, 0);
  const share = (part) => Math.round(part / of);
  return `In ${all.length === 1 ? 'one lesson' : `${all.length} lessons`} so far you were ` +
      `${share(sure)} % sure on average, and ${share(100 * right)} % of your forecasts came true.`;
}

function forecast_of(lesson) {
  return preference('forecasts', {})[lesson] ?? {};
}

function save(name, lesson, value) {
  set_preference(name, {...preference(name, {}), [lesson]: value});
}

function field(id, label, meanings, picked, change) {
  const options = Object.entries(meanings).map(
      ([value, text]) => h('option', {value, selected: value === picked}, text));
  return h(
      'div', {class: 'forecast-field'}, h('label', {for: id}, label),
      h('select', {id, change: (event) => change(event.target.value)}, options));
}
