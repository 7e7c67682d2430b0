// The grade in the background: the same in the page's worker, under Node and on the command line; and the page stays
// awake meanwhile.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';
import {
  arrive, grade_watching_frames, hurry_to_the_end, predict, press_primary, run_and_grade, set_level, state, until,
} from './learner.mjs';

const kChoices = 'show-balance:quorum,withdraw:quorum,view-history:one';

// The program as the page's worker has it, under Node; a folder of its own makes it a module there.
async function grader_in_node() {
  const folder = mkdtempSync(path.join(tmpdir(), 'caplab-'));
  const script = path.join(folder, 'program.mjs');
  copyFileSync(path.join(root, 'build/web/caplab-page.js'), script);
  const {default: create} = await import(pathToFileURL(script));
  rmSync(folder, {recursive: true});
  const compiled = await WebAssembly.compile(readFileSync(path.join(root, 'build/web/caplab-page.wasm')));
  const instantiateWasm = (imports, received) => {
    WebAssembly.instantiate(compiled, imports).then((instance) => received(instance, compiled));
    return {};
  };
  return create({instantiateWasm, noInitialRun: true});
}

function put_text(grader, text) {
  const at = grader._malloc(grader.lengthBytesUTF8(text) + 1);
  grader.stringToUTF8(text, at, grader.lengthBytesUTF8(text) + 1);
  return at;
}

async function grade_in_node(choices, seed) {
  const grader = await grader_in_node();
  const read = (name) => readFileSync(path.join(root, 'lessons/bank', name), 'utf8');
  const request = {lesson: read('lesson.json'), prose: read('text/en.md'), choices, seed};
  const at = put_text(grader, JSON.stringify(request));
  assert.equal(grader.UTF8ToString(grader._caplab_grade_start(at)), '');
  while (grader._caplab_grade_advance(37) === 0);
  return JSON.parse(grader.UTF8ToString(grader._caplab_grade_result()));
}

async function grade_natively(choices, seed) {
  const program = path.join(root, 'build/native/caplab');
  if (!existsSync(program)) return null;
  const chosen = choices.split(',').flatMap((pair) => ['--choose', pair.replace(':', '=')]);
  const ran = promisify(execFile)(program, ['grade', 'bank', '--json', '--seed', String(seed), ...chosen], {cwd: root});
  // It exits with 1 where the settings do not pass; the grade stands on standard output all the same.
  const {stdout} = await ran.catch((error) => error);
  return JSON.parse(stdout);
}

// The page's grade as it came out of the worker.
async function grade_in_page(page) {
  return page.evaluate(() => window.taken_grade);
}

async function catch_the_grade(page) {
  await page.addInitScript(() => {
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(...given) {
        super(...given);
        this.addEventListener('message', ({data}) => {
          if (data.grade) window.taken_grade = data.grade;
        });
      }
    };
  });
}

test('worker, Node and command line give the same grade', async ({page, open}) => {
  await catch_the_grade(page);
  await open(`#lesson=bank&seed=5&choose=${kChoices}`);
  await predict(page, 'both-pay');
  await run_and_grade(page);
  const in_page = await grade_in_page(page);
  assert.deepEqual(await grade_in_node(kChoices, 5), in_page);
  const native = await grade_natively(kChoices, 5);
  if (native !== null) assert.deepEqual(native, in_page);
  assert.equal(in_page.pass, false);
  assert.equal(in_page.schedules, 1000);
});

test('the page goes on drawing while a grade is made', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await press_primary(page, 'Run it');
  await arrive(page, 'run');
  await hurry_to_the_end(page);
  const gaps = await grade_watching_frames(page);
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
  console.log(`    ${(gaps.length / seconds).toFixed(1)} frames a second during ${seconds.toFixed(1)} s of grading`);
  assert.ok(gaps.length >= 10, 'the page drew nothing while it graded');
});

test('new settings end the grading of the old ones', async ({page, open}) => {
  await open('#lesson=bank');
  await predict(page, 'both-pay');
  await press_primary(page, 'Run it');
  await arrive(page, 'run');
  await hurry_to_the_end(page);
  await press_primary(page, 'Grade these settings');
  await until(page, 'the grading', (now) => now.grading?.wanted);
  await page.click('#back');
  await page.click('#back');
  await arrive(page, 'configure');
  await set_level(page, 'withdraw', 'serial');
  await until(page, 'the end of the grading', (now) => !now.grading.wanted && now.verdict === null);
  await run_and_grade(page);
  assert.equal((await state(page)).verdict.pass, true);
});

test('without workers the page grades by itself', async ({page, open}) => {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new Error('no workers here');
      }
    };
  });
  await open('#lesson=bank&choose=withdraw:serial');
  await predict(page, 'both-pay');
  await run_and_grade(page);
  assert.equal((await state(page)).verdict.pass, true);
});
