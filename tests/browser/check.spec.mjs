// "Check a history": by link and by button, pasted, dropped and by keyboard; what is said of it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';
import {idle, text_of} from './learner.mjs';

const file = (name) => path.join(root, 'tests/histories', name);
const stale_read = readFileSync(file('register_stale_read_bad.jsonl'), 'utf8');

const verdict = (page, model) =>
  page.locator(`#verdict-${model} .check-answer`).textContent({timeout: 60_000});

test('a link opens the tool, and its example is judged by every model with a reason', async ({page, open}) => {
  await open('#check');
  assert.equal(await page.locator('.bar').count(), 0);
  await page.click('#check-example');
  assert.equal(await verdict(page, 'linearizable'), 'violated');
  assert.equal(await verdict(page, 'sequential'), 'holds');
  const reason = await text_of(page, '#check-evidence');
  assert.ok(reason.includes('account alice holds 20 at that point, but process 1 read 100'), reason);
  assert.ok(reason.includes('had returned at 1.2 s, before'), reason);
  assert.equal(await page.locator('.check-picture .operation').count(), 2);
  assert.equal(await page.locator('.check-picture .stuck').count(), 1);
  assert.equal(await page.locator('.check-picture .link').count(), 1);
});

test('a pasted history is checked by keyboard alone', async ({page, open}) => {
  await open('#lesson=bank');
  await page.focus('#check');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#check-text:focus');
  await page.keyboard.insertText(stale_read);
  await page.focus('#check-run');
  await page.keyboard.press('Enter');
  assert.equal(await verdict(page, 'linearizable'), 'violated');
  await idle(page);
  assert.ok((await text_of(page, '#check-status')).includes('2 of 11 models'), await text_of(page, '#check-status'));
  await page.focus('#verdict-causal');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'verdict-causal');
  assert.ok((await text_of(page, '#check-evidence')).includes('causal: holds'));
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', {state: 'detached'});
});

test('a file is read, and a mistake in it is told with its place', async ({page, open}) => {
  await open('#check');
  await page.setInputFiles('#check-file', file('register_stale_read_ok.jsonl'));
  await page.waitForFunction(() => document.getElementById('check-text').value !== '');
  await page.click('#check-run');
  assert.equal(await verdict(page, 'linearizable'), 'holds');
  await page.fill('#check-text', '{"process":0,"type":"invoke","f":"write","value":1}\n{');
  await page.click('#check-run');
  await page.waitForFunction(() => document.getElementById('check-status').textContent.includes('cannot be read'));
  assert.ok((await text_of(page, '#check-status')).includes('history:2:'), await text_of(page, '#check-status'));
  assert.equal(await page.locator('.check-verdict').count(), 0);
});

test('the tool fits a phone', {viewport: {width: 390, height: 780}}, async ({page, open}) => {
  await open('#check');
  await page.click('#check-example');
  await verdict(page, 'linearizable');
  const wide = await page.evaluate(() => {
    const dialog = document.querySelector('dialog');
    return dialog.scrollWidth > dialog.clientWidth;
  });
  assert.equal(wide, false);
});
