// The list of lessons, what is kept of a lesson, and the page for instructors.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';
import {
  command, idle, kFirst, kLessons, predict, press_primary, run_and_grade, set_level, state, text_of, until,
} from './learner.mjs';

const bank = JSON.parse(readFileSync(path.join(root, 'lessons/bank/lesson.json'), 'utf8'));

const list_is_open = (page) => page.waitForSelector('#course-title');

test('the first visit shows a lesson of the core path, with a way to all of them', async ({page, open}) => {
  await open();
  assert.equal((await state(page)).lesson, kFirst);
  assert.equal(await page.locator('#course-list').count(), 0);
  await page.click('#all-lessons');
  await list_is_open(page);
  assert.equal(await page.locator('.course-card').count(), kLessons.length);
  await page.click('#course-close');
  assert.equal(await page.isVisible('#course-list'), false);
});

test('the list tells of each lesson what it asks and how far one is', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await set_level(page, 'withdraw', 'serial');
  await run_and_grade(page);
  await idle(page);
  await page.click('#course');
  await list_is_open(page);
  const card = await page.locator('.course-card', {has: page.locator('#course-bank')}).innerText();
  for (const said of ['The bank', 'Choose settings', `${bank.minutes} min`, 'passed']) {
    assert.ok(card.includes(said), `${said} is missing in ${card}`);
  }
  assert.match(await text_of(page, '#course-count'), new RegExp(`^1 of ${kLessons.length} passed`));
});

test('a lesson is opened from the list by keyboard, and Escape closes it', async ({page, open}) => {
  await open('#lessons');
  await list_is_open(page);
  assert.equal(await page.locator('.bar').count(), 0);
  await page.waitForFunction(() => document.activeElement.id === 'course-title');
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#course-list'), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'course');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'course-title');
  await page.focus('#course-bank');
  await page.keyboard.press('Enter');
  await until(page, 'the bank', (now) => now.lesson === 'bank' && now.step === 'brief');
  assert.equal(await page.isVisible('#course-list'), false);
});

const kRecall = [{question: 'Silence is?', options: ['Dead', 'Late'], answer: 2, because: 'It may be slow.'}];

test('the core path alone can be shown, and questions open a chapter', async ({page, open}) => {
  const cards = [1, 2, 3].map((number) => ({
    id: `lesson-${number}`, title: `Lesson ${number}`, summary: 'About *it*.', task: 'attack', minutes: 5, core: number % 3,
  }));
  await page.route('**/course-cards*', (route) => route.fulfill({
    body: JSON.stringify({chapters: [{id: 'one', title: 'One', lessons: cards.slice(0, 2), recall: kRecall},
      {id: 'two', title: 'Two', lessons: cards.slice(2)}]}),
  }));
  await open('#lessons');
  await list_is_open(page);
  assert.equal(await page.locator('.course-card').count(), 3);
  assert.match(await text_of(page, '#course-next'), /Begin: Lesson 1/);
  await page.click('#recall-one');
  await page.click('#recall-one-0-1');
  assert.match(await text_of(page, '#because-one-0'), /No: Late\. It may be slow\./);
  await page.click('#recall-one-0-2');
  assert.match(await text_of(page, '#because-one-0'), /Yes\. It may be slow\./);
  await page.click('#course-core');
  assert.equal(await page.locator('.course-card').count(), 2);
  assert.equal(await page.locator('.chapter').count(), 1);
});

test('at the end there is a card to keep, and another solution beside one\'s own', {
  context: {permissions: ['clipboard-read', 'clipboard-write']},
}, async ({page, open}) => {
  await open('#lesson=bank&choose=withdraw:serial');
  await predict(page, 'both-pay');
  await run_and_grade(page);
  await press_primary(page, 'See what it costs');
  await page.waitForSelector('#keep-card');
  await until(page, 'the other solution', (now) => now.reference?.marks, null);
  await idle(page);
  const reference = (await state(page)).reference.choices;
  assert.deepEqual(reference, bank.reference[1].choices, 'the first is the learner\'s own');
  const table = await text_of(page, '#compare');
  assert.match(table, /Show the balance\s*One\s*≠ Quorum/);
  for (const side of ['Safety', 'Availability', 'Latency', 'Repair']) assert.ok(table.includes(side), table);
  assert.match(table, /Wait for the balance\s*[\d.]+ ms\s*\(better\)/);
  const calls = await text_of(page, '#compare-calls');
  assert.match(calls, /3\.00 s\s*Machine A: Withdraw 80\s*accepted\s*accepted/);
  await page.click('#card-copy');
  await page.waitForFunction(() => document.getElementById('card-copy').textContent === 'Copied');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^The bank\n\n- Choose per operation/);
  await page.click('#board-toggle');
  assert.equal(await page.isVisible('#board'), false);
  await page.click('#board-toggle');
  assert.equal(await page.isVisible('#board'), true);
  await command(page, {do: 'back'});
  await idle(page);
  assert.equal(await page.isVisible('#board'), false);
});

test('on paper there is the card alone', async ({page, open}) => {
  await open('#lesson=bank&choose=withdraw:serial');
  await predict(page, 'both-pay');
  await run_and_grade(page);
  await press_primary(page, 'See what it costs');
  await page.waitForSelector('#keep-card');
  await page.evaluate(() => document.body.classList.add('prints-card'));
  await page.emulateMedia({media: 'print'});
  assert.equal(await page.isVisible('#keep-card'), true);
  for (const other of ['.header', '#lesson', '#canvas', '#card-print', '.wide-part']) {
    assert.equal(await page.locator(other).first().isVisible(), false, other);
  }
});

test('the page for instructors has every solution with a link that opens it', async ({page, open}) => {
  await open('?instructor=bank');
  await page.waitForSelector('#instructor');
  assert.equal(await page.locator('#references tbody tr').count(), bank.reference.length);
  assert.equal(await page.locator('#wrong tbody tr').count(), bank.wrong.length);
  assert.match(await text_of(page, '#instructor-facts'), new RegExp(`${bank.minutes} minutes`));
  const wrong = await text_of(page, '#wrong');
  assert.match(wrong, /Withdraw: Quorum[^]*Money paid out beyond cover[^]*A majority works like a lock/);
  await page.click('#open-wrong-1');
  await page.waitForFunction(() => window.caplab?.state().lesson === 'bank');
  assert.equal((await state(page)).choices.withdraw, 'quorum');
  await idle(page);
  await page.goto('about:blank');
  await open('?instructor=moon');
  assert.match(await text_of(page, '#instructor'), /There is no lesson “moon”/);
});

test('the list and the page for instructors fit a phone', {viewport: {width: 390, height: 844}}, async ({page, open}) => {
  await open('#lessons');
  await list_is_open(page);
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  assert.ok(await page.evaluate(() => {
    const {scrollWidth, clientWidth} = document.getElementById('course-list');
    return scrollWidth <= clientWidth;
  }));
  await idle(page);
  await page.goto('about:blank');
  await open('?instructor=bank');
  await page.waitForSelector('#instructor');
  assert.ok(await fits());
});
