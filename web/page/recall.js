// The questions that open a chapter: on what came before, answered at once, kept nowhere.
import {h, replace_children} from './dom.js';

// `questions` are {question, options, answer, because}, with `answer` counting from 1.
export function recall_part(chapter, questions) {
  const count = questions.length === 1 ? 'One question' : `${questions.length} questions`;
  return h(
      'details', {class: 'recall'},
      h('summary', {id: `recall-${chapter}`}, `${count} on what came before`),
      questions.map((question, index) => question_part(`${chapter}-${index}`, question)));
}

function question_part(id, {question, options, answer, because}) {
  const reply = h('div', {'aria-live': 'polite'});
  const pick = (index) => {
    const right = index + 1 === answer;
    const start = right ? 'Yes. ' : `No: ${options[answer - 1]}. `;
    replace_children(
        reply, h('p', {class: right ? 'right' : 'wrong', id: `because-${id}`}, start, because));
  };
  const choices = options.map((option, index) => {
    const input = h('input', {
      type: 'radio',
      name: `recall-${id}`,
      id: `recall-${id}-${index + 1}`,
      change: () => pick(index),
    });
    return h('label', {}, input, option);
  });
  return h('fieldset', {}, h('legend', {}, question), choices, reply);
}
