// The tasks besides choosing settings, each played on a tiny lesson with the mouse and with the keys.
import assert from 'node:assert/strict';
import {test} from '../../tools/browser/test.mjs';
import {arrive, click, command, idle, press_primary, serve_task, state, text_of, until} from './learner.mjs';

const kTheirs = '?lesson=elsewhere/lesson.json';

async function open_task(page, open, task, hash = '') {
  await serve_task(page, task);
  await open(kTheirs + hash);
}

// Past the prediction to the attack.
async function open_attack(page, open) {
  await open_task(page, open, 'attack');
  await press_primary(page, 'Predict what happens');
  await click(page, 'predict.whole.some');
  await press_primary(page, 'Plan the attack');
  await page.waitForSelector('#fault-save');
}

async function type_over(page, selector, text) {
  await page.click(selector, {clickCount: 3});
  await page.keyboard.type(text);
}

async function place_cut(page, seconds) {
  await type_over(page, '#fault-at', seconds);
  await page.click('#fault-save');
  await until(page, 'the fault', ({task}, at) => task.attempt?.faults.some((step) => step.at === at), `${seconds}s`);
  await idle(page);
}

const judged = (page) => until(page, 'the judgement', ({task}) => task.judgement !== null);

test('an attack is planned, watched and tried with the mouse, goal by goal', async ({page, open}) => {
  await open_attack(page, open);
  assert.equal((await state(page)).primary.enabled, false);
  await page.getByText('A cut does harm by itself').waitFor();
  await place_cut(page, '3');
  assert.match(await text_of(page, '#task-plan'), /2 s\s*Ben: Read the note\s*3 s\s*Cut off Right[^]*4 s/);
  await press_primary(page, 'Watch it');
  await arrive(page, 'run');
  await until(page, 'the run plays', (now) => now.time > 0);
  await press_primary(page, 'Try it in 20 weathers');
  await judged(page);
  assert.match(await text_of(page, '#task-outcome h2'), /It works in 20 of 20 weathers/);
  assert.match(await text_of(page, '#task-demands'), /Happens: An old note\s*✓ 20 of 20/);
  assert.match(await text_of(page, '#task-sentence'), /Ben was shown 20/);
  await page.click('#task-show');
  await until(page, 'the example', (now) => now.watched !== '' && now.violation);
  await press_primary(page, 'On to the next goal');
  await until(page, 'the other goal', (now) => now.task.goal === 1 && now.choices.read === 'all');
  await place_cut(page, '4.5');
  await page.click('#task-try');
  await arrive(page, 'verdict');
  await judged(page);
  assert.equal((await state(page)).passed, true);
  await press_primary(page, 'See what to keep');
  await page.getByText('A cut forces a choice only where somebody asks.').waitFor();
  assert.equal(await page.locator('#ways li').count(), 2);
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  const again = await state(page);
  assert.deepEqual([again.passed, again.task.reached], [true, [true, true]]);
  assert.equal(again.task.attempt.goal, 'refusal');
});

test('an attack that does not work says which demand was missed', async ({page, open}) => {
  await open_attack(page, open);
  await place_cut(page, '7');
  await page.click('#task-try');
  await judged(page);
  assert.match(await text_of(page, '#task-outcome h2'), /It works in 0 of 20 weathers/);
  assert.match(await text_of(page, '#task-demands'), /✕ 0 of 20/);
  await press_primary(page, 'Change the attack');
  await arrive(page, 'configure');
  assert.equal((await state(page)).task.attempt.faults.length, 1);
});

test('faults are placed, edited and removed by keyboard alone', async ({page, open}) => {
  await open_attack(page, open);
  await page.focus('#goal-stale');
  await page.keyboard.press('ArrowDown');
  await until(page, 'the other goal', ({task}) => task.goal === 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'goal-refusal');
  await page.focus('#fault-kind');
  await page.keyboard.press('c');
  await page.waitForSelector('#fault-crash');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await until(page, 'the crash', ({task}) => task.attempt?.faults[0].crash === 'server-a');
  await idle(page);
  assert.equal((await state(page)).task.attempt.faults[0].at, '1.6s');
  await page.focus('#fault-edit-0');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'fault-at');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await until(page, 'the later crash', ({task}) => task.attempt?.faults[0].at === '1.7s');
  await page.focus('#fault-remove-0');
  await page.keyboard.press('Enter');
  await until(page, 'no fault', ({task}) => task.attempt === null && task.goal === 1);
});

test('an unnamed system is found out with the mouse, and all of them can be played', async ({page, open}) => {
  await open_task(page, open, 'diagnose');
  await press_primary(page, 'Begin the experiments');
  assert.equal(await page.isDisabled('#answer-owl'), true);
  await page.click('#make-write-in-cut');
  await page.waitForSelector('#seen-write-in-cut');
  await page.click('#make-read-in-cut');
  await page.waitForSelector('#seen-read-in-cut');
  assert.equal(await page.isDisabled('#make-whole'), true);
  assert.match(await text_of(page, '#seen-write-in-cut'), /2 s\s*Ann\s*Write the note 20\s*unknown/);
  await page.click('#answer-ox');
  await page.click('#letters-PC-EC');
  await press_primary(page, 'Hand in the answer');
  await judged(page);
  await until(page, 'it passes', (now) => now.passed);
  assert.match(await text_of(page, '#task-outcome'), /It is Ox\.[^]*exclude all others/);
  assert.ok(await page.locator('#compare-write-in-cut td.differs').count() > 0);
  assert.equal(await page.locator('#compare-write-in-cut td.truth.differs').count(), 0);
  await page.click('#play-write-in-cut-hare');
  await until(page, 'the hare plays', (now) => now.watched.startsWith('Hare') && now.time > 0);
  assert.equal(await page.isVisible('#board'), false);
  await click(page, 'scene.restart');
  await page.waitForSelector('#compare-write-in-cut');
});

test('a guess is not a diagnosis, and there is another one to find out', async ({page, open}) => {
  await open_task(page, open, 'diagnose');
  await press_primary(page, 'Begin the experiments');
  await page.focus('#make-whole');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#seen-whole');
  await page.focus('#answer-hare');
  await page.keyboard.press('Space');
  await until(page, 'the hare', ({task}) => task.attempt.answer === 'hare');
  await page.focus('#answer-hare');
  await page.keyboard.press('ArrowUp');
  await until(page, 'the ox', ({task}) => task.attempt.answer === 'ox');
  await page.focus('#letters-PC-EC');
  await page.keyboard.press('Space');
  await press_primary(page, 'Hand in the answer');
  await judged(page);
  assert.match(await text_of(page, '#task-outcome h2'), /Right, but not shown/);
  assert.match(await text_of(page, '#task-excluded'), /Hare and Owl as well/);
  assert.equal((await state(page)).passed, false);
  await press_primary(page, 'Find out another one');
  await until(page, 'another seed', (now) => now.seed === 2 && now.step === 'configure' && now.task.attempt === null);
});

test('a history is edited, and every model answers at once', async ({page, open}) => {
  await open_task(page, open, 'construct');
  await press_primary(page, 'Open the history');
  await page.waitForSelector('#model-linearizable');
  assert.match(await text_of(page, '#task-wishes'), /1 of 2/);
  await page.focus('#read-3');
  await page.keyboard.press('2');
  await until(page, 'the edit', ({task}) => task.attempt?.edits[0]?.result === 20 && task.pass);
  await idle(page);
  assert.match(await text_of(page, '#task-wishes'), /2 of 2/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'read-3');
  assert.match(await text_of(page, '#task-evidence'), /linearizable: violated[^]*Ben read 20/);
  assert.equal(await page.locator('#task-evidence .check-picture .stuck').count(), 1);
  await page.click('#model-causal');
  assert.match(await text_of(page, '#task-evidence'), /causal: holds/);
  await press_primary(page, 'Hand it in');
  assert.match(await text_of(page, '#task-outcome'), /All models say what they should/);
  await press_primary(page, 'On to the next goal');
  await until(page, 'the other goal', ({task, step}) => task.goal === 1 && step === 'configure');
  await idle(page);
  await page.selectOption('#read-4', '10');
  await until(page, 'both goals', (now) => now.passed);
  assert.equal(await page.isDisabled('#read-3'), true);
});

test('a link opens its attempt', async ({page, open}) => {
  const attempt = {goal: 'late', edits: [{operation: 3, result: 20}]};
  await open_task(page, open, 'construct', `#attempt=${encodeURIComponent(JSON.stringify(attempt))}`);
  const now = await state(page);
  assert.deepEqual([now.step, now.task.attempt], ['configure', attempt]);
  assert.equal(await page.locator('.bar').count(), 0);
  await page.waitForSelector('.lane-op.edited');
  await page.selectOption('#read-3', '10');
  await until(page, 'another edit', ({task}) => task.attempt.edits[0].result === 10);
  await idle(page);
  assert.deepEqual(JSON.parse(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('attempt')).edits,
    [{operation: 3, result: 10}]);
});

test('an attempt of a link reaches no goal until it is changed', async ({page, open}) => {
  const attempt = {goal: 'late', edits: [{operation: 3, result: 20}]};
  await open_task(page, open, 'construct', `#attempt=${encodeURIComponent(JSON.stringify(attempt))}`);
  await press_primary(page, 'Hand it in');
  await judged(page);
  await page.waitForSelector('#uncounted');
  assert.match(await text_of(page, '#uncounted'), /This attempt came with the link\. Change it/);
  assert.deepEqual((await state(page)).task.reached, [false, false]);
  await press_primary(page, 'Edit it again');
});

test('a bad attempt in a link is told, and the rest is opened', async ({page, open}) => {
  await open_task(page, open, 'construct', `#seed=3&attempt=${encodeURIComponent('{"goal":"moon","edits":[]}')}`);
  assert.match(await text_of(page, '#bar-link'), /The goal is "moon", must be one of late, backwards/);
  assert.equal((await state(page)).seed, 3);
  await idle(page);
  await open(`${kTheirs}&again#attempt=${encodeURIComponent('{"goal":')}`);
  assert.match(await text_of(page, '#bar-link'), /is not JSON/);
  assert.equal((await state(page)).step, 'brief');
});

test('a fault after the end of the script is refused', async ({page, open}) => {
  await open_attack(page, open);
  const refusal = await command(page, {do: 'attempt', attempt: {goal: 'stale', faults: [{at: '99s', heal: true}]}});
  assert.match(refusal, /after the script's end/);
});

for (const [width, height] of [[390, 844], [820, 700], [1024, 700]]) {
  test(`the boards of the tasks fit ${width} by ${height}`, {viewport: {width, height}}, async ({page, open}) => {
    for (const task of ['attack', 'diagnose', 'construct']) {
      await open_task(page, open, task, `&${task}`);
      await command(page, {do: 'next'});
      if (task === 'attack') {
        await command(page, {do: 'predict', id: 'whole', option: 'all'});
        await command(page, {do: 'next'});
      }
      await idle(page);
      await page.waitForSelector('#board .task-part');
      const sizes = await page.evaluate(() => {
        const {scrollWidth, clientWidth} = document.getElementById('board');
        const header = document.querySelector('.header');
        return {scrollWidth, clientWidth, header: header.scrollWidth - header.clientWidth, page: innerWidth};
      });
      assert.ok(sizes.scrollWidth <= sizes.clientWidth, `${task}: ${JSON.stringify(sizes)}`);
      assert.ok(sizes.header <= 0, `${task}: ${JSON.stringify(sizes)}`);
    }
  });
}

test('without workers the page judges by itself', async ({page, open}) => {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new Error('no workers here');
      }
    };
  });
  await open_attack(page, open);
  await place_cut(page, '3');
  await page.click('#task-try');
  await judged(page);
  assert.equal((await state(page)).task.pass, true);
});
