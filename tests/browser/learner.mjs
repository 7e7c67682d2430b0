// What a learner does, in words: looks at the page, finds things in its tree, uses the mouse and the keys. Every
// helper waits for what it names and says what it waited for when it does not come.
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';

const kWaitMs = 60_000;

// The lesson that a first visit shows: the first of the core path.
const course = JSON.parse(readFileSync(path.join(root, 'lessons/course.json'), 'utf8'));
export const kLessons = course.chapters.flatMap(({lessons}) => lessons)
  .filter(({id}) => existsSync(path.join(root, 'lessons', id, 'lesson.json')));
export const kFirst = kLessons.filter(({core}) => core).sort((a, b) => a.core - b.core)[0].id;

export const state = (page) => page.evaluate(() => window.caplab.state());
export const tree = (page) => page.evaluate(() => window.caplab.tree());
export const idle = (page) => page.evaluate(() => window.caplab.idle());
export const command = (page, value) => page.evaluate((v) => window.caplab.command(v), value);

// Waits until `holds(state)` in the page; `holds` may use nothing from outside but `argument`.
export async function until(page, what, holds, argument = null) {
  const source = `(state, argument) => (${holds})(state, argument)`;
  try {
    await page.waitForFunction(([text, given]) => {
      const test = new Function(`return ${text}`)();
      return test(window.caplab.state(), given);
    }, [source, argument], {timeout: kWaitMs, polling: 50});
  } catch (error) {
    const {step, time, primary, grading, verdict} = await state(page);
    assert.fail(`${what} did not happen: ${JSON.stringify({step, time, primary, grading, verdict})}\n${error}`);
  }
}

// The widget of this id, once it is there, can be used and lies on the page.
export async function find(page, id) {
  let found = null;
  for (const end = Date.now() + kWaitMs; Date.now() < end;) {
    found = (await tree(page)).find((item) => item.id === id);
    if (found?.enabled && found.w > 0 && found.h > 0) return found;
    await page.waitForTimeout(50);
  }
  const ids = (await tree(page)).map((item) => item.id);
  return assert.fail(`${id} ${found ? 'cannot be used' : 'is not there'}; there is ${ids.join(', ')}`);
}

// The same once it stands still: a panel that has just come may find its place over some frames, and a hand does not
// click on what moves.
async function find_at_rest(page, id) {
  for (let before = await find(page, id);;) {
    await frames(page, 2);
    const now = await find(page, id);
    if (['x', 'y', 'w', 'h'].every((side) => now[side] === before[side])) return now;
    before = now;
  }
}

async function frames(page, count) {
  await page.evaluate(async (left) => {
    for (; left > 0; --left) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);
}

export async function click(page, id) {
  const {x, y, w, h} = await find_at_rest(page, id);
  await page.mouse.click(x + w / 2, y + h / 2);
}

// The primary button, which must have this label.
export async function press_primary(page, label) {
  await until(page, `the button "${label}"`,
    ({primary}, wanted) => primary.enabled && primary.label === wanted, label);
  await page.waitForFunction((wanted) => document.getElementById('primary').textContent === wanted, label);
  await click(page, 'html.primary');
}

export async function arrive(page, step) {
  await until(page, `the step ${step}`, (now, wanted) => now.step === wanted, step);
}

// To the end of the run, by the key that goes there.
export async function hurry_to_the_end(page) {
  await page.focus('#canvas');
  await page.keyboard.press('End');
  await until(page, 'the end of the run', (now) => now.time === now.end && !now.playing);
  await idle(page);
}

export async function set_level(page, operation, level) {
  await click(page, `settings.${operation}.${level}`);
  await idle(page);
  await until(page, `${operation} at ${level}`, (now, [op, wanted]) => now.choices[op] === wanted, [operation, level]);
}

// From the settings through the run to the grade.
export async function run_and_grade(page) {
  await press_primary(page, 'Run it');
  await arrive(page, 'run');
  await hurry_to_the_end(page);
  await press_primary(page, 'Grade these settings');
  await until(page, 'the grade', (now) => now.step === 'verdict' && now.verdict !== null);
}

// Grades what was run, and returns the gaps between the frames that were drawn meanwhile, in milliseconds.
export async function grade_watching_frames(page) {
  await page.evaluate(() => {
    window.gaps = [];
    let last = performance.now();
    const note = (now) => {
      window.gaps.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await press_primary(page, 'Grade these settings');
  await until(page, 'the grade', (now) => now.verdict !== null);
  return page.evaluate(() => window.gaps.slice(1));
}

// To the settings, by a prediction.
export async function predict(page, option) {
  await press_primary(page, 'Predict what happens');
  await arrive(page, 'predict');
  await click(page, `predict.both-ask.${option}`);
  await command(page, {do: 'predict', id: 'at-once', option: 'both-pay'});
  await press_primary(page, 'Choose the settings');
  await arrive(page, 'configure');
}

// Serves a tiny lesson of another task beside the site, as ?lesson=elsewhere/lesson.json.
export async function serve_task(page, task) {
  const file = (name) => readFileSync(path.join(root, 'tests/browser/lessons', task, name), 'utf8');
  await page.route('**/elsewhere/lesson.json', (route) => route.fulfill({body: file('lesson.json')}));
  await page.route('**/elsewhere/text/en.md', (route) => route.fulfill({body: file('text/en.md')}));
}

// Waits until the lesson column says this.
export async function reads(page, words) {
  await page.locator('#lesson-text').getByText(words).first().waitFor({timeout: kWaitMs});
}

export const text_of = (page, selector) => page.locator(selector).innerText();
