// Without a mouse, and without the canvas: the list of controls, the ways in and out, what is read out.
import assert from 'node:assert/strict';
import {test} from '../../tools/browser/test.mjs';
import {arrive, idle, press_primary, predict, state, tree, until} from './learner.mjs';

const focused = (page) => page.evaluate(() => document.activeElement.id);

// Tab until this element has the focus.
async function tab_to(page, id) {
  for (let i = 0; i < 80; i += 1) {
    if (await focused(page) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${id}`);
}

// Presses the primary button by the keyboard, once it has this label.
async function enter_primary(page, label) {
  await until(page, `the button "${label}"`, ({primary}, wanted) => primary.enabled && primary.label === wanted, label);
  await page.waitForFunction((wanted) => document.getElementById('primary').textContent === wanted, label);
  await page.focus('#primary');
  await page.keyboard.press('Enter');
}

async function use_control(page, id) {
  const selector = `[id="control-${id}"]`;
  await page.waitForSelector(`${selector}:enabled`);
  await page.focus(selector);
  await page.keyboard.press('Space');
}

test('the whole lesson by keyboard, with the list of controls instead of the canvas', async ({page, open}) => {
  await open('#lesson=bank');
  await tab_to(page, 'open-controls');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#controls-title');
  await enter_primary(page, 'Predict what happens');
  await use_control(page, 'predict.both-ask.both-pay');
  await use_control(page, 'predict.at-once.both-pay');
  await enter_primary(page, 'Choose the settings');
  await use_control(page, 'settings.withdraw.serial');
  await until(page, 'withdraw at serial', ({choices}) => choices.withdraw === 'serial');
  await enter_primary(page, 'Run it');
  await arrive(page, 'run');
  await page.focus('[id="control-timeline.seek"]');
  await page.keyboard.press('End');
  await until(page, 'the end of the run', (now) => now.time === now.end);
  await enter_primary(page, 'Grade these settings');
  await until(page, 'the grade', (now) => now.verdict !== null);
  assert.equal((await state(page)).verdict.pass, true);
  await enter_primary(page, 'See what it costs');
  await arrive(page, 'debrief');
});

test('F6 and Escape lead out of the canvas, and Tab goes round the page', async ({page, open}) => {
  await open('#lesson=bank');
  for (const key of ['F6', 'Escape']) {
    await page.focus('#canvas');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'canvas', 'Tab belongs to the canvas while it has the focus');
    await page.keyboard.press(key);
    assert.equal(await focused(page), 'primary');
  }
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  assert.notEqual(await focused(page), '', 'Tab moves the focus in the HTML');
});

test('the browser keeps its keys, the canvas has its own', async ({page, open}) => {
  await page.addInitScript(() => {
    window.prevented = {};
    addEventListener('keydown', (event) => setTimeout(() => {
      window.prevented[event.key] = event.defaultPrevented;
    }), true);
  });
  await open('#lesson=bank');
  await page.focus('#canvas');
  for (const key of ['Control+c', 'F12', 'ArrowLeft', 'Tab']) await page.keyboard.press(key);
  await page.waitForFunction(() => 'Tab' in window.prevented);
  const {c, F12, ArrowLeft, Tab} = await page.evaluate(() => window.prevented);
  assert.deepEqual({c, F12, ArrowLeft, Tab}, {c: false, F12: false, ArrowLeft: true, Tab: true});
});

test('the question mark opens the help, and Escape closes it', async ({page, open}) => {
  await open('#lesson=bank');
  await page.focus('#primary');
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[aria-label="Help"]');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog'));
});

test('what happens is read out, and can be read as a list', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await page.evaluate(() => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(document.getElementById('announce').textContent))
      .observe(document.getElementById('announce'), {childList: true, characterData: true, subtree: true});
  });
  await press_primary(page, 'Run it');
  await arrive(page, 'run');
  await page.focus('#canvas');
  await page.keyboard.press('End');
  await page.waitForFunction(() => window.heard.length > 0);
  await page.click('#story-summary');
  await page.waitForSelector('#story li:nth-child(10)');  // a list is filled a moment after it opens
  const lines = await page.locator('#story li').allInnerTexts();
  assert.ok(lines.some((line) => /Withdraw/.test(line)), lines.join('\n'));
});

test('everything on the page has a name', async ({page, open}) => {
  await open('#lesson=bank');
  await idle(page);
  const nameless = (await tree(page)).filter(({label}) => !label).map(({id}) => id);
  assert.deepEqual(nameless, []);
  const ids = (await tree(page)).map(({id}) => id);
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], 'no id is there twice');
});

test('with reduced motion nothing moves by itself between events', {
  context: {reducedMotion: 'reduce'},
}, async ({page, open}) => {
  await open('#lesson=bank');
  const transitions = await page.evaluate(() => getComputedStyle(document.getElementById('primary')).transitionDuration);
  assert.match(transitions, /^0s/);
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains('still')));
});
