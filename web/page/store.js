// What this browser remembers between visits: preferences, and the progress in each lesson. Storage
// can be missing or full (private windows, frames): then nothing is remembered and everything else
// works.

const kPreferences = 'caplab.preferences.1';
const kProgress = 'caplab.progress.1';

function read(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return is_object(value) ? value : {};
  } catch {
    return {};
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing to do: the visit goes on without being remembered.
  }
}

function is_object(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Preferences: theme, motion, lesson_width, splits.
export function preference(name, otherwise) {
  return read(kPreferences)[name] ?? otherwise;
}

export function set_preference(name, value) {
  write(kPreferences, {...read(kPreferences), [name]: value});
}

// What the learner has reached in a lesson, or null. A new version of the lesson may ask other
// questions, so of an old one only whether it was passed still holds, and what was believed.
export function progress_in(lesson, version) {
  const found = read(kProgress)[lesson];
  if (!is_object(found)) return null;
  return found.version === version ?
      found :
      {version, passed: found.passed === true, met: found.met};
}

// That of every lesson, by its key.
export function all_progress() {
  return read(kProgress);
}

export function save_progress(lesson, progress) {
  write(kProgress, {...read(kProgress), [lesson]: progress});
}

export function forget_progress(lesson) {
  const all = read(kProgress);
  delete all[lesson];
  write(kProgress, all);
}

// The part of a state that is worth keeping. What was passed once stays passed, whatever is tried
// later.
export function progress_of(state, before) {
  return {
    version: state.version,
    step: state.step,
    choices: state.choices,
    seed: state.seed,
    prediction: state.prediction,
    met: met_in(before, state),
    hints: state.hints,
    passed: before?.passed === true || state.passed === true,
    given: state.given,
    task: task_of(state),
    best: better(before?.best, state),
  };
}

// The misconceptions that a prediction here ever came from, by their ids.
function met_in(before, {prediction}) {
  const wrong = (prediction?.items ?? []).filter(({misconception}) => misconception);
  const ids = wrong.map(({misconception}) => misconception.replace(/^misconception\./, ''));
  return [...new Set([...(before?.met ?? []), ...ids])];
}

// What was attempted last at a task, and which goals have been reached.
function task_of({task}) {
  if (!task) return null;
  return {attempt: task.attempt, reached: task.goals.filter((_, index) => task.reached[index])};
}

// The best grade so far: the one with the most sides passed, the first of equals.
function better(best, state) {
  if (!state.verdict) return best ?? null;
  const passed = Object.values(state.verdict.sides ?? {}).filter((side) => side.pass).length;
  return best && best.sides_passed >= passed ? best :
                                               {sides_passed: passed, choices: state.choices};
}
