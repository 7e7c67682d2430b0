// Owns the background grading: starts it when the program wants a grade, hands on its progress and
// its result, and ends it when the learner has gone on. A spare worker stands ready, so that a
// grade need not wait for one.
import {kAssets} from './assets.js';
import {grade, make_grader} from './grader.js';
import {choices_text} from './link.js';

// `program` is as instantiate() takes it; `texts` gives the lesson's two texts and its situation;
// `send` takes commands; `on_failed` hears why a grade failed.
export function make_grading(program, texts, send, on_failed) {
  const grading = {program, texts, send, on_failed, spare: null, running: null, workers: true};
  return {
    prepare: () => {
      grading.spare ??= make_worker(grading);
    },
    follow: (wish) => follow(grading, wish),
    is_running: () => grading.running !== null,
  };
}

// Null where the browser has no workers here (a page opened from a file, a strict frame).
function make_worker(grading) {
  if (!grading.workers) return null;
  try {
    const worker = new Worker(kAssets.grade_worker, {type: 'module'});
    worker.postMessage({program: grading.program});
    return worker;
  } catch {
    grading.workers = false;
    return null;
  }
}

// `wish` is the state's grading: {id, choices, seed, wanted}, or null.
function follow(grading, wish) {
  const wanted = wish?.wanted ? wish.id : null;
  if (grading.running !== null && grading.running.id !== wanted) cancel(grading);
  if (wanted !== null && grading.running === null) start(grading, wish);
}

function cancel(grading) {
  grading.running.stopped = true;
  grading.running.worker?.terminate();
  grading.running = null;
  grading.spare ??= make_worker(grading);
}

function start(grading, wish) {
  const {lesson, prose, situation} = grading.texts();
  const choices = typeof wish.choices === 'string' ? wish.choices : choices_text(wish.choices);
  const request = {lesson, prose, choices, seed: wish.seed, situation};
  const running = {id: wish.id, worker: grading.spare ?? make_worker(grading), stopped: false};
  grading.spare = null;
  grading.running = running;
  if (running.worker) {
    run_in_worker(grading, running, request);
  } else {
    run_here(grading, running, request);
  }
}

function run_in_worker(grading, running, request) {
  const {worker} = running;
  worker.onmessage = ({data}) => take(grading, running, data);
  // A worker that cannot even be loaded is no worker: the page's own thread takes over.
  worker.onerror = (event) => {
    event.preventDefault();
    if (grading.running !== running) return;
    worker.terminate();
    running.worker = null;
    grading.workers = false;
    run_here(grading, running, request);
  };
  worker.postMessage({id: running.id, request});
}

function take(grading, running, message) {
  if (grading.running !== running || message.id !== running.id) return;
  if (message.progress) {
    grading.send({do: 'grading-progress', ...message.progress});
  } else {
    finish(grading, running, message);
  }
}

// The worker that has just finished is warm: it is the next spare.
function finish(grading, running, {grade: result, failed}) {
  grading.running = null;
  if (running.worker && !grading.spare) grading.spare = running.worker;
  if (failed) {
    grading.on_failed(failed);
  } else {
    grading.send({do: 'grade', grade: result});
  }
}

async function run_here(grading, running, request) {
  const report = (progress) => take(grading, running, {id: running.id, progress});
  try {
    const grader = await make_grader(grading.program);
    take(grading, running, {id: running.id, grade: await grade(grader, request, report)});
  } catch (error) {
    take(grading, running, {id: running.id, failed: String(error?.message ?? error)});
  }
}
