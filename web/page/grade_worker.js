// The page's background worker: takes {program} once, then {id, request} to grade, {id, letters} to
// measure, {id, task} to judge or {id, check}; answers {id, progress}, {id, grade}, {id, letters},
// {id, answered}, {id, checked} or {id, failed}. It is cancelled by being terminated, so it holds
// nothing that is worth keeping.
import {answer_task, check, grade, make_grader, measure} from './grader.js';

const kSliceMs = 100;  // nobody waits here but for the progress

let grader = null;

self.addEventListener('message', async ({data}) => {
  if (data.program) {
    grader = make_grader(data.program);
    // Nobody may ever ask for a grade; who does is told what went wrong.
    grader.catch(() => {});
    return;
  }
  const {id, request, letters} = data;
  try {
    if (letters) {
      self.postMessage({id, letters: measure(await grader, letters)});
      return;
    }
    if (data.task) {
      self.postMessage({id, answered: answer_task(await grader, data.task)});
      return;
    }
    if (data.check) {
      self.postMessage({id, checked: check(await grader, data.check)});
      return;
    }
    const report = (progress) => self.postMessage({id, progress});
    const result = await grade(await grader, request, report, kSliceMs);
    self.postMessage({id, grade: result});
  } catch (error) {
    self.postMessage({id, failed: String(error?.message ?? error)});
  }
});
