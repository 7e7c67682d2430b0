// Measures the built page in headless Chromium and prints one JSON object a line, like `caplab
// bench --json`.
import {gzipSync} from 'node:zlib';

import {
  arrive, grade_watching_frames, hurry_to_the_end, predict, press_primary,
} from '../../tests/browser/learner.mjs';
import {launch_browser, serve} from './launch.mjs';

const kVisits = 5;
const kIdleMs = 5000;

function print(name, value, unit) {
  console.log(JSON.stringify({name, value: Math.round(value), unit, build: 'page'}));
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

// A fresh browser profile's visit: the page, and the bytes of all files it loaded, gzipped as a web
// server would.
async function first_visit(browser, address) {
  const context = await browser.newContext({viewport: {width: 1280, height: 720}});
  const page = await context.newPage();
  const bodies = new Map();  // by address: what comes out of the browser's cache is not loaded again
  page.on('response', (response) => {
    if (!bodies.has(response.url())) bodies.set(response.url(), response.body());
  });
  await page.goto(address);
  // Counted by the page's own clock, which starts with the navigation.
  const ready_ms = await page.evaluate(() => window.caplab.ready.then(() => performance.now()));
  await page.evaluate(() => window.caplab.idle());
  await page.waitForLoadState('networkidle');
  page.removeAllListeners('response');
  const sizes = (await Promise.all(bodies.values())).map((body) => gzipSync(body, {level: 9}).length);
  return {page, context, ready_ms, bytes: sizes.reduce((sum, size) => sum + size, 0)};
}

async function measure_visits(browser, address) {
  const visits = [];
  for (let i = 0; i < kVisits; i += 1) {
    const visit = await first_visit(browser, address);
    visits.push(visit);
    await visit.context.close();
  }
  print('page.first_visit_gzipped', median(visits.map((visit) => visit.bytes)), 'bytes');
  print('page.ready', median(visits.map((visit) => visit.ready_ms)), 'ms');
}

async function measure_idle(browser, address) {
  const {page, context} = await first_visit(browser, address);
  const frames = () => page.evaluate(() => window.caplab.state().frames);
  const before = await frames();
  await page.waitForTimeout(kIdleMs);
  print('page.idle_frames', await frames() - before, `frames in ${kIdleMs / 1000} s`);
  await context.close();
}

// A learner's way to the first grade, and the frames that were drawn while it was made.
async function measure_grading(browser, address) {
  const {page, context} = await first_visit(browser, `${address}#lesson=bank`);
  await predict(page, 'both-pay');
  await press_primary(page, 'Run it');
  await arrive(page, 'run');
  await hurry_to_the_end(page);
  const gaps = await grade_watching_frames(page);
  const ms = gaps.reduce((sum, gap) => sum + gap, 0);
  print('page.grade', ms, 'ms');
  print('page.frames_while_grading', 1000 * gaps.length / ms, 'frames/s');
  print('page.longest_frame_while_grading', Math.max(...gaps), 'ms');
  await context.close();
}

const server = await serve();
const browser = await launch_browser();
await measure_visits(browser, server.address);
await measure_idle(browser, server.address);
await measure_grading(browser, server.address);
await browser.close();
server.close();
