// What many believe: the misconceptions that the course names, each with what is so instead, and a
// link that plays the run that refutes it. A part of the list of lessons.
import {lesson_file} from './assets.js';
import {h} from './dom.js';
import {list} from './link.js';
import {fetch_text} from './load.js';

// Gives [{id, title, why, refutedBy}], the last a lesson's id.
export async function load_beliefs() {
  return JSON.parse(await fetch_text(lesson_file('misconceptions.json'))).misconceptions;
}

// `titles` are the lessons' by their ids, `progress` is what the browser keeps, by lesson; `leave`
// closes the list, `back` is what leads back to the lessons.
export function beliefs_part(beliefs, titles, progress, leave, back) {
  const met = met_in(progress, titles);
  return [
    h('div', {class: 'course-about'}, h('p', {id: 'beliefs-count'}, about(beliefs, met)), back),
    h('ul', {class: 'course-cards beliefs', id: 'beliefs'},
      beliefs.map((belief) => card(belief, titles, met.get(belief.id), leave))),
  ];
}

// In which lessons each has been predicted, by their titles.
function met_in(progress, titles) {
  const met = new Map();
  for (const [lesson, title] of titles) {
    for (const id of progress[lesson]?.met ?? []) met.set(id, [...(met.get(id) ?? []), title]);
  }
  return met;
}

function about(beliefs, met) {
  const yours = beliefs.filter(({id}) => met.has(id)).length;
  const those = yours === 1 ? 'was behind a prediction of yours, and is marked.' :
                              'were behind predictions of yours, and are marked.';
  return 'Each of these sounds right, and a run shows where it is wrong. ' +
      (yours > 0 ? `${yours} of ${beliefs.length} ${those}` : '');
}

function card({id, title, why, refutedBy}, titles, met, leave) {
  const lesson = titles.get(refutedBy);
  const watch = `See it refuted: ${lesson}`;
  return h(
      'li', {class: `course-card belief${met ? ' met' : ''}`},
      met ? h('p', {class: 'met-mark'}, `You predicted so in ${list(met)}`) : null,
      h('h2', {}, `“${title}”`), h('p', {class: 'course-summary'}, why),
      lesson ? h('p', {class: 'course-facts'},
                 h('a', {
                   'href': `#lesson=${refutedBy}&belief=${id}`,
                   'id': `belief-${id}`,
                   'aria-label': `${watch} (${title})`,
                   'click': () => go(leave),
                 },
                   watch)) :
               null);
}

// The same link once more plays the run once more, so it must not be where the page is already.
function go(leave) {
  history.replaceState(null, '', location.pathname + location.search);
  leave();
}
