// The page's background worker: takes {program} once, then {id, request}; answers {ready}, {id,
// progress}, {id, grade} or {id, failed}. It is cancelled by being terminated, so it holds nothing
// that is worth keeping.
import {grade, make_grader} from './grader.js';

let grader = null;

self.addEventListener('message', async ({data}) => {
  if (data.program) {
    grader = make_grader(data.program);
    // Nobody may ever ask for a grade; who does is told what went wrong.
    grader.catch(() => {});
    return;
  }
  const {id, request} = data;
  try {
    const result =
        await grade(await grader, request, (progress) => self.postMessage({id, progress}));
    self.postMessage({id, grade: result});
  } catch (error) {
    self.postMessage({id, failed: String(error?.message ?? error)});
  }
});
