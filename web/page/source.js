// Brings a lesson's two texts: one of this site's lessons by its id, or somebody else's file by its
// address.
import {lesson_file} from './assets.js';
import {fetch_text} from './load.js';
import {fill_words, parse_prose} from './prose.js';

const kForeign = 'foreign:';

// A lesson as it was loaded: {key, is_own, lesson, lesson_name, prose, prose_name, words, ranges,
// operations, task, version}. It is not checked here: the program does that, with line and pointer.
// `key` is what its progress is kept under; `operations` are those that leave a choice, and the
// other choices.
export async function own_lesson(id) {
  const [lesson, prose] = await Promise.all([
    fetch_text(lesson_file(`${id}/lesson.json`)),
    fetch_text(lesson_file(`${id}/text/en.md`)),
  ]);
  return as_source(
      id, {lesson, lesson_name: `${id}/lesson.json`, prose, prose_name: `${id}/text/en.md`});
}

// The words lie beside a lesson file, in text/en.md.
export async function foreign_lesson(address) {
  const url = new URL(address, location.href);
  if (!/^https?:$/.test(url.protocol))
    throw new Error(`${address} is not the address of a lesson file (https://…).`);
  const prose_url = new URL('text/en.md', url);
  const lesson = await fetch_text(url.href);
  const prose = await fetch_text(prose_url.href);
  return as_source(
      `${kForeign}${url.href}`, {lesson, lesson_name: url.href, prose, prose_name: prose_url.href});
}

function as_source(key, texts) {
  const parsed = parsed_or_empty(texts.lesson);
  const {operations, choices, ranges} = lists_of(parsed);
  return {
    ...texts,
    key,
    is_own: !key.startsWith(kForeign),
    words: fill_words(parse_prose(texts.prose), ranges),
    ranges,
    operations: [...operations, ...choices.map(as_operation)],
    task: parsed.task ?? 'configure',
    version: parsed.version ?? 0
  };
}

// The same lesson in a situation such as "limit:90".
export function in_situation(source, situation) {
  if (!situation || !source.ranges?.length) return source;
  const words = fill_words(parse_prose(source.prose), source.ranges, situation);
  return {...source, situation, words};
}

// Another situation than this one, drawn anew; null where the lesson draws nothing.
export function other_situation({ranges = []}, situation) {
  const all = ranges.reduce(
      (texts, {id, options}) =>
          texts.flatMap((text) => options.map((option) => [...text, `${id}:${option.id}`])),
      [[]]);
  const others = all.map((parts) => parts.join(',')).filter((text) => text && text !== situation);
  return others[Math.floor(Math.random() * others.length)] ?? null;
}

// A broken file may have anything there.
function lists_of(parsed) {
  const list = (name) => Array.isArray(parsed[name]) ? parsed[name].filter((item) => item) : [];
  return {operations: list('operations'), choices: list('choices'), ranges: list('ranges')};
}

// A choice that is no operation's level, as links see it.
function as_operation({id, options}) {
  return {id, choices: Array.isArray(options) ? options.map((option) => option?.id) : []};
}

function parsed_or_empty(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

// The chapters and their lessons; without the file there is no way but the lesson itself.
export async function load_course() {
  try {
    return JSON.parse(await fetch_text(lesson_file('course.json')));
  } catch {
    return {chapters: []};
  }
}
