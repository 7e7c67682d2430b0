// What stands beside the picture while a named system is on stage: its claim, its runs to pick
// from, whether the run came out as documented, its letters, and what the model leaves out.
import {button, by_id, h, replace_children} from './dom.js';
import {make_story} from './story.js';
import {built_on, kLegend, letters_table, options_table} from './system_words.js';

const kFree = 'The clients read and write in turn. While it plays, click a site to cut it off, ' +
    'or a line, and see who is still answered, and with what.';

// `tools` are {act, letters, show_action, open_list}. Gives {set_words, show} as the lesson's panel
// does.
export function make_system_panel(system, tools) {
  const panel = {system, tools, shown: '', run: '', story: make_story(), parts: null};
  return {
    set_words: () => Object.assign(panel, {shown: ''}),
    show: (state) => show(panel, state),
  };
}

function show(panel, state) {
  panel.parts ??= build(panel);
  const {body, outcome, runs} = panel.parts;
  const column = by_id('lesson-text');
  if (column.firstElementChild !== body[0]) {
    replace_children(column, body);
    column.scrollTop = 0;
  }
  const {system, touched} = state;
  const key = JSON.stringify([system, touched]);
  if (key !== panel.shown) {
    panel.shown = key;
    for (const [id, one] of runs) one.setAttribute('aria-pressed', String(id === system.run));
    replace_children(outcome, outcome_card(state));
  }
  panel.story.show(state.events ?? []);
  panel.tools.show_action(state);
}

function build(panel) {
  const {system, tools, story} = panel;
  const runs = new Map();
  const run = (id, label, text) => {
    const pick = () => tools.act({do: 'run', run: id});
    const one = button(
        `run-${id}`, [h('strong', {}, label), ' ', h('span', {}, text)], pick, {class: 'run-pick'});
    runs.set(id, one);
    return h('li', {}, one);
  };
  const outcome = h('div', {id: 'outcome'});
  const body = [
    h('div', {class: 'place'}, h('p', {class: 'where'}, 'Named system'),
      button('all-systems', 'All systems', tools.open_list, {class: 'link-button'})),
    h('h1', {id: 'lesson-title'}, system.name),
    h('p', {class: 'built-on'}, built_on(system.store)),
    h('p', {}, system.claim),
    h('p', {class: 'fine'}, h('strong', {}, 'Source: '), system.source),
    outcome,
    h('h2', {}, 'Runs'),
    h('ul', {class: 'run-picks'},
      system.runs.map((one, i) => run(String(i + 1), `Run ${i + 1}`, one.shows)),
      run('free', 'Cut it yourself', kFree)),
    h('h2', {}, 'Letters'),
    h('p', {class: 'fine'}, kLegend),
    letters_table(system, tools.letters),
    h('h2', {}, 'What the model leaves out'),
    h('p', {}, system.leavesOut),
    h('details', {class: 'story'},
      h('summary', {id: 'options-summary'}, 'Protocol and its options'),
      options_table(system.store)),
    story.element,
  ];
  return {body, outcome, runs};
}

// Only of a run as it is written: what somebody has changed is theirs to judge.
function outcome_card({system}) {
  if (!system.outcome) return null;
  const {held, text} = system.outcome;
  return h(
      'section', {class: held ? 'card right' : 'card wrong'},
      h('p', {class: 'card-label'}, held ? 'As documented' : 'Not as documented'),
      h('p', {}, held ? 'Every call ended as the documentation says.' : text));
}
