// Asks the second instance of the program about a task: in a worker of its own, or, where there are
// no workers, on the page's own thread. Questions are answered one after the other.
import {kAssets} from './assets.js';
import {answer_task, check, make_grader} from './grader.js';

// `program` is as instantiate() takes it. Gives {ask, stop, is_running}: `ask` takes {task}
// or {check} and promises the answer; `stop` gives up whatever is being answered.
export function make_task_worker(program) {
  const asking = {program, worker: null, asked: 0, waiting: new Map(), works: true};
  return {
    ask: (question) => ask(asking, question),
    stop: () => stop(asking),
    is_running: () => asking.waiting.size > 0,
  };
}

function ask(asking, question) {
  asking.asked += 1;
  const id = asking.asked;
  asking.worker ??= make_worker(asking);
  return new Promise((resolve, reject) => {
    asking.waiting.set(id, {question, resolve, reject});
    if (asking.worker) {
      asking.worker.postMessage({id, ...question});
    } else {
      answer_here(asking, id);
    }
  });
}

// What nobody waits for any more is never answered.
function stop(asking) {
  if (asking.waiting.size === 0) return;
  asking.worker?.terminate();
  asking.worker = null;
  asking.waiting.clear();
}

// Null where the browser has no workers here (a page opened from a file, a strict frame).
function make_worker(asking) {
  if (!asking.works) return null;
  try {
    const worker = new Worker(kAssets.grade_worker, {type: 'module'});
    worker.onmessage = ({data}) => settle(asking, data);
    worker.onerror = (event) => {
      event.preventDefault();
      asking.works = false;
      asking.worker = null;
      for (const id of asking.waiting.keys()) answer_here(asking, id);
    };
    worker.postMessage({program: asking.program});
    return worker;
  } catch {
    asking.works = false;
    return null;
  }
}

function settle(asking, {id, failed, answered, checked}) {
  const waiting = asking.waiting.get(id);
  if (!waiting) return;
  asking.waiting.delete(id);
  if (failed) {
    waiting.reject(new Error(failed));
  } else {
    waiting.resolve(answered ?? checked);
  }
}

async function answer_here(asking, id) {
  const {question} = asking.waiting.get(id);
  try {
    asking.here ??= make_grader(asking.program);
    const grader = await asking.here;
    const answered =
        question.task ? answer_task(grader, question.task) : check(grader, question.check);
    settle(asking, {id, answered});
  } catch (error) {
    settle(asking, {id, failed: String(error?.message ?? error)});
  }
}
