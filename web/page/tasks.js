// The panels of the tasks besides choosing settings, loaded when such a lesson is opened: which one
// is shown, and what it learns from the page's second instance of the program.
import {make_attack} from './task_attack.js';
import {make_construct} from './task_construct.js';
import {make_diagnose} from './task_diagnose.js';
import {make_task_worker} from './task_worker.js';

// `page` is what page.js keeps; `redraw(focus)` asks to be drawn again. Gives {follow, draw,
// is_running}: `follow` hears of each state, `draw` makes a state's elements.
export function make_tasks(page, redraw) {
  const tasks = {
    page,
    redraw,
    worker: make_task_worker(page.program),
    source: null,
    judging: null,
    known: new Map(),
    panels: new Map()
  };
  return {
    follow: (state) => follow(tasks, state),
    draw: (state, words) => panel_of(tasks, state.task.kind)(state, words),
    // Something that a panel knows and the state does not.
    version: () => tasks.known.size,
    is_running: () => tasks.worker.is_running(),
  };
}

function panel_of(tasks, kind) {
  const makers = {attack: make_attack, diagnose: make_diagnose, construct: make_construct};
  if (!tasks.panels.has(kind)) tasks.panels.set(kind, makers[kind](tools_of(tasks)));
  return tasks.panels.get(kind);
}

function tools_of(tasks) {
  return {
    act: tasks.page.act,
    // The task of this very moment: what is shown may be a moment older.
    present: () => tasks.page.engine.state().task,
    redraw: tasks.redraw,
    observe: (experiment, seed) =>
        known(tasks, `${seed} ${experiment}`, () => ({task: request(tasks, seed, {experiment})})),
    recorded: () => known(tasks, 'recorded', () => ({task: request(tasks, 1, {recorded: true})})),
    checked: ({history}) =>
        known(tasks, `checked ${history}`, () => ({check: check_request(tasks, history)})),
  };
}

function request({page}, seed, question) {
  const {lesson, prose} = page.source;
  return {lesson, prose, seed, ...question};
}

// The history as the judgement writes it, from what the object holds at first.
function check_request(tasks, history) {
  const initial = tasks.known.get('recorded')?.find(({results}) => results)?.results[0];
  return {
    text: history,
    format: 'jsonl',
    independent: false,
    object: 'register',
    initial: initial === undefined ? '' : `${initial}`,
    failedCas: 'mismatch',
    nullRead: 'match',
  };
}

// What has been asked once is known; until then it is null.
function known(tasks, key, question) {
  if (!tasks.known.has(key)) {
    tasks.known.set(key, null);
    learn(tasks, key, question());
  }
  return tasks.known.get(key);
}

async function learn(tasks, key, question) {
  const {source} = tasks;
  const answer = await tasks.worker.ask(question);
  if (tasks.page.source !== source) return;
  if (answer.error) throw new Error(answer.error);
  tasks.known.set(key, answer);
  tasks.redraw();
}

// Another lesson begins without what was known of the last; a wish for a judgement is fulfilled
// once, and an older one is given up.
function follow(tasks, {task, seed}) {
  if (tasks.source !== tasks.page.source) {
    tasks.worker.stop();
    Object.assign(
        tasks, {source: tasks.page.source, judging: null, known: new Map(), panels: new Map()});
  }
  if (!task) return;
  if (task.kind === 'construct' && !task.attempt && tasks.page.state.step === 'configure') {
    tasks.page.send({do: 'attempt', attempt: {goal: task.goals[task.goal], edits: []}});
    return;
  }
  if (task.wanted && tasks.judging !== task.id) judge(tasks, task, seed);
}

async function judge(tasks, task, seed) {
  const {source} = tasks;
  if (tasks.judging !== null && task.kind === 'attack') tasks.worker.stop();
  tasks.judging = task.id;
  const judgement = await tasks.worker.ask({task: request(tasks, seed, {attempt: task.attempt})});
  if (tasks.page.source !== source || tasks.judging !== task.id) return;
  if (judgement.error) throw new Error(judgement.error);
  tasks.judging = null;
  tasks.page.send({do: 'judgement', id: task.id, judgement});
}
