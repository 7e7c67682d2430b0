// Addresses: what a link opens, what a bad one says, and lesson files of somebody else.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';
import {idle, kFirst, predict, set_level, state, text_of, until} from './learner.mjs';

const lesson = readFileSync(path.join(root, 'lessons/bank/lesson.json'), 'utf8');
const prose = readFileSync(path.join(root, 'lessons/bank/text/en.md'), 'utf8');

// Serves a lesson of somebody else beside the site.
async function serve_lesson(page, text) {
  await page.route('**/elsewhere/lesson.json', (route) => route.fulfill({body: text}));
  await page.route('**/elsewhere/text/en.md', (route) => route.fulfill({body: prose}));
}

test('a link opens its lesson, seed and settings', async ({page, open}) => {
  await open('#lesson=bank&seed=7&choose=withdraw:quorum,view-history:two');
  const now = await state(page);
  assert.equal(now.lesson, 'bank');
  assert.equal(now.seed, 7);
  assert.equal(now.choices.withdraw, 'quorum');
  assert.equal(now.choices['view-history'], 'two');
  assert.equal(now.choices['show-balance'], 'one');
  assert.equal(await page.locator('.bar').count(), 0);
});

test('a bad link says what is bad and opens the rest', async ({page, open}) => {
  await open('#lesson=bakn&seed=3');
  assert.match(await text_of(page, '#bar-link'), /There is no lesson “bakn”; there is .*bank/);
  assert.equal((await state(page)).lesson, kFirst);
  await idle(page);
  await page.goto('about:blank');
  await open('#lesson=bank&seed=-3&choose=withdraw:qorum,view-history:two,pay&x=1');
  const bar = await text_of(page, '#bar-link');
  for (const said of ['seed “-3”', '“withdraw” cannot be set to “qorum”', 'one, two, quorum', '“pay” must be',
    '“x” means nothing']) {
    assert.ok(bar.includes(said), `${said} is missing in: ${bar}`);
  }
  const now = await state(page);
  assert.equal(now.lesson, 'bank');
  assert.equal(now.choices['view-history'], 'two');
  await page.click('#bar-link-close');
  assert.equal(await page.locator('.bar').count(), 0);
});

test('another link in the same page opens it', async ({page, open}) => {
  await open('#lesson=bank');
  await page.evaluate(() => {
    location.hash = '#lesson=bank&seed=12&choose=withdraw:all';
  });
  await until(page, 'the other settings', (now) => now.seed === 12 && now.choices.withdraw === 'all');
});

test('the address follows the settings, so that it can be passed on', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await set_level(page, 'withdraw', 'serial');
  await idle(page);
  const address = new URL(page.url());
  assert.match(address.hash, /^#lesson=bank&seed=1&situation=balance:either&choose=.*withdraw:serial/);
});

test('a lesson file of somebody else is played', async ({page, open}) => {
  await serve_lesson(page, lesson.replace('"id": "bank"', '"id": "their-bank"'));
  await open('?lesson=elsewhere/lesson.json');
  assert.equal((await state(page)).lesson, 'their-bank');
  assert.equal(await page.locator('.bar').count(), 0);
});

test('a lesson file with mistakes gives each with line and pointer', async ({page, open}) => {
  await serve_lesson(page, lesson.replace('"patience": "2s"', '"patience": "soon"'));
  await open('?lesson=elsewhere/lesson.json');
  const line = lesson.split('\n').findIndex((text) => text.includes('"patience"')) + 1;
  const bar = await text_of(page, '#bar-lesson');
  assert.ok(bar.includes(`lesson.json:${line}:`), bar);
  assert.ok(bar.includes('/patience'), bar);
  assert.equal((await state(page)).lesson, kFirst);
});

test('a lesson file that is not there is told', {expected_errors: /404/}, async ({page, open}) => {
  await open('?lesson=nowhere/lesson.json');
  assert.match(await text_of(page, '#bar-link'), /nowhere\/lesson\.json could not be loaded/);
  assert.equal((await state(page)).lesson, kFirst);
});

test('a lesson that is huge or deeply nested is refused in a sentence', async ({page, open}) => {
  await serve_lesson(page, '['.repeat(10_000) + ']'.repeat(10_000));
  await open('?lesson=elsewhere/lesson.json');
  assert.match(await text_of(page, '#bar-lesson'), /lesson\.json:1:\d+: /);
  await page.unrouteAll();
  await serve_lesson(page, JSON.stringify({id: 'x'.repeat(10_000_000)}));
  await open('?lesson=elsewhere/lesson.json&again');
  assert.match(await text_of(page, '#bar-lesson'), /lesson\.json:1:\d+: /);
});
