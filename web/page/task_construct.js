// The task `construct`: a recorded history whose reads can be given other results, and what every
// consistency model says of it while one edits.
import {draw_history} from './check_diagram.js';
import {button, h} from './dom.js';
import {goal_list, name_in, outcome, waiting} from './task_words.js';

// `act` takes commands, `present()` gives the task as it is now, `recorded()` the history as it was
// recorded and `checked(judgement)` the reasons of all models; both give null while they are still
// on their way. Gives the function that makes the elements for a state.
export function make_construct({act, present, recorded, checked, redraw}) {
  const panel = {act, present, redraw, shown: null};
  return (state, words) => {
    const {task} = state;
    const history = recorded();
    if (!history)
      return h('div', {class: 'task-part wide-part'}, waiting('The history is recorded.'));
    const attempt = task.attempt ?? {goal: task.goals[task.goal], edits: []};
    const view = {panel, task, words, history, attempt, checked, name: name_in(words)};
    return [
      h('div', {class: 'task-part'}, state.step === 'verdict' ? verdict(view) : null,
        goal_list(task, words, (goal) => put(panel, {goal: task.goals[goal], edits: []}))),
      h('div', {class: 'task-part wide-part'}, lanes(view), models(view)),
    ];
  };
}

function put(panel, attempt) {
  panel.shown = null;
  panel.act({do: 'attempt', attempt});
}

function verdict({task}) {
  const {judgement} = task;
  if (!judgement) return waiting('Your history is judged.');
  if (judgement.error) return outcome(false, 'This cannot be', h('p', {}, judgement.error));
  return outcome(
      judgement.pass, judgement.pass ? 'All models say what they should' : 'Not yet',
      h('p', {}, wishes_text(task)));
}

function wanted_of({judgement}) {
  return (judgement?.models ?? []).filter(({wanted}) => wanted !== null);
}

function wishes_text(task) {
  const wanted = wanted_of(task);
  const met = wanted.filter((model) => model.verdict === model.wanted).length;
  return `${met} of ${wanted.length} wishes are met.`;
}

// A row for each client; an operation reaches over the columns from its call to its return.
function lanes(view) {
  const {task, history, attempt, name} = view;
  const moments =
      [...new Set(history.flatMap(({called, returned}) => [called, returned ?? Infinity]))].sort(
          (a, b) => a - b);
  const processes = [...new Set(history.map(({process}) => process))].sort((a, b) => a - b);
  const left = task.at_most - attempt.edits.length;
  const rows = processes.map((process) => {
    const client = task.clients[process];
    const cells =
        history.filter((op) => op.process === process).map((op) => cell(view, op, moments));
    return h(
        'li', {class: 'lane'},
        h('span', {class: 'lane-name'}, client ? name(client) : `process ${process}`),
        h('ol', {class: 'lane-row', style: `--moments: ${moments.length}`}, cells));
  });
  return [
    h('h2', {}, 'What the clients saw'),
    h('p', {class: 'fine', id: 'edits-left'},
      `Time runs to the right. You may change ${left} more ${left === 1 ? 'read' : 'reads'} of ${
          task.at_most}.`),
    h('div', {class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'The history'},
      h('ul', {class: 'lanes', id: 'task-lanes'}, rows)),
    attempt.edits.length > 0 ?
        button(
            'edits-undo', 'Undo all changes', () => put(view.panel, {...attempt, edits: []}),
            {class: 'link-button'}) :
        null,
  ];
}

function cell(view, op, moments) {
  const {attempt, task, name} = view;
  const place = {
    class: 'lane-op',
    style: `--from: ${moments.indexOf(op.called) + 1}; --to: ${
        moments.indexOf(op.returned ?? Infinity) + 2}`,
  };
  if (!op.results) return h('li', place, h('span', {class: 'mono'}, op.text));
  const edit = attempt.edits.find(({operation}) => operation === op.position);
  const full = !edit && attempt.edits.length >= task.at_most;
  const id = `read-${op.position}`;
  const options = op.results.map(
      (value) =>
          h('option', {
            value,
            selected: value === (edit?.result ?? op.result),
          },
            `${value}`));
  const who = name(task.clients[op.process] ?? '');
  const input =
      h('select', {
        id,
        'disabled': full,
        'aria-label': `${who} reads, operation ${op.position}`,
        'change': (event) => change(view, op, Number(event.target.value)),
      },
        options);
  place.class += edit ? ' edited' : '';
  return h(
      'li', place, h('span', {class: 'mono'}, 'read →'), input,
      edit ? h('span', {class: 'was'}, `was ${op.result}`) : null);
}

// A read that is given its own result back is not edited any more.
function change({panel}, op, result) {
  const {attempt} = panel.present();
  const others = attempt.edits.filter(({operation}) => operation !== op.position);
  const edits = result === op.result ? others : [...others, {operation: op.position, result}];
  put(panel, {...attempt, edits: edits.sort((a, b) => a.operation - b.operation)});
}

function models(view) {
  const {task, panel, checked} = view;
  const {judgement} = task;
  if (!judgement) return [h('h2', {}, 'What each model says'), waiting('The models are asked.')];
  if (judgement.error) return h('p', {role: 'alert'}, judgement.error);
  const reasons = checked(judgement);
  const shown = panel.shown ?? wanted_of(task).find(({verdict}) => verdict === 'violated')?.name;
  const show = (name) => {
    panel.shown = name;
    panel.redraw(`model-${name}`);
    document.getElementById('task-evidence').scrollIntoView({block: 'nearest'});
  };
  const rows = (some) =>
      some.map((model) => h('li', {}, model_button(model, reasons, model.name === shown, show)));
  return [
    h('h2', {}, 'What each model says'),
    h('p', {role: 'status', id: 'task-wishes'}, wishes_text(task)),
    h('ul', {class: 'check-verdicts', id: 'task-models'}, rows(wanted_of(task))),
    evidence(view, reasons, judgement.models.find(({name}) => name === shown)),
    h('h2', {}, 'The other models'),
    h('ul', {class: 'check-verdicts', id: 'other-models'},
      rows(judgement.models.filter(({wanted}) => wanted === null))),
  ];
}

function model_button({name, verdict, wanted}, reasons, pressed, show) {
  const met = verdict === wanted;
  const wish = wanted === null ?
      null :
      h('span', {class: `wish ${met ? 'met' : 'missed'}`},
        `${met ? '✓' : '✕'} ${wanted === 'holds' ? 'is to hold' : 'is to be violated'}`);
  const meaning = reasons?.models.find((model) => model.name === name)?.meaning ?? '';
  return button(
      `model-${name}`,
      [
        h('strong', {}, name),
        h('span', {class: 'check-answer'}, verdict),
        wish,
        h('span', {class: 'check-meaning'}, meaning),
      ],
      () => show(name), {'class': `check-verdict ${verdict}`, 'aria-pressed': String(pressed)});
}

function evidence(view, reasons, model) {
  if (!model) return null;
  const reason = reasons?.models.find(({name}) => name === model.name);
  const steps = (reason?.steps ?? []).map((step) => h('li', {}, with_names(view, step)));
  const picture = reason ? draw_history(reasons, reason) : null;
  for (const name of picture?.querySelectorAll('.name') ?? []) {
    name.textContent = with_names(view, name.textContent);
  }
  return h(
      'section', {'id': 'task-evidence', 'aria-label': 'The reason'},
      h('h2', {}, `${model.name}: ${model.verdict}`), h('p', {}, with_names(view, model.why)),
      steps.length > 0 ? h('ol', {class: 'check-steps'}, steps) : null, picture);
}

// The checkers know clients by number alone.
function with_names({task, name}, text) {
  return text.replace(/\bprocess (\d+)/gi, (said, process) => {
    const client = task.clients[process];
    return client ? name(client) : said;
  });
}
