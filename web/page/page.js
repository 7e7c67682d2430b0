// Keeps the HTML and the program together: every change of the program's state is shown once,
// everything that is clicked in the HTML becomes a command, and what is worth keeping is kept.
import {make_action} from './action.js';
import {make_announcer} from './announce.js';
import {hide_bar, show_bar} from './bars.js';
import {tend_canvas} from './canvas.js';
import {make_checker} from './check.js';
import {make_controls} from './controls.js';
import {describe_crashes_by, show_crash} from './crash.js';
import {by_id} from './dom.js';
import {make_grading} from './grading.js';
import {make_menu, make_steps, step_name} from './header.js';
import {make_help} from './help.js';
import {keep_layout} from './layout.js';
import {make_lesson_panel} from './lesson_panel.js';
import {link_to, link_to_system} from './link.js';
import {is_practice, read_address, start} from './open.js';
import {forget_progress, progress_in, progress_of, save_progress, set_preference} from './store.js';
import {follow_theme} from './theme.js';

const kPlayingMs = 100;  // while time passes on stage, the HTML follows ten times a second

// `program` is what the engine was made of: the grading makes its own of it. Gives {engine, send,
// changed, open, is_quiet}.
export function make_page(engine, program) {
  const page = {engine, state: {}, source: null, due: 0, shown_at: 0, loading: 0, board: null};
  page.send = (command) => engine.command(command);
  page.act = (command) => act(engine, command);
  page.changed = () => schedule(page);
  page.open = (address) => open(page, address);
  page.program = program;
  page.is_quiet = () => page.due === 0 && page.loading === 0 && !page.grading.is_running() &&
      !page.checker.is_running() && !page.systems?.is_running() && !page.board?.is_running() &&
      !engine.busy();
  const texts = () => ({...page.source, situation: page.state.situation});
  page.grading = make_grading(program, texts, page.send, show_crash);
  page.checker = make_checker(program);
  page.show_action = make_action(page.act);
  page.lesson_panel = make_lesson_panel({
    send: page.act,
    show_action: page.show_action,
    open_course: () => toggle_course(page),
    board: () => page.board,
    toggle_board: () => toggle_board(page),
  });
  page.panel = page.lesson_panel;
  make_controls(engine, page.act);
  page.announce = make_announcer();
  page.show_steps = make_steps(page.act);
  page.layout = keep_layout(page.send);
  follow_theme((theme, reduced) => {
    page.send({do: 'theme', name: theme});
    page.send({do: 'motion', reduced});
  });
  make_menu();
  tend_canvas();
  make_help(() => page.state, () => start_again(page));
  describe_crashes_by(() => JSON.stringify(page.state));
  by_id('course').addEventListener('click', () => toggle_course(page));
  by_id('systems').addEventListener('click', () => toggle_systems(page));
  by_id('sandbox').addEventListener(
      'click', () => page.act({do: 'sandbox', on: !page.state.sandbox}));
  window.addEventListener('hashchange', () => reopen(page));
  return page;
}

// What the learner asks for. A refusal is one sentence on what is missing; it is shown, since
// nothing else will happen.
function act(engine, command) {
  const refusal = engine.command(command);
  if (refusal === '') {
    hide_bar('refused');
  } else {
    show_bar('refused', refusal);
  }
}

async function open(page, address) {
  page.link = null;
  page.source = await start(page.engine, address);
  await choose_panel(page);
  page.panel.set_words(page.source.words, is_practice(address.course, page.source));
  page.layout.tell_again();
  refresh(page);
  if (!page.source.system && page.source.task === 'configure') page.grading.prepare();
  if (address.link.systems) {
    (await systems_of(page)).open_list();
  } else {
    page.systems?.close_list();
  }
  if (address.link.lessons || address.link.beliefs) {
    await (await course_of(page)).open(address.link.beliefs);
  } else {
    page.course?.close();
  }
  if (address.link.check) page.checker.open();
}

// What shows the named systems, made when it is first asked for.
async function systems_of(page) {
  const {make_systems} = await import('./systems.js');
  page.systems ??= make_systems(page);
  return page.systems;
}

// The list of lessons, likewise.
async function course_of(page) {
  const {make_course} = await import('./course.js');
  page.course ??= make_course(page.act);
  return page.course;
}

async function toggle_course(page) {
  page.systems?.close_list();
  (await course_of(page)).toggle();
}

// What lies over the picture, where a lesson has something to lay there.
async function load_board(page) {
  page.loading += 1;
  const {make_board} = await import('./board.js');
  page.board ??= await make_board(page);
  page.loading -= 1;
  refresh(page);
}

function show_board(page, state) {
  if (page.board) {
    page.board.show(state);
  } else if (page.loading === 0 && needs_board(state)) {
    load_board(page);
  }
}

function needs_board({task, step}) {
  return step === 'debrief' || (task && step !== 'brief' && step !== 'predict');
}

function toggle_board(page) {
  page.board.toggle();
  refresh(page);
}

async function choose_panel(page) {
  const {system} = page.source;
  page.panel = system ? (await systems_of(page)).panel_of(system) : page.lesson_panel;
}

async function toggle_systems(page) {
  page.send({do: 'pause'});
  page.course?.close();
  (await systems_of(page)).toggle_list();
}

// What is on stage meanwhile is neither shown nor kept any more.
async function reopen(page) {
  page.source = null;
  await page.open(await read_address());
}

async function start_again(page) {
  const {key, system, is_own} = page.source;
  forget_progress(key);
  const lesson = is_own ? `#lesson=${key}` : '';
  const place = system ? link_to_system(system) : lesson;
  history.replaceState(null, '', location.pathname + location.search + place);
  await reopen(page);
}

// Several changes at once are shown once; while time passes on stage, not at every frame.
function schedule(page) {
  if (page.due !== 0) return;
  const pause =
      page.state.playing ? Math.max(0, page.shown_at + kPlayingMs - performance.now()) : 0;
  page.due = setTimeout(() => refresh(page), pause);
}

function refresh(page) {
  clearTimeout(page.due);
  page.due = 0;
  page.shown_at = performance.now();
  if (page.source === null) return;
  const state = page.engine.state();
  const before = page.state;
  page.state = state;
  page.panel.show(state);
  page.show_steps(state);
  page.announce(state.announce ?? []);
  show_board(page, state);
  page.grading.follow(state.grading);
  show_sandbox(state);
  if (before.step !== state.step || before.system?.id !== state.system?.id) show_tab(page, state);
  keep(page, state);
}

function show_sandbox(state) {
  const button = by_id('sandbox');
  button.hidden = state.sandbox === undefined || state.system !== null || state.task !== null;
  button.setAttribute('aria-pressed', String(state.sandbox === true));
}

// On phones: what the learner needs to see first in this step.
function show_tab(page, {step, system, task}) {
  if (task) {
    show_task_tab(page, step, task);
    return;
  }
  if (system) {
    page.layout.show_tab('lesson', {lesson: 'System', settings: 'Levels', verdict: null});
    return;
  }
  const tab = {predict: 'settings', configure: 'settings', verdict: 'verdict'}[step] ?? 'lesson';
  const settings = {predict: 'Question', debrief: 'Card'}[step] ?? 'Settings';
  page.layout.show_tab(tab, {lesson: 'Lesson', settings, verdict: 'Verdict'});
}

function show_task_tab(page, step, task) {
  const names = {
    brief: 'Signs',
    predict: 'Question',
    run: 'What happens',
    verdict: 'Result',
    debrief: 'Card',
  };
  const tab = ['predict', 'configure', 'verdict'].includes(step) ? 'settings' : 'lesson';
  const settings = names[step] ?? step_name(step, task);
  page.layout.show_tab(tab, {lesson: 'Lesson', settings, verdict: null});
}

function keep(page, state) {
  const {key, version, system} = page.source;
  if (system) {
    if (state.splits) set_preference('splits', state.splits);
    keep_address(page, state);
    return;
  }
  const progress = progress_of(state, progress_in(key, version));
  const text = JSON.stringify([progress, state.splits]);
  if (text !== page.kept) {
    save_progress(key, progress);
    if (state.splits) set_preference('splits', state.splits);
  }
  page.kept = text;
  keep_address(page, state);
}

// Once something in it has changed, the address leads to what is on stage, so that it can be passed
// on.
function keep_address(page, state) {
  const link = link_to(state, page.source.is_own);
  if (page.link !== null && page.link !== link) history.replaceState(null, '', link);
  page.link = link;
}
