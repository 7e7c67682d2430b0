// Attempts that the lesson itself proves right, in words, each with a link that opens it.
import {h} from './dom.js';
import {attempt_link} from './link.js';
import {say} from './prose.js';
import {fault_of, say_fault, seconds_of} from './task_faults.js';
import {name_in, seconds} from './task_words.js';

// `source` is the lesson as it was loaded.
export function other_ways(state, source, words) {
  const {reference = []} = JSON.parse(source.lesson);
  const rows = reference.map(({attempt}, index) => {
    const link = attempt_link(source.is_own ? state.lesson : null, state.seed, attempt);
    return h(
        'li', {}, attempt.goal ? h('strong', {}, say(words, `goal.${attempt.goal}`)) : null,
        h('p', {}, say_attempt(state.task, attempt, words)),
        h('a', {href: link, id: `way-${index}`}, 'Open it'));
  });
  return [
    h('h2', {}, 'Ways that work'),
    h('p', {class: 'fine'}, 'Set yours against them: where is the difference, and does it matter?'),
    h('ul', {class: 'ways', id: 'ways'}, rows),
  ];
}

// Who reads what is known once there is a history.
function say_edit({calls = []}, {operation, result}) {
  const call = calls[operation];
  if (!call) return `operation ${operation} reads ${result}`;
  return `${call.client}, at ${seconds(call.time)}, reads ${result}`;
}

// `task` has the ids of places, and perhaps the calls.
export function say_attempt(task, attempt, words) {
  if (attempt.faults) {
    return attempt.faults
        .map((step) => {
          return `${seconds_of(step.at)} s: ${say_fault(fault_of(step, task), name_in(words))}`;
        })
        .join('; ');
  }
  if (attempt.edits) {
    return attempt.edits.map((edit) => say_edit(task, edit)).join('; ');
  }
  const names = attempt.experiments.map((id) => say(words, `experiment.${id}`)).join('; ');
  const answer = attempt.answer ? `, answered ${attempt.answer}` : '';
  return names + answer + (attempt.letters ? ` with ${attempt.letters}` : '');
}
