// Measures the built page in headless Chromium and prints one JSON object a line, like `caplab
// bench --json`.
import {gzipSync} from 'node:zlib';

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
  const bodies = [];
  page.on('response', (response) => bodies.push(response.body()));
  await page.goto(address);
  // Counted by the page's own clock, which starts with the navigation.
  const ready_ms = await page.evaluate(() => window.caplab.ready.then(() => performance.now()));
  await page.evaluate(() => window.caplab.idle());
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, {level: 9}).length);
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

// The verdict step asks for a grade; until it is there, the browser's own frames are counted.
async function measure_grading(browser, address) {
  const {page, context} = await first_visit(browser, address);
  const {ms, frames, longest_ms} = await page.evaluate(async () => {
    const next_frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await next_frame();
    const start = performance.now();
    const result = {frames: 0, longest_ms: 0};
    let last = start;
    window.caplab.command({do: 'step', step: 'verdict'});
    while (window.caplab.state().verdict === null) {
      await next_frame();
      const now = performance.now();
      result.longest_ms = Math.max(result.longest_ms, now - last);
      result.frames += 1;
      last = now;
    }
    return {...result, ms: last - start};
  });
  print('page.grade', ms, 'ms');
  print('page.frames_while_grading', 1000 * frames / ms, 'frames/s');
  print('page.longest_frame_while_grading', longest_ms, 'ms');
  await context.close();
}

const server = await serve();
const browser = await launch_browser();
await measure_visits(browser, server.address);
await measure_idle(browser, server.address);
await measure_grading(browser, server.address);
await browser.close();
server.close();
