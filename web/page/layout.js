// Where the HTML lies over the canvas, and telling the program of it: a column at the left, on
// phones a sheet at the bottom with tabs. The splitter between them can be dragged, moved by arrow
// keys, and is remembered.
import {by_id, h, replace_children, set_text} from './dom.js';
import {preference, set_preference} from './store.js';

const kPhone = matchMedia('(max-width: 699px)');
const kWidth = {
  name: 'lesson_width',
  otherwise: 360,
  min: 280,
  max: 560
};
const kShare = {
  name: 'sheet_share',
  otherwise: 50,
  min: 30,
  max: 75
};  // percent of the stage, on phones
const kStep = 16;

const kTabs = [
  {id: 'lesson', name: 'Lesson'},
  {id: 'settings', name: 'Settings'},
  {id: 'verdict', name: 'Verdict'},
];

// Keeps the page laid out; `send` takes the layout command. Gives {show_tab, set_whole,
// tell_again}.
export function keep_layout(send) {
  const layout = {tab: 'lesson', told: '', send, whole: false};
  const apply = () => place(layout);
  build_tabs(layout, apply);
  build_splitter(apply);
  kPhone.addEventListener('change', apply);
  const observer = new ResizeObserver(apply);
  for (const id of ['stage', 'lesson', 'action']) observer.observe(by_id(id));
  apply();
  return {
    // `names` are those of the tabs; one without a name is not there.
    show_tab(tab, names) {
      layout.tab = tab;
      for (const [id, name] of Object.entries(names)) {
        by_id(`tab-${id}`).hidden = name === null;
        if (name !== null) set_text(by_id(`tab-${id}`), name);
      }
      apply();
    },
    // Whether the sheet takes the whole stage, where nothing is to be seen above it.
    set_whole(whole) {
      if (layout.whole === whole) return;
      layout.whole = whole;
      apply();
    },
    tell_again() {
      layout.told = '';
      apply();
    },
  };
}

function current(kind) {
  return Math.min(kind.max, Math.max(kind.min, preference(kind.name, kind.otherwise)));
}

function kind_now() {
  return kPhone.matches ? kShare : kWidth;
}

function place(layout) {
  const tab = kPhone.matches ? layout.tab : 'lesson';
  document.documentElement.style.setProperty('--lesson-now', `${current(kWidth)}px`);
  document.documentElement.style.setProperty(
      '--sheet-now', `${layout.whole ? 100 : current(kShare)}%`);
  by_id('split-lesson').hidden = layout.whole && kPhone.matches;
  by_id('tabs').classList.toggle('shown', kPhone.matches);
  by_id('lesson').classList.toggle('is-tab-only', tab !== 'lesson');
  for (const {id} of kTabs) {
    const button = by_id(`tab-${id}`);
    button.setAttribute('aria-selected', String(id === tab));
    button.tabIndex = id === tab ? 0 : -1;
  }
  describe_splitter();
  tell(layout, tab);
}

// The program lays its zones out around these rectangles; on phones its settings go between tabs
// and button.
function tell(layout, tab) {
  const rects = {canvas: rect_of('canvas'), lesson: rect_of('lesson')};
  if (kPhone.matches) rects.inspector = rect_between('tabs', 'action');
  const command = {do: 'layout', rects, tab};
  const text = JSON.stringify(command);
  if (text === layout.told) return;
  layout.told = text;
  layout.send(command);
}

function rect_of(id) {
  const {x, y, width, height} = by_id(id).getBoundingClientRect();
  return [x, y, width, height];
}

function rect_between(upper, lower) {
  const above = by_id(upper).getBoundingClientRect();
  const below = by_id(lower).getBoundingClientRect();
  return [above.x, above.bottom, above.width, Math.max(0, below.top - above.bottom)];
}

function build_tabs(layout, apply) {
  const select = (index) => {
    const shown = kTabs.filter(({id}) => !by_id(`tab-${id}`).hidden);
    const tab = shown[(index + shown.length) % shown.length];
    layout.tab = tab.id;
    apply();
    return tab;
  };
  replace_children(
      by_id('tabs'),
      kTabs.map(
          (tab, index) =>
              h('button', {
                type: 'button',
                class: 'tab',
                role: 'tab',
                id: `tab-${tab.id}`,
                click: () => select(index),
                keydown: (event) => {
                  const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
                  if (by) by_id(`tab-${select(index + by).id}`).focus();
                },
              },
                tab.name)));
}

function build_splitter(apply) {
  const splitter = by_id('split-lesson');
  const move_to = (value) => {
    const kind = kind_now();
    set_preference(kind.name, Math.round(Math.min(kind.max, Math.max(kind.min, value))));
    apply();
  };
  splitter.addEventListener('pointerdown', (event) => splitter.setPointerCapture(event.pointerId));
  splitter.addEventListener('pointermove', (event) => {
    if (splitter.hasPointerCapture(event.pointerId)) move_to(value_at(event));
  });
  splitter.addEventListener('dblclick', () => move_to(kind_now().otherwise));
  splitter.addEventListener('keydown', (event) => {
    const by = {ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1}[event.key];
    if (by) move_to(current(kind_now()) + by * (kPhone.matches ? 2 : kStep));
  });
}

function value_at(event) {
  const stage = by_id('stage').getBoundingClientRect();
  return kPhone.matches ? 100 * (stage.bottom - event.clientY) / stage.height :
                          event.clientX - stage.left;
}

function describe_splitter() {
  const splitter = by_id('split-lesson');
  const kind = kind_now();
  splitter.setAttribute('aria-orientation', kPhone.matches ? 'horizontal' : 'vertical');
  splitter.setAttribute('aria-valuemin', kind.min);
  splitter.setAttribute('aria-valuemax', kind.max);
  splitter.setAttribute('aria-valuenow', current(kind));
}
