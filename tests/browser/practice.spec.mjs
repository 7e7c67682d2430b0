// Practice: what the learner forecasts is held against the grade, and a case comes again with other demands.
import assert from 'node:assert/strict';
import {test} from '../../tools/browser/test.mjs';
import {idle, predict, run_and_grade, set_level, state, text_of, until} from './learner.mjs';

test('a forecast is asked for in practice and answered by the grade', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await set_level(page, 'withdraw', 'quorum');
  await page.selectOption('#forecast-safety', 'holds');
  await page.selectOption('#forecast-availability', 'holds');
  await page.selectOption('#forecast-sure', '80');
  await run_and_grade(page);
  await page.locator('#forecast-answer').waitFor();
  const {verdict} = await state(page);
  assert.equal(verdict.sides.safety.pass, false);
  assert.equal(verdict.sides.availability.pass, true);
  const said = await text_of(page, '#forecast-answer');
  assert.match(said, /✕ Safety: you said it will pass\./);
  assert.match(said, /✓ Availability: you said it will pass\./);
  assert.match(said, /1 of 2 right, and you were 80 % sure\./);
  assert.match(said, /In one lesson so far you were 80 % sure on average, and 50 % of your forecasts came true\./);
});

test('other lessons ask for no forecast', async ({page, open}) => {
  await open('#lesson=celebrity');
  await idle(page);
  assert.equal(await page.locator('#forecast').count(), 0);
});

test('another situation has other demands, in the words and in the program', async ({page, open}) => {
  await open('#lesson=rides&situation=answered:90');
  const now = await state(page);
  assert.match(now.situation, /answered:90/);
  await page.locator('#lesson-text').getByText('90 % at the worse centre').waitFor();
  await page.evaluate(() => {
    location.hash = '#lesson=rides';
  });
  await until(page, 'the file\'s own demands', ({situation}) => /answered:62/.test(situation));
  await page.locator('#lesson-text').getByText('62 % at the worse centre').waitFor();
});

test('a situation that there is not is told, and the lesson opens as it is', async ({page, open}) => {
  await open('#lesson=rides&situation=answered:17');
  assert.match(await text_of(page, '#bar-link'), /the option of answered is "17", must be one of /);
  assert.match((await state(page)).situation, /answered:62/);
});
