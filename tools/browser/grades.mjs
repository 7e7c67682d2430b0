// Times the grade of every lesson in the built page's own worker, in headless Chromium: with the
// settings that it begins with, and with its first solution; of the other tasks the solution's
// judgement. Prints a table in milliseconds, each the median of three; there are no limits.
//   node tools/browser/grades.mjs [LESSON…]
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

import {launch_browser, root, serve} from './launch.mjs';

const kTimes = 3;

function lessons() {
  const all = readdirSync(path.join(root, 'lessons'))
                  .filter((id) => existsSync(path.join(root, 'lessons', id, 'lesson.json')));
  const named = process.argv.slice(2);
  const unknown = named.filter((id) => !all.includes(id));
  if (unknown.length > 0) throw new Error(`There is no lesson ${unknown.join(', ')}.`);
  return named.length > 0 ? named : all;
}

function read(id) {
  const text = (name) => readFileSync(path.join(root, 'lessons', id, name), 'utf8');
  return {lesson: text('lesson.json'), prose: text('text/en.md')};
}

function pairs(choices = {}) {
  return Object.entries(choices).map((pair) => pair.join(':')).join(',');
}

// What the page would post to its worker: {initial, reference}, the first null where nothing can be
// judged before there is an attempt.
function requests(id) {
  const texts = read(id);
  const {task = 'configure', reference: [{choices, when, attempt}]} = JSON.parse(texts.lesson);
  if (task !== 'configure') {
    return {task, initial: null, reference: {task: {...texts, seed: 1, attempt}}};
  }
  const grade = (chosen, situation) =>
      ({request: {...texts, choices: chosen, seed: 1, situation}});
  return {task, initial: grade('', ''), reference: grade(pairs(choices), pairs(when))};
}

// Keeps hold of the worker that the page has ready for its next grade.
async function open_page(browser, address) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(...given) {
        super(...given);
        window.grading_worker = this;
      }
    };
  });
  await page.goto(`${address}#lesson=bank`);
  await page.evaluate(() => window.caplab.ready);
  await page.waitForFunction(() => window.grading_worker);
  return page;
}

// Milliseconds from the request to the answer, as the page sees them.
function time(page, message) {
  return page.evaluate((sent) => new Promise((resolve, reject) => {
    const id = Math.random();
    const began = performance.now();
    const listen = ({data}) => {
      if (data.id !== id || data.progress) return;
      window.grading_worker.removeEventListener('message', listen);
      const wrong = data.failed ?? data.answered?.error;
      if (wrong) reject(new Error(wrong));
      resolve(performance.now() - began);
    };
    window.grading_worker.addEventListener('message', listen);
    window.grading_worker.postMessage({id, ...sent});
  }), message);
}

async function median(page, message) {
  if (message === null) return '';
  const times = [];
  for (let i = 0; i < kTimes; i += 1) times.push(await time(page, message));
  return String(Math.round(times.sort((a, b) => a - b)[Math.floor(kTimes / 2)]));
}

function print_row([lesson, task, initial, reference]) {
  console.log(lesson.padEnd(20), task.padEnd(10), initial.padStart(8), reference.padStart(10));
}

const timed = lessons();
const server = await serve();
const browser = await launch_browser();
const page = await open_page(browser, server.address);
print_row(['lesson', 'task', 'initial', 'reference']);
for (const id of timed) {
  const {task, initial, reference} = requests(id);
  print_row([id, task, await median(page, initial), await median(page, reference)]);
}
await browser.close();
server.close();
