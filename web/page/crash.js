// When the program breaks: one card with what happened, a report to copy, and ways to go on. Only
// the first failure is shown; what follows it says nothing new.
import {kBuild} from './assets.js';
import {button, by_id, h} from './dom.js';

const kLinesKept = 50;
const lines = [];
let crashed = false;
let describe_state = () => '';

const kComfort = [
  'It is not your answer: the program met a state that it cannot go on from.',
  'Your progress up to here is kept. If it happens again, the report says what happened.',
];

// The program's last lines of output go into the report.
export function note_line(text) {
  console.info(text);
  lines.push(text);
  if (lines.length > kLinesKept) lines.shift();
}

export function has_crashed() {
  return crashed;
}

// `describe` gives the state for the report, from the time that there is one.
export function catch_crashes() {
  window.addEventListener('error', (event) => show_crash(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => show_crash(event.reason));
}

export function describe_crashes_by(describe) {
  describe_state = describe;
}

export function show_crash(reason) {
  if (crashed) return;
  crashed = true;
  const report = report_of(reason);
  const text = h('textarea', {class: 'report', id: 'crash-report', 'aria-label': 'The report'});
  text.readOnly = true;
  text.value = report;
  const actions = [
    button('crash-reload', 'Load again', () => location.reload(), {class: 'primary'}),
    button('crash-plain', 'Load without the link', load_plain, {class: 'secondary'}),
    button('crash-copy', 'Copy the report', () => copy(text), {class: 'secondary'}),
  ];
  const dialog =
      h('dialog', {'aria-label': 'Something broke', 'id': 'crash'},
        h('div', {class: 'dialog-body'}, h('h1', {}, 'Something broke in CAP Lab'),
          kComfort.map((line) => h('p', {}, line)), h('p', {class: 'fine'}, first_line(reason)),
          text, h('div', {class: 'dialog-actions'}, actions)));
  document.body.append(dialog);
  dialog.showModal();
  by_id('crash-reload').focus();
}

function load_plain() {
  location.replace(location.pathname);
  if (location.hash) location.reload();
}

async function copy(text) {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    document.execCommand('copy');
  }
  by_id('crash-copy').textContent = 'Copied';
}

function first_line(reason) {
  return String(reason?.message ?? reason).split('\n')[0];
}

function report_of(reason) {
  return [
    `CAP Lab, build ${kBuild}`,
    `page: ${location.href}`,
    `browser: ${navigator.userAgent}`,
    `window: ${innerWidth}×${innerHeight} at ${devicePixelRatio}`,
    `what: ${first_line(reason)}`,
    `where: ${reason?.stack ?? 'unknown'}`,
    `state: ${safely(describe_state)}`,
    'last lines:',
    ...lines,
  ].join('\n');
}

function safely(describe) {
  try {
    return describe();
  } catch {
    return 'unknown';
  }
}
