// What the panels of the tasks say in the same way.
import {h} from './dom.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';

export function seconds(us) {
  return `${Math.round(us / 1e5) / 10} s`;
}

// A place or a client by its id, as the lesson calls it.
export function name_in(words) {
  return (id) => words.get(`site.${id}`) ?? words.get(`node.${id}`) ?? id;
}

// The goals as radio buttons; what has been reached is marked. `pick` takes a position.
export function goal_list(task, words, pick) {
  const cards = task.goals.map((id, index) => {
    const input = h('input', {
      type: 'radio',
      name: 'task-goal',
      id: `goal-${id}`,
      checked: index === task.goal,
      change: () => pick(index),
    });
    return h(
        'label', {class: `pick${index === task.goal ? ' picked-one' : ''}`}, input,
        h('span', {class: 'pick-text'}, h('strong', {}, say(words, `goal.${id}`)),
          task.reached[index] ? h('span', {class: 'reached'}, 'reached') : null,
          h('span', {class: 'pick-help'}, say(words, `goal.${id}.help`))));
  });
  const done = task.reached.filter((reached) => reached).length;
  return h(
      'fieldset', {class: 'picks goals'},
      h('legend', {}, `Goals (${done} of ${task.goals.length} reached)`), cards);
}

// A verdict's head: what it comes to, marked by more than colour.
export function outcome(pass, title, ...content) {
  const mark = h('span', {'class': 'outcome-mark', 'aria-hidden': 'true'}, pass ? '✓' : '✕');
  return h(
      'section', {class: `outcome ${pass ? 'passes' : 'fails'}`, id: 'task-outcome'},
      h('h2', {}, mark, title), content);
}

export function waiting(text) {
  return h('p', {class: 'task-waiting', role: 'status'}, text);
}

export function help_of(words, id) {
  return render_markdown(say(words, id));
}
