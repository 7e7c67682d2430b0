// What the models say about a history: a list of their verdicts, and for the one that is chosen its
// reason, step by step, beside the picture of the operations.
import {draw_history} from './check_diagram.js';
import {button, h, replace_children} from './dom.js';

// `judged` is what caplab_check_all gave.
export function show_verdicts(place, judged) {
  const chosen = judged.models.find((model) => model.verdict === 'violated') ?? judged.models[0];
  const show = (model) => replace_children(place, verdicts(judged, model, (other) => {
                                             show(other);
                                             document.getElementById(verdict_id(other)).focus();
                                           }), evidence(judged, model));
  show(chosen);
}

function verdict_id(model) {
  return `verdict-${model.name}`;
}

function verdicts({models}, chosen, choose) {
  const rows = models.map(
      (model) =>
          h('li', {},
            button(
                verdict_id(model),
                [
                  h('strong', {}, model.name),
                  h('span', {class: 'check-answer'}, model.verdict),
                  h('span', {class: 'check-meaning'}, model.meaning),
                ],
                () => choose(model), {
                  'class': `check-verdict ${model.verdict}`,
                  'aria-pressed': String(model === chosen),
                })));
  return [h('h2', {}, 'What each model says'), h('ul', {class: 'check-verdicts'}, rows)];
}

function evidence(judged, model) {
  const content = [h('h2', {}, `${model.name}: ${model.verdict}`), h('p', {}, model.why)];
  if (model.steps.length > 0) {
    content.push(h('ol', {class: 'check-steps'}, model.steps.map((step) => h('li', {}, step))));
  }
  content.push(draw_history(judged, model));
  if (model.operations.length > 0) content.push(table(judged, model));
  return h('section', {'id': 'check-evidence', 'aria-label': 'The reason'}, content);
}

// The same as the picture, as text.
function table({operations}, model) {
  const rows = model.operations.map((at) => {
    const {process, text, line, lineReturned} = operations[at];
    const lines = lineReturned === 0 ? `${line}` : `${line}, ${lineReturned}`;
    return h(
        'tr', {class: at === model.stuck ? 'stuck' : null}, h('td', {}, lines),
        h('td', {}, `process ${process}`), h('td', {}, text),
        h('td', {}, at === model.stuck ? 'here no order remains' : ''));
  });
  const heads = ['Lines', 'Process', 'Operation', ''].map((head) => h('th', {scope: 'col'}, head));
  return h(
      'table', {class: 'keys check-operations'},
      h('caption', {}, 'The operations that contradict each other'),
      h('thead', {}, h('tr', {}, heads)), h('tbody', {}, rows));
}
