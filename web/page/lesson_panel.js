// The lesson column: the text of one step at a time, the cards that answer the learner, hints one
// by one, and below them the one primary button, always in the same place.
import {grade_card, hint_cards, prediction_cards} from './cards.js';
import {button, by_id, h, replace_children} from './dom.js';
import {step_name} from './header.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';
import {make_story} from './story.js';

// `send` takes commands, `show_action` shows a state's primary button. Gives {set_words, show}.
export function make_lesson_panel(send, show_action) {
  const panel = {
    send,
    words: new Map(),
    shown: '',
    step: '',
    story: make_story(),
    show_action
  };
  return {
    set_words: (words) => Object.assign(panel, {words, shown: ''}),
    show: (state) => show(panel, state),
  };
}

// Only what can change the text; time alone does not.
function key_of(state) {
  return JSON.stringify(
      [state.lesson, state.step, state.sandbox, state.prediction, state.hints, state.verdict]);
}

function show(panel, state) {
  const key = key_of(state);
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
  const {step} = state;
  replace_children(
      by_id('lesson-text'), heading(words, state, send),
      step === 'run' || step === 'debrief' ? prediction_cards(words, state, send) : [],
      step === 'verdict' ? grade_card(words, state, send) : [],
      words.has(step) ? render_markdown(words.get(step)) : [],
      step === 'predict' ? questions(words, state) : [],
      step === 'configure' || step === 'verdict' ? hint_cards(words, state, send) : [],
      panel.story.element);
}

function heading(words, {steps, step}, send) {
  const index = steps.findIndex((one) => one.id === step);
  const title = step === 'brief' ? say(words, 'title') : step_name(step);
  return [
    h('div', {class: 'place'}, h('p', {class: 'where'}, `Step ${index + 1} of ${steps.length}`),
      index > 0 ? button('back', 'Back', () => send({do: 'back'}), {class: 'link-button'}) : null),
    h('h1', {id: 'lesson-title'}, title),
  ];
}

// The options stand beside, in the simulation's own panel; the question stands here too, to be read
// at leisure.
function questions(words, state) {
  return (state.prediction?.items ?? [])
      .map((item) => render_markdown(say(words, `predict.${item.id}.question`)));
}
