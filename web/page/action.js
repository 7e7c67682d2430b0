// The row at the bottom of the lesson: the one primary button, named by what it does, what is
// missing while the button cannot be used, and how far a grading is.
import {by_id, set_text} from './dom.js';

// Gives the function that shows a state there.
export function make_action(send) {
  let command = null;
  by_id('primary').addEventListener('click', () => send(command));
  return (state) => {
    const {primary} = state;
    command = primary.command;
    set_text(by_id('primary'), primary.label);
    by_id('primary').disabled = !primary.enabled;
    set_text(by_id('action-why'), why(state));
    show_grading(state.grading);
  };
}

function why({primary, grading}) {
  if (grading?.wanted && grading.due)
    return `Run ${grading.done.toLocaleString('en')} of ${grading.due.toLocaleString('en')}`;
  return primary.why ?? '';
}

function show_grading(grading) {
  const line = by_id('action-progress');
  line.hidden = !grading?.wanted || !grading.due;
  if (!line.hidden)
    line.firstElementChild.style.transform = `scaleX(${grading.done / grading.due})`;
}
