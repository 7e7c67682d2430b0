// The second instance of the program, which grades, measures, judges and checks. It runs in the
// page's worker (grade_worker.js), or, where there are no workers, in slices on the page's own
// thread.
import {instantiate, with_text} from './engine.js';

const kSliceMs = 20;  // where the page has to draw between them
const kReportMs = 100;

// Brings the engine to life without anything that draws; `program` is as instantiate() takes it.
export function make_grader(program) {
  return instantiate(program, {noInitialRun: true});
}

// Grades what `request` asks, {lesson, prose, choices, seed}, in slices; between them everything
// else has its turn, for some milliseconds. `report` hears {done, due} now and then. Gives the
// grade, or throws why there is none.
export async function grade(grader, request, report, slice_ms = kSliceMs) {
  const wrong = with_text(
      grader, JSON.stringify(request), (at) => grader.UTF8ToString(grader._caplab_grade_start(at)));
  if (wrong !== '') throw new Error(wrong);
  let runs = 1;
  let reported = performance.now();
  for (;;) {
    const began = performance.now();
    if (grader._caplab_grade_advance(runs) === 1) break;
    const now = performance.now();
    runs = next_runs(runs, now - began, slice_ms);
    if (now - reported >= kReportMs) {
      reported = now;
      report(JSON.parse(grader.UTF8ToString(grader._caplab_grade_progress())));
    }
    await breathe();
  }
  return JSON.parse(grader.UTF8ToString(grader._caplab_grade_result()));
}

// Measures the letters of one named system, {systems, id}: a few dozen short runs, done at once.
// Gives a list, one item a configuration.
export function measure(grader, request) {
  const result = JSON.parse(with_text(
      grader, JSON.stringify(request), (at) => grader.UTF8ToString(grader._caplab_letters(at))));
  if (typeof result === 'string') throw new Error(result);
  return result;
}

// What an attempt at a task comes to, or what must be known before one: `request` and the answer
// are as in task_request.h.
export function answer_task(grader, request) {
  const at_once = (at) => grader.UTF8ToString(grader._caplab_task(at));
  return JSON.parse(with_text(grader, JSON.stringify(request), at_once));
}

// What every model says about a recorded history; `request` and the answer are as in check_all.h.
export function check(grader, request) {
  const at_once = (at) => grader.UTF8ToString(grader._caplab_check_all(at));
  return JSON.parse(with_text(grader, JSON.stringify(request), at_once));
}

// As many runs as take about one slice, going there by at most doubling.
function next_runs(runs, took_ms, slice_ms) {
  const fitting = Math.floor(runs * slice_ms / Math.max(took_ms, 0.1));
  return Math.max(1, Math.min(fitting, 2 * runs));
}

function breathe() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
