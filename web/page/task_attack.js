// The task `attack`: the goals, the calls of the script with the learner's faults between them, and
// what came of it in many weathers.
import {button, h} from './dom.js';
import {fault_form} from './task_fault_form.js';
import {fault_of, new_fault, say_fault, seconds_of, step_of} from './task_faults.js';
import {goal_list, name_in, outcome, seconds, waiting} from './task_words.js';

// `act` takes commands, `present()` gives the task as it is now, `redraw` asks to be drawn again.
// Gives the function that makes the elements for a state.
export function make_attack({act, present, redraw}) {
  const panel = {act, present, redraw, form: null, edited: null};
  return (state, words) => {
    const {task} = state;
    const view = {panel, task, words, name: name_in(words), faults: faults_in(task)};
    return [
      state.step === 'verdict' ? h('div', {class: 'task-part'}, verdict(view)) : null,
      h('div', {class: 'task-part'}, goal_list(task, words, (goal) => pick_goal(view, goal))),
      h('div', {class: 'task-part'}, plan(view), try_button(view)),
    ];
  };
}

function faults_in({attempt}) {
  return attempt?.faults ?? [];
}

function pick_goal({panel, task}, goal) {
  panel.form = null;
  panel.edited = null;
  panel.act({do: 'attempt', attempt: {goal: task.goals[goal], faults: []}});
}

// In order of time, as scripts are written. `change` takes the present faults and gives others.
function put(panel, change) {
  const task = panel.present();
  const faults = change(faults_in(task)).sort((a, b) => seconds_of(a.at) - seconds_of(b.at));
  panel.act({do: 'attempt', attempt: {goal: task.goals[task.goal], faults}});
}

function plan(view) {
  const {panel, task, faults} = view;
  const rows = [
    ...task.calls.map((call) => ({at: call.time, row: call_row(call)})),
    ...faults.map((step, index) => ({
                    at: seconds_of(step.at) * 1e6,
                    row: panel.edited === index ? form_row(view) : fault_row(view, step, index),
                  })),
  ].sort((a, b) => a.at - b.at);
  const adds = panel.edited === null && faults.length < task.at_most;
  return [
    h('h2', {}, 'What happens, and your faults'),
    h('ol', {class: 'plan', id: 'task-plan'}, rows.map(({row}) => row)),
    adds ? form(view) : null,
  ];
}

function call_row({time, client, text}) {
  return h(
      'li', {class: 'plan-call'}, h('time', {}, seconds(time)),
      h('span', {}, `${client}: ${text}`));
}

function fault_row({panel, task, name}, step, index) {
  const text = say_fault(fault_of(step, task), name);
  const edit = () => {
    panel.edited = index;
    panel.form = fault_of(step, task);
    panel.redraw('fault-at');
  };
  const remove = () => {
    put(panel, (faults) => faults.filter((_, other) => other !== index));
    document.getElementById('fault-kind')?.focus();
  };
  return h(
      'li', {class: 'plan-fault'}, h('time', {}, seconds(seconds_of(step.at) * 1e6)),
      h('strong', {}, text),
      h('span', {class: 'plan-actions'},
        button(`fault-edit-${index}`, 'Edit', edit, {'aria-label': `Edit: ${text}`}),
        button(`fault-remove-${index}`, 'Remove', remove, {'aria-label': `Remove: ${text}`})));
}

function form_row(view) {
  return h('li', {class: 'plan-form'}, form(view));
}

function form(view) {
  const {panel, task, name} = view;
  panel.form ??= new_fault(task.faults[0], middle_of(task), task);
  const close = () => {
    panel.form = null;
    panel.edited = null;
  };
  const change = (fault) => {
    panel.form = fault;
    panel.redraw();
  };
  const save = (fault) => {
    const {edited} = panel;
    const step = step_of(fault, task);
    close();
    put(panel, (faults) => [...faults.filter((_, index) => index !== edited), step]);
  };
  const cancel = () => {
    close();
    panel.redraw('fault-kind');
  };
  return fault_form(
      panel.form, {task, name, change, save, cancel: panel.edited === null ? null : cancel});
}

function middle_of({calls, end}) {
  const first = calls[0]?.time ?? 0;
  const at = calls.length > 1 ? (calls[0].time + calls[1].time) / 2 : (first + end) / 2;
  return Math.round(at / 1e5) / 10;
}

function try_button({panel, task}) {
  return button(
      'task-try', `Try it in ${task.runs} weathers`, () => panel.act({do: 'try'}),
      {class: 'secondary wide-button', disabled: task.missing !== ''});
}

function verdict(view) {
  const {task, panel} = view;
  const {judgement} = task;
  if (!judgement) return waiting(`Your attack is tried in ${task.runs} weathers.`);
  const {reached, runs, reached_min: least, demands, sentence, pass} = judgement;
  const title = `It works in ${reached} of ${runs} weathers`;
  return outcome(
      pass, title, meter(reached, runs, least), demand_table(demands, runs),
      sentence.length > 0 ?
          h('p', {class: 'told', id: 'task-sentence'}, sentence.map(({text}) => text).join('')) :
          null,
      button(
          'task-show', reached > 0 ? 'Show one where it works' : 'Show one of them',
          () => panel.act({do: 'watch-example'}), {class: 'secondary'}));
}

// How many weathers, against how many are asked for.
function meter(reached, runs, least) {
  const bar = h('span', {class: 'meter-bar'});
  bar.style.width = `${100 * reached / runs}%`;
  const tick = h('span', {class: 'meter-tick'});
  tick.style.left = `${100 * least / runs}%`;
  return [
    h('div', {'class': 'meter', 'aria-hidden': 'true'}, bar, tick),
    h('p', {class: 'fine'}, `At least ${least} of ${runs} are asked for.`),
  ];
}

function demand_table(demands, runs) {
  const rows = demands.map(({text, met}) => {
    const all = met === runs;
    return h(
        'tr', {class: all ? 'met' : 'missed'}, h('th', {scope: 'row'}, text),
        h('td', {}, `${all ? '✓' : '✕'} ${met} of ${runs}`));
  });
  const heads = ['What the goal demands', 'Weathers'].map((head) => h('th', {scope: 'col'}, head));
  return h(
      'table', {class: 'task-table demands', id: 'task-demands'},
      h('thead', {}, h('tr', {}, heads)), h('tbody', {}, rows));
}
