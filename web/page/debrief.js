// What is left of a lesson: a card to keep, and the learner's solution beside another one that
// passes.
import {compare_solutions} from './compare.js';
import {button, by_id, h} from './dom.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';
import {other_ways} from './task_ways.js';

// Gives the function that makes the elements for a state.
export function make_debrief(page) {
  return (state, words) =>
             [h('div', {class: 'task-part'}, card(words)),
              h('div', {class: 'task-part wide-part'},
                state.task ? other_ways(state, page.source, words) :
                             compare_solutions(state, words)),
  ];
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
