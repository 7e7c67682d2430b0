// The list of lessons over the page: the chapters with what each lesson asks, how long it takes,
// and how far one has come in it; and in its place, on demand, what many believe. Loaded when
// somebody asks for it.
import {kAssets} from './assets.js';
import {beliefs_part, load_beliefs} from './beliefs.js';
import {button, by_id, h, replace_children, wear_style} from './dom.js';
import {fetch_text} from './load.js';
import {parse_spans, plain_text} from './markdown.js';
import {recall_part} from './recall.js';
import {all_progress} from './store.js';

export const kTasks = {
  configure: 'Choose settings',
  attack: 'Break it',
  diagnose: 'Find out',
  construct: 'Build a history',
};

const kLink = {
  class: 'link-button'
};

// `act` takes commands. Gives {open, close, toggle}; `open` takes whether to begin with what many
// believe.
export function make_course(act) {
  const list = {act, element: null, chapters: null, beliefs: null, core_only: false};
  return {
    open: (beliefs) => open(list, beliefs),
    close: () => close(list),
    toggle: () => is_open(list) ? close(list) : open(list),
  };
}

// The chapters, each lesson with its words: {id, core, title, summary, task, minutes, instructor};
// `core` is its place on the core path, or 0.
export async function load_cards() {
  return JSON.parse(await fetch_text(kAssets.course_cards)).chapters;
}

function is_open({element}) {
  return element !== null && !element.hidden;
}

async function open(list, beliefs = false) {
  list.act({do: 'pause'});
  await Promise.all([wear_style(kAssets.systems_css), wear_style(kAssets.course_css)]);
  list.chapters ??= await load_cards();
  list.element ??= build(list);
  list.element.hidden = false;
  by_id('stage').inert = true;
  by_id('course').setAttribute('aria-expanded', 'true');
  await (beliefs ? show_beliefs(list) : show_lessons(list));
}

function show_lessons(list) {
  fill(list);
  begin_reading(list);
}

async function show_beliefs(list) {
  list.beliefs ??= await load_beliefs();
  const lessons = list.chapters.flatMap((chapter) => chapter.lessons);
  const titles = new Map(lessons.map(({id, title}) => [id, title]));
  const leave = () => close(list);
  replace_children(
      list.element,
      head('What many believe', leave),
      beliefs_part(
          list.beliefs, titles, all_progress(), leave,
          button('course-lessons', 'All lessons', () => show_lessons(list), kLink)));
  begin_reading(list);
}

function begin_reading(list) {
  list.element.scrollTop = 0;
  by_id('course-title').focus();
}

function head(title, leave) {
  return h(
      'div', {class: 'systems-head'}, h('h1', {id: 'course-title', tabindex: '-1'}, title),
      button('course-close', 'Close', leave, {class: 'secondary'}));
}

function close(list) {
  if (!is_open(list)) return;
  list.element.hidden = true;
  by_id('stage').inert = false;
  by_id('course').setAttribute('aria-expanded', 'false');
  by_id('course').focus();
}

function build(list) {
  const section = h('section', {
    class: 'systems course',
    id: 'course-list',
    'aria-label': 'Lessons',
    keydown: (event) => event.key === 'Escape' && close(list),
  });
  by_id('stage').after(section);
  return section;
}

function fill(list) {
  const progress = all_progress();
  const all = list.chapters.flatMap(({lessons}) => lessons);
  const core = all.filter((lesson) => lesson.core > 0).sort((a, b) => a.core - b.core);
  const passed = (lessons) => lessons.filter(({id}) => progress[id]?.passed === true).length;
  const leave = () => close(list);
  replace_children(
      list.element,
      head('Lessons', leave),
      h('div', {class: 'course-about'},
        h('p', {id: 'course-count'},
          `${passed(all)} of ${all.length} passed, ${passed(core)} of ${
              core.length} on the core path.`),
        next_link(core, all, progress, leave), core_filter(list, core, all),
        button('course-beliefs', 'What many believe', () => show_beliefs(list), kLink)),
      list.chapters.map((chapter) => chapter_section(list, chapter, progress, leave)));
}

// The first lesson of the core path that is not passed yet, and after that of all.
function next_link(core, all, progress, leave) {
  const open = (lesson) => progress[lesson.id]?.passed !== true;
  const next = core.find(open) ?? all.find(open);
  if (!next) return null;
  const begun = is_begun(progress[next.id]);
  return h(
      'a', {class: 'primary go-on', href: `#lesson=${next.id}`, id: 'course-next', click: leave},
      `${begun ? 'Go on with' : 'Begin'}: ${next.title}`);
}

function core_filter(list, core, all) {
  if (core.length === all.length) return null;
  const change = (event) => {
    list.core_only = event.target.checked;
    fill(list);
    by_id('course-core').focus();
  };
  return h(
      'label', {class: 'core-filter'},
      h('input', {type: 'checkbox', id: 'course-core', checked: list.core_only, change}),
      'Core path only');
}

function is_begun(progress) {
  return progress !== undefined && progress.step !== undefined && progress.step !== 'brief';
}

function chapter_section(list, {id, title, lessons, recall = [], closing}, progress, leave) {
  const shown = lessons.filter((lesson) => lesson.core > 0 || !list.core_only);
  if (shown.length === 0) return null;
  const passed = lessons.filter((lesson) => progress[lesson.id]?.passed === true).length;
  return h(
      'section', {class: 'chapter', 'aria-labelledby': `chapter-${id}`},
      h('h2', {id: `chapter-${id}`}, title,
        h('span', {class: 'chapter-count'}, `${passed} of ${lessons.length}`)),
      recall.length > 0 && !list.core_only ? recall_part(id, recall) : null,
      h('ul', {class: 'course-cards'},
        shown.map((lesson) => card(lesson, lesson.id === closing, progress[lesson.id], leave))));
}

function card({id, title, summary, task, minutes, core, instructor}, closes, progress, leave) {
  const state = progress?.passed === true ? 'passed' : is_begun(progress) ? 'begun' : 'new';
  const words = {passed: 'passed', begun: 'begun', new: ''}[state];
  return h(
      'li', {class: `course-card ${state}`},
      h('h3', {}, h('a', {href: `#lesson=${id}`, id: `course-${id}`, click: leave}, title)),
      h('p', {class: 'course-summary'}, plain_text(parse_spans(summary))),
      h('p', {class: 'course-facts'}, h('span', {}, kTasks[task] ?? task),
        h('span', {}, `${minutes} min`),
        core > 0 ? h('span', {class: 'core'}, `core path ${core}`) : null,
        closes ? h('span', {}, 'closing case') : null,
        words ? h('span', {class: `progress-mark ${state}`}, words) : null,
        instructor ? h('a', {
          'class': 'for-instructors',
          'href': `?instructor=${id}`,
          'id': `instructor-${id}`,
          'aria-label': `For instructors: ${title}`,
        },
                       'Guide') :
                     null));
}
