// The task `diagnose`: experiments on an unnamed system, what its clients saw in them, and which of
// the systems it is; after the answer, what each of them would have shown.
import {button, h} from './dom.js';
import {say} from './prose.js';
import {outcome, seconds, waiting} from './task_words.js';

const kLetters = {
  'PA/EL': 'available in a cut, quick otherwise',
  'PA/EC': 'available in a cut, consistent otherwise',
  'PC/EL': 'consistent in a cut, quick otherwise',
  'PC/EC': 'consistent in a cut, consistent otherwise',
};

// `act` takes commands, `present()` gives the task as it is now; `observe(experiment, seed)` gives
// what clients saw, or null while it is still being made. Gives the function that makes the
// elements for a state.
export function make_diagnose({act, present, observe}) {
  return (state, words) => {
    const {task, seed} = state;
    const attempt = task.attempt ?? {experiments: []};
    const view = {act, present, observe, task, seed, words, attempt};
    if (state.step === 'verdict') return verdict_parts(view);
    return [
      h('div', {class: 'task-part'}, experiments(view)),
      h('div', {class: 'task-part wide-part'}, observations(view), answer(view)),
    ];
  };
}

function put({act, present}, change) {
  const attempt = present().attempt ?? {experiments: []};
  act({do: 'attempt', attempt: {...attempt, ...change(attempt)}});
}

function experiments(view) {
  const {task, words, attempt} = view;
  const left = task.tries - attempt.experiments.length;
  const cards = task.experiments.map((id) => {
    const made = attempt.experiments.includes(id);
    const make = () => put(view, ({experiments}) => ({experiments: [...experiments, id]}));
    return h(
        'li', {class: `pick${made ? ' picked-one' : ''}`},
        h('span', {class: 'pick-text'}, h('strong', {}, say(words, `experiment.${id}`)),
          h('span', {class: 'pick-help'}, say(words, `experiment.${id}.help`))),
        made ? h('span', {class: 'reached'}, 'made') : button(`make-${id}`, 'Make it', make, {
          'class': 'secondary small',
          'disabled': left === 0,
          'aria-label': `Make the experiment: ${say(words, `experiment.${id}`)}`,
        }));
  });
  return [
    h('h2', {}, 'Experiments'),
    h('p', {class: 'fine', id: 'tries-left'}, `You may make ${left} more of ${task.tries}.`),
    h('ul', {class: 'picks', id: 'task-experiments'}, cards),
  ];
}

function observations(view) {
  const {observe, seed, words, attempt} = view;
  if (attempt.experiments.length === 0) {
    return [
      h('h2', {}, 'What the clients saw'),
      h('p', {class: 'fine'}, 'Nothing yet: make an experiment.'),
    ];
  }
  const tables = attempt.experiments.map((id) => {
    const seen = observe(id, seed);
    return seen ? seen_table(words, id, seen) : waiting('The experiment is being made.');
  });
  return [h('h2', {}, 'What the clients saw'), tables];
}

function seen_table(words, id, seen) {
  const rows = seen.map(
      ({time, client, call, ending}) =>
          h('tr', {}, h('td', {class: 'number'}, seconds(time)), h('td', {}, client),
            h('td', {class: 'mono'}, call), h('td', {class: 'mono ending'}, ending)));
  const heads = ['At', 'Who', 'Asks', 'Is told'].map((head) => h('th', {scope: 'col'}, head));
  return h(
      'table', {class: 'task-table seen', id: `seen-${id}`},
      h('caption', {}, say(words, `experiment.${id}`)), h('thead', {}, h('tr', {}, heads)),
      h('tbody', {}, rows));
}

function answer(view) {
  const {task, attempt} = view;
  const blocked = attempt.experiments.length === 0;
  return [
    h('h2', {}, 'Which one is it?'),
    choices(view, 'answer', task.systems.map(({id, name, help}) => [id, name, help]), blocked),
    task.asks_letters ? h('h2', {}, 'And its letters?') : null,
    task.asks_letters ? choices(
                            view, 'letters',
                            Object.entries(kLetters).map(([id, help]) => [id, id, help]), blocked) :
                        null,
  ];
}

// Radio buttons for one part of the attempt.
function choices(view, part, options, disabled) {
  const {attempt} = view;
  const cards = options.map(([id, name, help]) => {
    const input = h('input', {
      type: 'radio',
      name: `task-${part}`,
      id: `${part}-${id.replace('/', '-')}`,
      checked: attempt[part] === id,
      disabled,
      change: () => put(view, () => ({[part]: id})),
    });
    return h(
        'label', {class: `pick${attempt[part] === id ? ' picked-one' : ''}`}, input,
        h('span', {class: 'pick-text'}, h('strong', {}, name),
          h('span', {class: 'pick-help'}, help)));
  });
  const legend = part === 'answer' ? 'The system' : 'The letters';
  return h('fieldset', {class: 'picks in-columns'}, h('legend', {class: 'quiet'}, legend), cards);
}

function verdict_parts(view) {
  const {judgement} = view.task;
  if (!judgement)
    return h('div', {class: 'task-part wide-part'}, waiting('Your answer is judged.'));
  return [
    h('div', {class: 'task-part'}, verdict(view)),
    h('div', {class: 'task-part wide-part'}, h('h2', {}, 'What each of them shows'),
      judgement.experiments.map((experiment) => comparison(view, experiment))),
  ];
}

function verdict(view) {
  const {task, attempt} = view;
  const {judgement} = task;
  const name = (id) => task.systems.find((system) => system.id === id)?.name ?? id;
  const title = judgement.pass ? 'Found out' :
      judgement.right          ? 'Right, but not shown' :
                                 'It is another';
  const others = judgement.possible.filter((id) => id !== judgement.hidden);
  const excluded = others.length === 0 ?
      'Your experiments exclude all others.' :
      `Your experiments leave ${
          others.map(name).join(' and ')} as well: who guesses has not found out.`;
  return outcome(
      judgement.pass, title, h('p', {}, `It is ${name(judgement.hidden)}.`),
      judgement.right ? null : h('p', {}, `You said ${name(judgement.answer)}.`),
      letters_line(judgement, attempt), h('p', {id: 'task-excluded'}, excluded));
}

function letters_line({letters, letters_right: right}, attempt) {
  if (!letters) return null;
  if (right) return h('p', {}, `Its letters are ${letters}, as you said.`);
  return h('p', {}, `Its letters are ${letters}, and not ${attempt.letters}.`);
}

// One row a call, one column a system; what differs from the truth is marked.
function comparison(view, {id, systems}) {
  const {act, task, words} = view;
  const {hidden} = task.judgement;
  const truth = systems.find((system) => system.id === hidden);
  const play = (system) => button(
      `play-${id}-${system.id}`, 'Play',
      () => act({do: 'watch-system', system: system.id, experiment: id}),
      {'class': 'link-button', 'aria-label': `Play it with ${name_of(task, system.id)}`});
  const head = systems.map(
      (system) =>
          h('th', {scope: 'col', class: system.id === hidden ? 'truth' : null},
            name_of(task, system.id),
            h('span', {class: 'column-note'},
              system.id === hidden ? 'the one' :
                  system.excluded  ? 'excluded' :
                                     'looks the same'),
            play(system)));
  const count = Math.max(...systems.map(({seen}) => seen.length));
  const rows = Array.from({length: count}, (_, at) => comparison_row(systems, truth, at));
  return h(
      'div', {class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Comparison'},
      h('table', {class: 'task-table columns', id: `compare-${id}`},
        h('caption', {}, say(words, `experiment.${id}`)),
        h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Asks'), head)), h('tbody', {}, rows)));
}

function name_of({systems}, id) {
  return systems.find((system) => system.id === id)?.name ?? id;
}

function comparison_row(systems, truth, at) {
  const {time, client, call} = (truth.seen[at] ?? systems.find(({seen}) => seen[at]).seen[at]);
  const cells = systems.map((system) => {
    const ending = system.seen[at]?.ending ?? 'nothing';
    const differs = ending !== (truth.seen[at]?.ending ?? 'nothing');
    const classes = `mono${differs ? ' differs' : ''}${system === truth ? ' truth' : ''}`;
    return h('td', {class: classes}, differs ? `≠ ${ending}` : ending);
  });
  return h(
      'tr', {},
      h('th', {scope: 'row'}, h('span', {class: 'fine'}, `${seconds(time)} ${client} `),
        h('span', {class: 'mono'}, call)),
      cells);
}
