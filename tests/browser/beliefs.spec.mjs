// What many believe: the list beside the lessons, and the runs that refute it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';
import {
  arrive, click, command, hurry_to_the_end, idle, predict, press_primary, reads, state, text_of, until,
} from './learner.mjs';

const {misconceptions} = JSON.parse(readFileSync(path.join(root, 'lessons/misconceptions.json'), 'utf8'));

const list_is_open = (page) => page.waitForSelector('#beliefs');

test('the list has every belief, and marks those that the learner predicted by', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'one-declines');
  await press_primary(page, 'Run it');
  await hurry_to_the_end(page);
  await reads(page, 'The copies always agree');
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  await page.click('#course');
  await page.click('#course-beliefs');
  await list_is_open(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'course-title');
  assert.deepEqual(await page.locator('.belief h2').allInnerTexts(), misconceptions.map(({title}) => `“${title}”`));
  assert.match(await text_of(page, '#beliefs-count'), new RegExp(`1 of ${misconceptions.length} was behind`));
  const met = await page.locator('.belief.met').allInnerTexts();
  assert.equal(met.length, 1);
  assert.match(met[0], /You predicted so in The bank\s+“The copies always agree”/);
  await page.click('#course-lessons');
  await page.waitForSelector('#course-bank');
});

test('a belief\'s link plays the run that refutes it, and leaves the learner\'s settings alone', async ({page, open}) => {
  await open('#lesson=bank');
  const before = (await state(page)).choices;
  await page.click('#course');
  await page.click('#course-beliefs');
  const play = async () => {
    await page.click('#belief-a-majority-is-a-lock');
    await until(page, 'the violation', (now) => now.belief?.words !== '' && now.violation);
  };
  await play();
  assert.equal(await page.isVisible('#course-list'), false);
  const card = await text_of(page, '#belief');
  assert.match(card, /Many believe\s+"A majority works like a lock"[^]*Two withdrawals can both read/);
  assert.match(card, /This run: .*paid/);
  assert.deepEqual((await state(page)).choices, before);
  await click(page, 'scene.restart');
  await until(page, 'the lesson\'s own run', (now) => now.belief.words === '' && !now.violation);
  await page.waitForSelector('#belief', {state: 'detached'});
  await page.click('#course');
  await page.click('#course-beliefs');
  await play();
  await press_primary(page, 'Predict what happens');
  await arrive(page, 'predict');
  assert.equal((await state(page)).violation, false);
});

test('every belief is refuted by a run of its lesson', async ({page, open}) => {
  await open('#beliefs');
  await list_is_open(page);
  for (const {id, refutedBy} of misconceptions) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#lesson=${refutedBy}&belief=${id}`);
    await until(page, `the run against ${id}`,
      (now, [lesson, words]) => now.lesson === lesson && now.belief?.words === words, [refutedBy, `misconception.${id}`]);
    await page.waitForSelector('#belief');
    assert.equal(await page.locator('.bar').count(), 0);
    const now = await state(page);
    assert.ok(now.violation || now.playing, `${id} is not played`);
    await command(page, {do: 'pause'});
    await idle(page);
  }
});

test('a belief that a lesson does not refute is told', async ({page, open}) => {
  await open('#lesson=bank&belief=flat-earth');
  assert.match(await text_of(page, '#bar-link'), /the belief is "flat-earth", which the lesson does not refute/);
  assert.equal((await state(page)).belief.words, '');
});

test('the list of beliefs fits a phone and works by keyboard', {viewport: {width: 390, height: 844}}, async ({page, open}) => {
  await open('#beliefs');
  await list_is_open(page);
  assert.ok(await page.evaluate(() => {
    const {scrollWidth, clientWidth} = document.getElementById('course-list');
    return scrollWidth <= clientWidth && document.documentElement.scrollWidth <= innerWidth;
  }));
  await page.focus('#belief-a-cut-stops-nothing');
  await page.keyboard.press('Enter');
  await until(page, 'the run', (now) => now.lesson === 'two-servers' && now.belief?.words !== '' && now.playing);
  await page.click('#menu');
  await page.click('#course');
  await page.waitForSelector('#course-beliefs');
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#course-list'), false);
});
