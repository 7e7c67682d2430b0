// Opens what an address asks for: a named system, a lesson of this site or somebody else's file,
// with the progress in it that this browser remembers. What the address says wrongly is told in a
// bar, and the rest is opened.
import {lesson_ids} from './assets.js';
import {hide_bar, show_bar} from './bars.js';
import {show_course} from './header.js';
import {check_choices, check_lesson, choices_text, parse_link} from './link.js';
import {say} from './prose.js';
import {foreign_lesson, in_situation, load_course, own_lesson} from './source.js';
import {preference, progress_in} from './store.js';
import {current_theme, motion_is_reduced} from './theme.js';

// Reads the address and brings the texts. Gives {source, link}.
export async function read_address() {
  const link = check_lesson(parse_link(location.hash, location.search), lesson_ids());
  const [course, foreign] = await Promise.all([load_course(), foreign_or_problem(link)]);
  const system = await system_or_problem(link);
  if (system) return {source: system, course, link};
  const lesson = foreign ?? await own_lesson(link.lesson ?? first_lesson(course));
  const source = in_situation(lesson, link.situation);
  return {source, course, link: check_choices(link, source.operations)};
}

async function foreign_or_problem(link) {
  if (link.foreign === null) return null;
  try {
    return await foreign_lesson(link.foreign);
  } catch (error) {
    link.problems.push(error.message);
    return null;
  }
}

// The systems and everything about them are loaded only for those who ask.
async function system_or_problem(link) {
  if (link.system === null) return null;
  const {system_source} = await import('./systems.js');
  try {
    return await system_source(link);
  } catch (error) {
    link.problems.push(error.message);
    link.systems = true;
    return null;
  }
}

// The first of the core path.
function first_lesson(course) {
  const lessons = (course.chapters ?? []).flatMap((chapter) => chapter.lessons ?? []);
  const core = lessons.filter((lesson) => lesson.core).sort((a, b) => a.core - b.core);
  return (core[0] ?? lessons[0])?.id ?? lesson_ids()[0];
}

// Starts the program with what was read. A foreign lesson with mistakes is told line by line, and
// the site's own first lesson is started instead. Gives the source that is on stage.
export async function start(engine, {source, course, link}) {
  const errors = engine.start(order_for(source, link));
  tell_problems([...link.problems, ...(engine.state().problems ?? [])]);
  if (errors.length === 0) {
    show_place(course, source);
    return source;
  }
  show_bar(
      'lesson', `${source.lesson_name} cannot be played; this lesson is shown instead.`,
      {lines: errors, broken: true});
  const own = await own_lesson(first_lesson(course));
  engine.start(order_for(own, {seed: null, choose: {}, schedule: null, attempt: null}));
  show_place(course, own);
  return own;
}

function order_for(source, link) {
  const progress = progress_in(source.key, source.version);
  const looks = {
    theme: current_theme(),
    reducedMotion: motion_is_reduced(),
    seed: Number(link.seed ?? progress?.seed ?? 1),
    splits: preference('splits', {}),
  };
  if (source.order) return {...source.order, ...looks};
  return {
    ...looks,
    lesson: source.lesson,
    lessonName: source.lesson_name,
    prose: source.prose,
    proseName: source.prose_name,
    situation: source.situation ?? '',
    choose: choices_text(link.choose),
    schedule: link.schedule ?? '',
    attempt: link.attempt ?? '',
    belief: link.belief ?? '',
    progress,
  };
}

function tell_problems(problems) {
  if (problems.length === 0) {
    hide_bar('link');
  } else {
    show_bar(
        'link', 'This link is not quite right. Everything else in it is open.', {lines: problems});
  }
}

// The last chapter is there to practise what the others taught.
export function is_practice(course, source) {
  const last = course?.chapters?.at(-1);
  return last?.lessons?.some((lesson) => lesson.id === source.key) ?? false;
}

function show_place(course, source) {
  if (source.system) {
    show_course('Named systems', source.system.name);
    return;
  }
  const holds = (chapter) => chapter.lessons?.some((lesson) => lesson.id === source.key);
  show_course(course.chapters?.find(holds)?.title ?? '', say(source.words, 'title'));
}
