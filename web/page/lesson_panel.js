// The lesson column: the text of one step at a time, the cards that answer the learner, hints one
// by one, and below them the one primary button, always in the same place.
import {
  belief_card, grade_card, hint_cards, judgement_text, prediction_cards, uncounted_card,
} from './cards.js';
import {button, by_id, h, replace_children} from './dom.js';
import {forecast_answer, forecast_questions} from './forecast.js';
import {step_name} from './header.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';
import {make_story} from './story.js';

// `tools` are {send, show_action, open_course, board, toggle_board}: `send` takes commands,
// `show_action` shows a state's primary button, `board` gives what lies over the picture, if
// anything. Gives {set_words, show}; in some lessons the sides of the grade are forecast.
export function make_lesson_panel(tools) {
  const panel =
      {...tools, words: new Map(), forecasts: false, shown: '', step: '', story: make_story()};
  return {
    set_words: (words, forecasts) => Object.assign(panel, {words, forecasts, shown: ''}),
    show: (state) => show(panel, state),
  };
}

// Only what can change the text; time alone does not.
function key_of(state, hidden) {
  const {lesson, step, sandbox, belief, prediction, hints, verdict, task, watched} = state;
  const judged = [task?.pass, task?.judgement !== null, watched, state.uncounted, hidden];
  return JSON.stringify([lesson, step, sandbox, belief, prediction, hints, verdict, judged]);
}

function show(panel, state) {
  const key = key_of(state, panel.board()?.is_hidden() ?? false);
  if (key !== panel.shown) {
    const focused = document.activeElement?.id;
    show_text(panel, state);
    if (panel.step !== state.step) by_id('lesson-text').scrollTop = 0;
    if (focused) document.getElementById(focused)?.focus();
    panel.step = state.step;
    panel.shown = key;
  }
  panel.story.show(state.events ?? []);
  panel.show_action(state);
}

function show_text(panel, state) {
  const {words, send} = panel;
  const {step, task} = state;
  const answers = step === 'run' || step === 'debrief' || (task && step === 'configure');
  replace_children(
      by_id('lesson-text'), heading(panel, state), belief_card(words, state),
      answers ? prediction_cards(words, state, send) : [], verdict_text(panel, state),
      texts_of(state).filter((id) => words.has(id)).map((id) => render_markdown(words.get(id))),
      step === 'predict' ? questions(words, state) : [], forecast(panel, state),
      step === 'configure' || step === 'verdict' ? hint_cards(words, state, send) : [],
      panel.story.element);
}

// Where nothing is run as a step of its own, what is run is told before what is asked.
function texts_of({steps, step}) {
  const runs = steps.some((one) => one.id === 'run');
  return step === 'configure' && !runs ? ['run', step] : [step];
}

function forecast({forecasts}, state) {
  if (!forecasts || state.task) return null;
  if (state.step === 'configure') return forecast_questions(state);
  return state.step === 'verdict' ? forecast_answer(state) : null;
}

function verdict_text({words, send}, state) {
  if (state.step !== 'verdict') return [];
  const text = state.task ? judgement_text(words, state.task) : grade_card(words, state, send);
  return [uncounted_card(state), text];
}

function heading(panel, {steps, step, task}) {
  const {words, send} = panel;
  const index = steps.findIndex((one) => one.id === step);
  const title = step === 'brief' ? say(words, 'title') : step_name(step, task);
  const links = [
    step === 'debrief' ? board_button(panel) : null,
    index > 0 ? button('back', 'Back', () => send({do: 'back'}), {class: 'link-button'}) :
                button('all-lessons', 'All lessons', panel.open_course, {class: 'link-button'}),
  ];
  return [
    h('div', {class: 'place'}, h('p', {class: 'where'}, `Step ${index + 1} of ${steps.length}`),
      h('span', {class: 'place-links'}, links)),
    h('h1', {id: 'lesson-title'}, title),
  ];
}

// The picture lies below what there is to keep.
function board_button({board, toggle_board}) {
  const label = board()?.is_hidden() ? 'Show the card' : 'Show the picture';
  return button('board-toggle', label, toggle_board, {class: 'link-button'});
}

// The options stand beside, in the simulation's own panel; the question stands here too, to be read
// at leisure.
function questions(words, state) {
  return (state.prediction?.items ?? [])
      .map((item) => render_markdown(say(words, `predict.${item.id}.question`)));
}
