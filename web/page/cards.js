// The cards in the lesson column: what became of a prediction, the sentence of the grade, and the
// hints.
import {button, h} from './dom.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';

// A card: what it is about, its content, and perhaps one thing to do.
function card(kind, label, content, action = null) {
  return h(
      'section', {class: `card ${kind}`}, h('p', {class: 'card-label'}, label), content, action);
}

// One card for each prediction that a run has answered.
export function prediction_cards(words, state, send) {
  const items = state.prediction?.items ?? [];
  return items.map(
      (item, index) => item.checked ? prediction_card(words, item, index, send) : null);
}

function prediction_card(words, item, index, send) {
  const picked = say(words, item.picked_words);
  if (item.right) return card('right', 'You predicted it', render_markdown(picked));
  return card(
      'wrong', 'You predicted',
      [
        h('p', {class: 'picked'}, picked),
        h('h2', {}, say(words, item.misconception)),
        render_markdown(say(words, `${item.misconception}.why`)),
      ],
      button(
          `show-moment-${index}`, 'Show the moment',
          () => send({do: 'show-moment', prediction: index})));
}

// The belief that the run on stage refutes, in the lesson's words, and what breaks in that run.
export function belief_card(words, {belief}) {
  if (!belief?.words) return null;
  return h(
      'div', {id: 'belief'},
      card(
          'wrong', 'Many believe',
          [
            h('h2', {}, say(words, belief.words)),
            render_markdown(say(words, `${belief.words}.why`)),
            belief.sentence ? h('p', {id: 'belief-sentence'}, 'This run: ', belief.sentence) : null,
          ]));
}

const kGrading = 'Your settings are run again and again: with cuts in the worst places, and in ' +
    'ordinary weather. This takes a few seconds.';

// Why a pass does not count, and what to do, where it does not.
export function uncounted_card({uncounted}) {
  if (!uncounted) return null;
  return h('div', {id: 'uncounted'}, card('wrong', 'Not counted as passed', h('p', {}, uncounted)));
}

// The answer to the settings, once there is one.
export function grade_card(words, {verdict}, send) {
  if (!verdict) return h('p', {}, kGrading);
  const text = render_markdown(say(words, verdict.pass ? 'verdict.pass' : 'verdict.fail'));
  if (verdict.orders) text.push(h('p', {class: 'note'}, verdict.orders));
  if (verdict.pass) return text;
  const play = button('play-violation', 'Play it', () => send({do: 'play-violation'}));
  const sentence = h('p', {}, verdict.sentence);
  return [...text, card('violated', 'What broke first', sentence, verdict.playable ? play : null)];
}

// The same for an attempt; what came of it stands on the board.
export function judgement_text(words, {judgement, pass}) {
  if (!judgement) return h('p', {}, 'Your attempt is judged. This takes a moment.');
  return render_markdown(say(words, pass ? 'verdict.pass' : 'verdict.fail'));
}

const kLastHint = 'The last hint gives solutions away, which do not count as passed afterwards.';

export function hint_cards(words, state, send) {
  const {ids = [], shown = 0} = state.hints ?? {};
  const cards = ids.slice(0, shown).map((id, i) => {
    return card('hint', `Hint ${i + 1} of ${ids.length}`, render_markdown(say(words, id)));
  });
  if (shown === ids.length) return cards;
  const label = shown === 0 ? 'Show a hint' : 'Show another hint';
  const more = button('hint', label, () => send({do: 'hint'}), {class: 'link-button'});
  const last = shown === ids.length - 1 && !state.passed;
  const cost = last ? h('p', {class: 'fine', id: 'hint-cost'}, kLastHint) : null;
  return [...cards, h('p', {}, more), cost];
}
