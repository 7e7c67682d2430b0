// A lesson's page for instructors: what it is for, and the solutions that its own tests prove right
// and wrong, each with a link that opens it. The simulation is not needed here.
import {lesson_file, lesson_ids} from './assets.js';
import {kTasks} from './course.js';
import {by_id, h} from './dom.js';
import {attempt_link, choices_text, list} from './link.js';
import {fetch_text} from './load.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';
import {own_lesson} from './source.js';
import {say_attempt} from './task_ways.js';

export async function show_instructor(id) {
  document.body.classList.add('is-plain');
  const parts = lesson_ids().includes(id) ? await parts_of(id) : [
    h('h1', {}, 'For instructors'),
    h('p', {class: 'plain-why'}, `There is no lesson “${id}”; there is ${list(lesson_ids())}.`),
  ];
  document.body.append(h('main', {class: 'plain instructor', id: 'instructor'}, parts));
  by_id('loading').remove();
}

async function parts_of(id) {
  const source = await own_lesson(id);
  const lesson = JSON.parse(source.lesson);
  const title = say(source.words, 'title');
  document.title = `${title}, for instructors · CAP Lab`;
  return [
    h('p', {class: 'instructor-links'},
      h('a', {href: `./#lesson=${id}`, id: 'open-lesson'}, 'Open the lesson'),
      h('a', {href: './#lessons', id: 'all-lessons'}, 'All lessons')),
    await guide(id, title),
    h('p', {class: 'fine', id: 'instructor-facts'},
      `${kTasks[lesson.task] ?? lesson.task} · ${lesson.minutes} minutes`),
    h('p', {class: 'fine'},
      'A solution that is opened from here can be played and graded; it counts as passed only ' +
          'after a change.'),
    solutions('Solutions that pass', 'references', lesson, lesson.reference ?? [], source),
    solutions('Solutions that do not', 'wrong', lesson, lesson.wrong ?? [], source),
  ];
}

async function guide(id, title) {
  const file = lesson_file(`${id}/instructor.md`);
  if (!file) {
    return [
      h('h1', {}, `For the instructor: ${title}`),
      h('p', {}, 'Nobody has written a guide to this lesson yet.'),
    ];
  }
  return render_markdown(await fetch_text(file));
}

function solutions(title, id, lesson, all, source) {
  if (all.length === 0) return null;
  const wrong = id === 'wrong';
  const heads = ['Solution', ...(wrong ? ['Fails', 'Misconception'] : []), ''];
  const rows = all.map((solution, index) => row(`${id}-${index}`, lesson, solution, source, wrong));
  return h(
      'section', {}, h('h2', {}, title),
      h('div', {class: 'scroller', tabindex: '0', role: 'region', 'aria-label': title},
        h('table', {class: 'instructor-table', id},
          h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))),
          h('tbody', {}, rows))));
}

function row(id, lesson, solution, {words}, wrong) {
  const link = solution.attempt ? attempt_link(lesson.id, 1, solution.attempt) :
                                  settings_link(lesson.id, solution);
  const why = wrong ?
      [
        h('td', {}, fails_text(solution, words)),
        h('td', {}, misconception(solution, words)),
      ] :
      [];
  return h(
      'tr', {}, h('td', {}, solution_text(lesson, solution, words)), why,
      h('td', {}, h('a', {href: `./${link}`, id: `open-${id}`}, 'Open')));
}

function settings_link(id, {choices, when}) {
  const situation = when ? `&situation=${choices_text(when)}` : '';
  return `#lesson=${id}${situation}&choose=${choices_text(choices)}`;
}

function solution_text(lesson, {attempt, choices, when}, words) {
  if (attempt) {
    const places = {
      sites: lesson.sites,
      replicas: lesson.replicas.map(({id}) => id),
      clients: lesson.clients.map(({id}) => id),
    };
    const text = say_attempt(places, attempt, words);
    return attempt.goal ? [h('strong', {}, say(words, `goal.${attempt.goal}`)), h('br'), text] :
                          text;
  }
  const pairs = Object.entries(choices).map(([choice, option]) => {
    return `${choice_name(choice, words)}: ${option_name(choice, option, words)}`;
  });
  if (when) pairs.push(`when ${Object.entries(when).map((pair) => pair.join(' is ')).join(', ')}`);
  return h('ul', {}, pairs.map((pair) => h('li', {}, pair)));
}

function choice_name(choice, words) {
  return words.get(`choice.${choice}`) ?? words.get(`operation.${choice}`) ?? choice;
}

function option_name(choice, option, words) {
  return words.get(`choice.${choice}.${option}`) ?? words.get(`level.${option}`) ?? option;
}

// A criterion, a side, or of an attempt that it does not reach its goal.
function fails_text({fails, attempt}, words) {
  if (!fails) return attempt?.experiments ? 'Systems look alike' : 'The goal is not reached';
  return words.get(`criterion.${fails}`) ?? fails;
}

function misconception({misconception: id}, words) {
  if (!id) return '';
  return [
    h('strong', {}, say(words, `misconception.${id}`)), h('br'),
    words.get(`misconception.${id}.why`) ?? ''
  ];
}
