// The bank lesson as a learner goes through it, with the mouse on the canvas and the keyboard.
import assert from 'node:assert/strict';
import {test} from '../../tools/browser/test.mjs';
import {
  arrive, click, hurry_to_the_end, idle, predict, press_primary, reads, run_and_grade, set_level, state, until,
} from './learner.mjs';

test('a learner predicts wrongly, sees the overdraft, mends it and passes', async ({page, open}) => {
  await open('#lesson=bank');
  assert.equal((await state(page)).step, 'brief');
  await reads(page, 'A bank keeps each account');
  await predict(page, 'one-declines');

  await set_level(page, 'withdraw', 'one');
  await press_primary(page, 'Run it');
  await arrive(page, 'run');
  await hurry_to_the_end(page);
  const asked = (await state(page)).operations.filter((one) => one.text.includes('€80') && one.id === 'withdraw');
  assert.deepEqual(asked.map((one) => one.ended), ['accepted', 'accepted'],
    `at ONE both machines pay: ${JSON.stringify(asked)}`);

  await reads(page, 'The copies always agree');
  await page.click('#show-moment-0');
  await until(page, 'the moment that refutes', ({time, prediction}) => time === prediction.items[0].refuted_at);

  await press_primary(page, 'Grade these settings');
  await until(page, 'the grade', (now) => now.verdict !== null);
  const failed = (await state(page)).verdict;
  assert.equal(failed.pass, false);
  assert.equal(failed.sides.safety.pass, false);
  await reads(page, failed.sentence);
  await page.click('#play-violation');
  await until(page, 'the violation on stage', (now) => now.violation);

  await press_primary(page, 'Change the settings');
  await arrive(page, 'configure');
  await set_level(page, 'withdraw', 'serial');
  await run_and_grade(page);
  const passed = (await state(page)).verdict;
  assert.deepEqual(passed.sides, {
    safety: {pass: true}, availability: {pass: true}, latency: {pass: true}, repair: {pass: true},
  });
  await press_primary(page, 'See what it costs');
  await arrive(page, 'debrief');
  await reads(page, 'A majority is not a lock');
});

test('a reload finds the progress again', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await set_level(page, 'withdraw', 'quorum');
  await idle(page);
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  const now = await state(page);
  assert.equal(now.step, 'configure');
  assert.equal(now.choices.withdraw, 'quorum');
  assert.equal(now.prediction.items[0].picked, 'both-pay');
});

test('what was passed stays passed, whatever is tried later', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await set_level(page, 'withdraw', 'serial');
  await run_and_grade(page);
  assert.equal((await state(page)).passed, true);
  await idle(page);
  await page.goto('about:blank');
  await open('#lesson=bank&choose=withdraw:one');
  assert.equal((await state(page)).passed, true);
  assert.equal((await state(page)).choices.withdraw, 'one');
});

// Back to the settings, and to the grade of others.
async function grade_with(page, operation, level) {
  await page.click('#step-configure');
  await arrive(page, 'configure');
  await set_level(page, operation, level);
  await run_and_grade(page);
}

test('settings that came with a link do not count, and the page says what to do', async ({page, open}) => {
  await open('#lesson=bank&choose=withdraw:serial');
  await predict(page, 'both-pay');
  await run_and_grade(page);
  assert.equal((await state(page)).verdict.pass, true);
  const text = await page.innerText('#uncounted');
  assert.match(text, /Not counted as passed\s+These settings came with the link\. Change at least one/);
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  await page.click('#step-configure');
  await arrive(page, 'configure');
  await run_and_grade(page);
  assert.deepEqual([(await state(page)).passed, await page.isVisible('#uncounted')], [false, true]);
  await page.click('#course');
  await page.waitForSelector('#course-count');
  assert.match(await page.innerText('#course-count'), /^0 of/);
  await page.click('#course-close');
  await grade_with(page, 'show-balance', 'two');
  assert.deepEqual([(await state(page)).passed, await page.locator('#uncounted').count()], [true, 0]);
});

test('after a reload the settings in the address are still the learner\'s own', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await set_level(page, 'withdraw', 'serial');
  await idle(page);
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  assert.match(page.url(), /withdraw:serial/);
  await run_and_grade(page);
  assert.equal((await state(page)).passed, true);
});

test('what the last hint gives away does not count', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await page.click('#hint');
  await page.click('#hint');
  await reads(page, 'which do not count as passed afterwards');
  await page.click('#hint');
  await page.waitForFunction(() => document.querySelectorAll('.card.hint').length === 3);
  await set_level(page, 'withdraw', 'serial');
  await run_and_grade(page);
  await reads(page, 'The last hint gives these settings away');
  assert.equal((await state(page)).passed, false);
  await grade_with(page, 'show-balance', 'two');
  assert.equal((await state(page)).passed, true);
});

test('the hints come one by one', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await page.click('#hint');
  await page.waitForSelector('.card.hint');
  assert.equal(await page.locator('.card.hint').count(), 1);
  await page.click('#hint');
  await page.waitForFunction(() => document.querySelectorAll('.card.hint').length === 2);
});

test('going back changes nothing that was decided', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'nobody-pays');
  await set_level(page, 'view-history', 'two');
  await page.click('#back');
  await arrive(page, 'predict');
  await click(page, 'html.step-configure');
  await arrive(page, 'configure');
  const now = await state(page);
  assert.equal(now.prediction.items[0].picked, 'nobody-pays');
  assert.equal(now.choices['view-history'], 'two');
});

test('starting again forgets the progress', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await page.click('#help');
  await page.click('#start-again');
  await arrive(page, 'brief');
  assert.equal((await state(page)).prediction.items[0].picked, null);
});
