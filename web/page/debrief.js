// What is left of a lesson: a card to keep, and the learner's solution beside another one that
// passes.
import {compare_solutions} from './compare.js';
import {button, by_id, h} from './dom.js';
import {link_to} from './link.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';
import {other_situation} from './source.js';
import {other_ways} from './task_ways.js';

// Gives the function that makes the elements for a state.
export function make_debrief(page) {
  return (state, words) =>
             [h('div', {class: 'task-part'}, card(words)),
              h('div', {class: 'task-part wide-part'},
                state.task ? other_ways(state, page.source, words) :
                             compare_solutions(state, words),
                new_situation(page)),
  ];
}

// What was found out must hold where the demands are others.
function new_situation({source, state}) {
  if (!source.ranges?.length || state.task) return null;
  const draw = () => {
    const situation = other_situation(source, state.situation);
    location.hash = link_to({...state, seed: state.seed + 1, situation}, source.is_own);
  };
  return h(
      'div', {class: 'task-part'}, h('h2', {}, 'The same case, other demands'),
      h('p', {class: 'fine'}, 'Limits and prices are drawn anew. Do your settings still pass?'),
      button('new-situation', 'Try a new situation', draw, {class: 'secondary'}));
}

function card(words) {
  const text = words.get('card') ?? '';
  return [
    h('article', {class: 'keep-card', id: 'keep-card'},
      h('p', {class: 'card-label'}, 'CAP Lab · to keep'), h('h2', {}, say(words, 'title')),
      render_markdown(text)),
    h('div', {class: 'keep-actions'},
      button('card-copy', 'Copy', () => copy(words), {class: 'secondary'}),
      button('card-print', 'Print', print_card, {class: 'secondary'})),
  ];
}

async function copy(words) {
  const text = `${say(words, 'title')}\n\n${words.get('card') ?? ''}\n`;
  try {
    await navigator.clipboard.writeText(text);
    by_id('card-copy').textContent = 'Copied';
  } catch {
    prompt('The card:', text);
  }
}

// Of everything on the page only the card goes to paper.
function print_card() {
  document.body.classList.add('prints-card');
  window.print();
  document.body.classList.remove('prints-card');
}
