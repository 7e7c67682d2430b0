// The letters of named systems, measured here: each system once a visit, one after the other, in a
// worker of their own; where there are no workers, between other things on the page's own thread.
import {kAssets} from './assets.js';
import {make_grader, measure} from './grader.js';

// `program` is as instantiate() takes it, `load` gives {text}. Gives {want, is_running}.
export function make_letters(program, load) {
  const letters = {program, load, known: new Map(), due: [], running: false, measure: null};
  return {
    // `show` is called with the system's list of letters, now or later: {id, letters, …}, or with
    // a text on why there are none.
    want(id, show) {
      if (letters.known.has(id)) {
        show(letters.known.get(id));
        return;
      }
      letters.due.push({id, show});
      run(letters);
    },
    is_running: () => letters.running,
  };
}

async function run(letters) {
  if (letters.running) return;
  letters.running = true;
  const {text} = await letters.load();
  letters.measure ??= measurer(letters.program);
  while (letters.due.length > 0) {
    const {id, show} = letters.due.shift();
    if (!letters.known.has(id)) {
      letters.known.set(id, await result_of(letters, {systems: text, id}));
    }
    show(letters.known.get(id));
  }
  letters.running = false;
}

async function result_of(letters, request) {
  try {
    return await letters.measure(request);
  } catch (error) {
    return `The letters could not be measured: ${error?.message ?? error}`;
  }
}

function measurer(program) {
  let here = null;
  const on_page = async (request) => {
    here ??= make_grader(program);
    return measure(await here, request);
  };
  let worker = null;
  try {
    worker = new Worker(kAssets.grade_worker, {type: 'module'});
    worker.postMessage({program});
  } catch {
    return on_page;
  }
  return (request) => in_worker(worker, request).catch((error) => {
    if (error instanceof Error) throw error;
    return on_page(request);
  });
}

// A worker that cannot even be loaded answers with an event instead of a reason.
function in_worker(worker, request) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({data}) => {
      if (data.failed) {
        reject(new Error(data.failed));
      } else {
        resolve(data.letters);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(event);
    };
    worker.postMessage({id: request.id, letters: request});
  });
}
