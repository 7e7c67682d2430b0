// The top line: where the learner is in the course and in the lesson, and the tools.
import {button, by_id, h, replace_children, set_text} from './dom.js';

const kStepNames = {
  brief: 'Brief',
  predict: 'Predict',
  configure: 'Configure',
  run: 'Run',
  verdict: 'Verdict',
  debrief: 'Debrief',
};

// What the step of the choice is called where something else is asked for.
const kTaskNames = {
  attack: 'Attack',
  diagnose: 'Experiment',
  construct: 'Edit',
};

export function step_name(id, task = null) {
  return (id === 'configure' ? kTaskNames[task?.kind] : null) ?? kStepNames[id] ?? id;
}

export function show_course(chapter, title) {
  set_text(by_id('crumb-chapter'), chapter);
  set_text(by_id('crumb-lesson'), title);
  document.title = `${title} · CAP Lab`;
}

// On phones the tools stand behind one button.
export function make_menu() {
  const set_open = (open) => {
    by_id('tools').classList.toggle('open', open);
    by_id('menu').setAttribute('aria-expanded', String(open));
  };
  by_id('menu').addEventListener('click', () => {
    set_open(!by_id('tools').classList.contains('open'));
  });
  by_id('tools').addEventListener('click', () => set_open(false));
}

// Gives a function that shows a state's steps; it touches the page only when they have changed.
export function make_steps(send) {
  let shown = '';
  return (state) => {
    const steps =
        (state.steps ?? []).map((step) => ({...step, name: step_name(step.id, state.task)}));
    const key = JSON.stringify([steps, state.step]);
    if (key === shown) return;
    shown = key;
    replace_children(by_id('steps'), steps.map((step) => h('li', {}, dot(step, state.step, send))));
  };
}

function dot(step, current, send) {
  const now = step.id === current;
  const name = h('span', {class: 'step-name'}, step.name);
  const classes = `step${step.done ? ' done' : ''}${now ? ' now' : ''}`;
  if (now) return h('span', {'class': classes, 'aria-current': 'step'}, name);
  const what = step.done ? 'done' : 'to come';
  return button(`step-${step.id}`, '', () => send({do: 'step', step: step.id}), {
    'class': classes,
    'disabled': step.open === false,
    'title': `${step.name} (${what})`,
    'aria-label': `${step.name}, ${what}`,
  });
}
