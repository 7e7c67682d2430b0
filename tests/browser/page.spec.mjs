// The page as a thing: it draws, rests, keeps its themes, fits a phone, and says what is wrong when it cannot run.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';
import {arrive, click, command, find, idle, kFirst, press_primary, state, text_of, tree, until} from './learner.mjs';
import {luminance} from './picture.mjs';

async function scene_picture(page) {
  await idle(page);
  return page.screenshot({clip: {x: 380, y: 60, width: 540, height: 380}});
}

test('the canvas is not blank', async ({page, open, context}) => {
  await open('#lesson=bank');
  const {variance} = await luminance(context, await scene_picture(page));
  assert.ok(variance > 20, `the brightness varies by ${variance}`);
});

test('nothing is drawn while nothing happens', async ({page, open}) => {
  await open('#lesson=bank');
  await idle(page);
  const {frames} = await state(page);
  assert.ok(frames > 0);
  await page.waitForTimeout(5000);
  assert.equal((await state(page)).frames, frames);
});

test('the theme can be chosen and is kept', async ({page, open, context}) => {
  await open('#lesson=bank');
  await page.click('#theme');
  await page.check('#theme-light');
  await page.click('#theme-done');
  await until(page, 'the light theme', (now) => now.theme === 'light');
  const light = await luminance(context, await scene_picture(page));
  assert.ok(light.mean > 180, `the light scene's brightness is ${light.mean}`);
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  assert.equal((await state(page)).theme, 'light');
  assert.equal(await page.getAttribute('html', 'data-theme'), 'light');
});

test('without a choice the theme is the system\'s', {context: {colorScheme: 'light'}}, async ({page, open}) => {
  await open('#lesson=bank');
  assert.equal((await state(page)).theme, 'light');
  await page.emulateMedia({colorScheme: 'dark'});
  await until(page, 'the dark theme', (now) => now.theme === 'dark');
});

test('a phone shows one of lesson, settings and verdict below the scene', {
  viewport: {width: 390, height: 844}, scale: 2, context: {hasTouch: true, isMobile: true},
}, async ({page, open}) => {
  await open('#lesson=bank');
  assert.ok(await page.isVisible('#tab-lesson'));
  await press_primary(page, 'Predict what happens');
  await arrive(page, 'predict');
  const option = await find(page, 'predict.both-ask.both-pay');
  const tabs = await page.locator('#tabs').boundingBox();
  const action = await page.locator('#action').boundingBox();
  assert.ok(option.y >= tabs.y + tabs.height - 1, 'the options lie below the tabs');
  assert.ok(option.y + option.h <= action.y + 1, 'and above the button');
  assert.ok(option.x >= 0 && option.x + option.w <= 390, 'and within the width');
  await page.touchscreen.tap(option.x + option.w / 2, option.y + option.h / 2);
  await until(page, 'the prediction', (now) => now.prediction.items[0].picked === 'both-pay');
  await page.click('#tab-lesson');
  assert.ok(await page.isVisible('#lesson-title'));
});

for (const [width, height] of [[390, 844], [844, 390], [800, 1000], [1280, 720], [1920, 1080]]) {
  test(`nothing sticks out at ${width} by ${height}`, {viewport: {width, height}}, async ({page, open}) => {
    await open('#lesson=bank');
    await idle(page);
    const outside = (await tree(page)).filter(({id, x, y, w, h}) => {
      const skipped = id.startsWith('html.skip') || id === 'html.open-controls';
      return !skipped && w > 0 && (x < -1 || y < -1 || x + w > width + 1 || y + h > height + 1);
    });
    assert.deepEqual(outside.map(({id}) => id), []);
    const scrolled = await page.evaluate(() => {
      const {scrollWidth, scrollHeight} = document.documentElement;
      return [scrollWidth, scrollHeight];
    });
    assert.deepEqual(scrolled, [width, height]);
  });
}

test('the lesson\'s width can be dragged and is kept', async ({page, open}) => {
  await open('#lesson=bank');
  const {x, y, height} = await page.locator('#split-lesson').boundingBox();
  await page.mouse.move(x + 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(450, y + height / 2, {steps: 4});
  await page.mouse.up();
  const width = async () => (await page.locator('#lesson').boundingBox()).width;
  assert.equal(await width(), 450);
  await page.reload();
  await page.evaluate(() => window.caplab.ready);
  assert.equal(await width(), 450);
  await page.focus('#split-lesson');
  await page.keyboard.press('ArrowLeft');
  assert.ok(await width() < 450);
});

test('without WebGL2 the page says so and shows the lesson\'s text', async ({page, address}) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(`${address}#lesson=bank`);
  await page.waitForSelector('#plain');
  const said = await text_of(page, '#plain');
  assert.match(said, /needs WebGL2/);
  assert.match(said, /A bank keeps each account/);
  assert.match(said, /A majority is not a lock/);
});

test('without JavaScript the page says so and shows the lesson\'s text', {
  context: {javaScriptEnabled: false}, expected_errors: /\.js: csp$/,
}, async ({page, address}) => {
  await page.goto(address);
  const said = await text_of(page, 'article.plain');
  assert.match(said, /needs JavaScript/);
  const brief = readFileSync(path.join(root, 'lessons', kFirst, 'text/en.md'), 'utf8').split('## brief\n\n')[1];
  assert.ok(said.includes(brief.slice(0, 40)), said);
  await page.click('article.plain .plain-why a');
  assert.match(await text_of(page, 'main.plain'), /A bank keeps each account/);
});

test('a program that breaks shows one card with a report', {expected_errors: /broken on purpose/}, async ({page, open}) => {
  await open('#lesson=bank&seed=3');
  await page.evaluate(() => setTimeout(() => {
    throw new Error('broken on purpose');
  }));
  await page.waitForSelector('#crash');
  const report = await page.inputValue('#crash-report');
  for (const said of ['broken on purpose', 'CAP Lab, build', 'seed=3', '"step":"brief"']) {
    assert.ok(report.includes(said), `${said} is missing in the report`);
  }
  await page.click('#crash-reload');
  await page.waitForFunction(() => !document.querySelector('#crash'));
});

test('a lost graphics context is told, and the picture comes back', {
  expected_errors: /WebGL|context/i,
}, async ({page, open, context}) => {
  await open('#lesson=bank');
  await page.evaluate(() => {
    window.lost = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    window.lost.loseContext();
  });
  await page.waitForSelector('#bar-context');
  await page.evaluate(() => window.lost.restoreContext());
  await page.waitForFunction(() => !document.querySelector('#bar-context'));
  const {variance} = await luminance(context, await scene_picture(page));
  assert.ok(variance > 20, `the brightness varies by ${variance}`);
});

test('a command that is wrong is answered with a sentence', async ({page, open}) => {
  await open('#lesson=bank');
  assert.match(await command(page, {do: 'fly'}), /must be one of next, back/);
  assert.match(await command(page, {do: 'choose', operation: 'withdraw', level: 'most'}), /one, two, quorum, all, serial/);
  assert.equal(await command(page, '{"do":"theme","name":"contrast"}'), '');
  await click(page, 'html.help');
  await page.waitForSelector('dialog[aria-label="Help"]');
});
