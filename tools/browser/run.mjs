// Runs tests/browser/*.spec.mjs in headless Chromium over dist/, each test in a fresh browser
// context.
//   node tools/browser/run.mjs [--only TEXT]
// It writes build/browser/report.json, and a screenshot there of each test that failed.
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

import {launch_browser, root, serve} from './launch.mjs';
import {tests} from './test.mjs';

const kTestMs = 120_000;
const out = path.join(root, 'build/browser');
const only = process.argv[2] === '--only' ? process.argv[3] : '';

async function load_specs() {
  const folder = path.join(root, 'tests/browser');
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.spec.mjs')) await import(pathToFileURL(path.join(folder, name)));
  }
  return tests.filter((test) => test.name.includes(only));
}

// Errors that a page reports by itself: uncaught ones, console.error, and files that could not be
// loaded.
function collect_errors(page, expected) {
  const errors = [];
  const add = (text) => expected?.test(text) || errors.push(text);
  page.on('pageerror', (error) => add(String(error.stack ?? error)));
  page.on('console', (message) => message.type() === 'error' && add(message.text()));
  page.on('requestfailed', (request) => add(`${request.url()}: ${request.failure()?.errorText}`));
  return errors;
}

function time_limit(ms) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms).unref();
  });
}

async function run_one(browser, address, {name, options, body}) {
  const context = await browser.newContext({
    viewport: options.viewport ?? {width: 1280, height: 720},
    deviceScaleFactor: options.scale ?? 1,
    ...options.context,
  });
  const page = await context.newPage();
  const errors = collect_errors(page, options.expected_errors);
  // Goes to the page with this "?…#…" and waits until it says that it is ready.
  const open = async (suffix = '') => {
    await page.goto(address + suffix);
    await page.evaluate(() => window.caplab.ready);
  };
  try {
    await Promise.race([body({page, open, address, context, browser}), time_limit(kTestMs)]);
    if (errors.length > 0) throw new Error('the page reported errors:');
  } catch (error) {
    const picture = path.join(out, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`);
    await page.screenshot({path: picture}).catch(() => {});
    throw[error.stack, ...errors, `screenshot: ${path.relative(root, picture)}`].join('\n');
  } finally {
    await context.close();
  }
}

async function main() {
  mkdirSync(out, {recursive: true});
  const chosen = await load_specs();
  const server = await serve();
  const browser = await launch_browser();
  const report = [];
  for (const test of chosen) {
    const start = Date.now();
    const error = await run_one(browser, server.address, test).then(() => null, (text) => text);
    console.log(
        `${error ? 'FAILED' : 'ok'} ${test.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    if (error) console.log(error.replace(/^/gm, '    '));
    report.push({name: test.name, ok: error === null});
  }
  await browser.close();
  server.close();
  writeFileSync(path.join(out, 'report.json'), JSON.stringify(report));
  process.exit(report.length > 0 && report.every((entry) => entry.ok) ? 0 : 1);
}

await main();
