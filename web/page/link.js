// Links into the page: index.html#lesson=bank&seed=7&choose=withdraw:quorum,view-history:one opens
// exactly that, with &situation=price:90 in another situation than the file's; so does
// #system=etcd&run=2&read=serializable; #systems opens the list of them,
// #lessons that of the lessons, #beliefs what many believe, #check the tool that checks a history;
// of a task #lesson=two-servers&attempt={…} opens an attempt, and &belief=a-cut-stops-nothing plays
// the run of a lesson that refutes the belief. What a link says wrongly is told, and
// everything else in it is opened.

const kOfSystems = ['run', 'read', 'write'];
const kKnown = [
  'lesson', 'seed', 'situation', 'choose', 'schedule', 'attempt', 'belief', 'check', 'lessons',
  'beliefs', 'system', 'systems', ...kOfSystems
];
const kSeedMax = Number.MAX_SAFE_INTEGER;

// Gives {lesson, seed, situation, choose: {operation: level}, schedule, attempt, belief, check,
// lessons, beliefs, foreign, system, run, read, write, systems, problems: [sentences]}; what the
// link does not say is null, or false. `foreign` is the address of somebody else's lesson file;
// `systems` is whether the list of systems is to be open.
export function parse_link(hash, search) {
  const link = {
    lesson: null,
    seed: null,
    situation: null,
    choose: {},
    schedule: null,
    attempt: null,
    belief: null,
    check: false,
    lessons: false,
    beliefs: false,
    systems: false,
    foreign: null,
    problems: [],
  };
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  for (const [key, value] of parts) {
    if (!kKnown.includes(key)) {
      link.problems.push(`“${key}” means nothing here; a link can have ${kKnown.join(', ')}.`);
    }
  }
  link.lesson = parts.get('lesson');
  link.situation = parts.get('situation');
  link.check = parts.has('check');
  link.belief = parts.get('belief');
  link.lessons = parts.has('lessons');
  link.beliefs = parts.has('beliefs');
  link.foreign = new URLSearchParams(search).get('lesson');
  read_seed(parts.get('seed'), link);
  read_schedule(parts.get('schedule'), link);
  read_choices(parts.get('choose'), link);
  read_attempt(parts.get('attempt'), link);
  read_system(parts, link);
  return link;
}

// Whether there is such a system, such a run and such a level is known once the systems are loaded.
function read_system(parts, link) {
  link.system = parts.get('system');
  link.systems = parts.has('systems');
  for (const key of kOfSystems) {
    link[key] = link.system === null ? null : parts.get(key);
    if (link.system === null && parts.has(key)) {
      link.problems.push(`“${key}” belongs to a system, as in system=etcd&${key}=….`);
    }
  }
}

function read_seed(text, link) {
  if (text === null) return;
  if (/^\d{1,16}$/.test(text) && Number(text) <= kSeedMax) {
    link.seed = text;
  } else {
    link.problems.push(`The seed “${text}” is not a whole number from 0 to ${kSeedMax}.`);
  }
}

// A schedule of the search, by its number, or 0 for the broken order of the small case: it is put
// on stage, paused where it breaks.
function read_schedule(text, link) {
  if (text === null) return;
  if (/^(0|[1-9]\d{0,5})$/.test(text)) {
    link.schedule = text;
  } else {
    link.problems.push(`The schedule “${text}” is not a number from 0 to 999999.`);
  }
}

// Whether the lesson takes such an attempt is known once the program has read it.
function read_attempt(text, link) {
  if (text === null) return;
  try {
    JSON.parse(text);
    link.attempt = text;
  } catch {
    link.problems.push(
        `The attempt “${text.slice(0, 40)}” is not JSON, as in {"goal":"stale","faults":[…]}.`);
  }
}

function read_choices(text, link) {
  for (const pair of (text ?? '').split(',').filter((part) => part !== '')) {
    const [operation, level, ...more] = pair.split(':');
    if (!operation || !level || more.length > 0) {
      link.problems.push(`“${pair}” must be an operation and a level, as in withdraw:quorum.`);
    } else {
      link.choose[operation] = level;
    }
  }
}

// Keeps the lesson that is there; `ids` are those that exist.
export function check_lesson(link, ids) {
  if (link.lesson === null || ids.includes(link.lesson)) return link;
  const problem = `There is no lesson “${link.lesson}”; there is ${list(ids)}.`;
  return {...link, lesson: null, problems: [...link.problems, problem]};
}

// Keeps the choices that the lesson offers; `operations` is that part of its file.
export function check_choices(link, operations) {
  const offered = new Map(operations.map((operation) => [operation.id, operation.choices ?? []]));
  const checked = {...link, choose: {}, problems: [...link.problems]};
  for (const [operation, level] of Object.entries(link.choose)) {
    const levels = offered.get(operation);
    if (!levels) {
      checked.problems.push(
          `There is no operation “${operation}”; there is ${list([...offered.keys()])}.`);
    } else if (!levels.includes(level)) {
      checked.problems.push(`“${operation}” cannot be set to “${level}”, only to ${list(levels)}.`);
    } else {
      checked.choose[operation] = level;
    }
  }
  return checked;
}

export function list(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function choices_text(choices) {
  return Object.entries(choices).map(([operation, level]) => `${operation}:${level}`).join(',');
}

// The link to what is on stage. A foreign lesson is named by ?lesson=…, which stays as it is.
export function link_to(state, is_own = true) {
  if (state.system) return link_to_system(state.system, state.seed);
  if (state.task) return attempt_link(is_own ? state.lesson : null, state.seed, state.task.attempt);
  const lesson = is_own ? `lesson=${state.lesson}&` : '';
  const situation = state.situation ? `&situation=${state.situation}` : '';
  return `#${lesson}seed=${state.seed}${situation}&choose=${choices_text(state.choices)}`;
}

export function attempt_link(lesson, seed, attempt) {
  const parts = lesson === null ? [`seed=${seed}`] : [`lesson=${lesson}`, `seed=${seed}`];
  if (attempt) parts.push(`attempt=${encodeURIComponent(JSON.stringify(attempt))}`);
  return `#${parts.join('&')}`;
}

export function link_to_system({id, run, read, write}, seed = null) {
  const parts = {system: id, run, read, write, seed};
  const said = Object.entries(parts).filter(([, value]) => value !== null && value !== undefined);
  return `#${said.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`;
}
