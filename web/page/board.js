// The HTML over the picture: a lesson's task where there is one, and at the end what to keep. It
// lies where the inspector would, or over the whole picture; the picture is out of reach meanwhile.
import {kAssets} from './assets.js';
import {make_debrief} from './debrief.js';
import {by_id, h, replace_children, wear_style} from './dom.js';
import {make_tasks} from './tasks.js';

const kPhone = matchMedia('(max-width: 699px)');

// `page` is what page.js keeps. Gives {show, toggle, is_hidden, is_running}.
export async function make_board(page) {
  await wear_style(kAssets.board_css);
  const board = {page, shown: '', name: '', hidden: false, state: null};
  board.body = h('div', {class: 'board-body'});
  board.element =
      h('section', {class: 'board', id: 'board', hidden: true, tabindex: '-1'}, board.body);
  by_id('lesson').after(board.element);
  const redraw = (focus) => {
    board.shown = '';
    if (board.state) show(board, board.state, focus);
  };
  board.tasks = make_tasks(page, redraw);
  board.debrief = make_debrief(page);
  kPhone.addEventListener('change', () => redraw());
  return {
    show: (state) => show(board, state),
    toggle() {
      board.hidden = !board.hidden;
      redraw();
    },
    is_hidden: () => board.hidden,
    is_running: () => board.tasks.is_running(),
  };
}

// What stands on the board in this state: {name, wide, label, make}, or nothing.
function content_for(board, state) {
  const {words} = board.page.source;
  if (state.system || state.sandbox) return null;
  const done = () => board.debrief(state, words);
  if (state.step === 'debrief')
    return {name: 'keep', wide: true, label: 'What to keep', make: done};
  if (!state.task || !['configure', 'verdict'].includes(state.step)) return null;
  const wide = state.task.kind !== 'attack';
  if (wide && state.watched !== '') return null;
  const make = () => board.tasks.draw(state, words);
  return {name: `${state.task.kind} ${state.step}`, wide, label: 'The task', make};
}

function show(board, state, focus = null) {
  if (!board.page.source) return;
  if (board.state?.step !== state.step) board.hidden = false;
  board.state = state;
  board.tasks.follow(state);
  const content = content_for(board, state);
  board.page.layout.set_whole(content !== null && !board.hidden && fills_phone(content, state));
  const visible = content !== null && !board.hidden && place(board.element, content.wide, state);
  board.element.hidden = !visible;
  const covers = visible && content.wide && !kPhone.matches;
  by_id('canvas').inert = covers;
  if (visible) fill(board, content, focus);
}

// A phone has no room for both; only what an attack does is watched beside its result.
function fills_phone({wide}, {step}) {
  return (wide && step !== 'debrief') || step === 'configure';
}

// Only what can change what stands there; time alone does not.
function key_of({page, tasks}, {name}, {task, verdict, reference, choices, seed}) {
  return JSON.stringify(
      [page.source.key, name, task, verdict, reference, choices, seed, tasks.version()]);
}

function fill(board, content, focus) {
  const key = key_of(board, content, board.state);
  if (key === board.shown) return;
  board.shown = key;
  const {element, body} = board;
  const focused =
      focus ?? (element.contains(document.activeElement) ? document.activeElement.id : '');
  const top = board.name === content.name ? element.scrollTop : 0;
  board.name = content.name;
  element.setAttribute('aria-label', content.label);
  body.className = `board-body ${content.name}`;
  replace_children(body, content.make());
  element.scrollTop = top;
  // What was used may be gone: then the next Tab begins here.
  if (focused) (by_id(focused) ?? element).focus({preventScroll: focus === null});
}

// Over the picture, or where the inspector lies; on phones always there, if its tab is chosen.
function place(element, wide, {inspector}) {
  const over_all = wide && !kPhone.matches;
  element.classList.toggle('wide', over_all);
  if (over_all) {
    element.removeAttribute('style');
    return true;
  }
  const [x, y, width, height] = inspector;
  const stage = by_id('stage').getBoundingClientRect();
  element.style.left = `${x - stage.x}px`;
  element.style.top = `${y - stage.y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  return width > 0 && height > 0;
}
