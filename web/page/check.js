// "Check a history": paste or drop what clients saw, and every model says what it has against it.
// The checking itself is done by the second instance of the program, in a worker of its own.
import {kAssets} from './assets.js';
import {show_verdicts} from './check_result.js';
import {button, by_id, h, open_dialog, replace_children, set_text} from './dom.js';
import {check, make_grader} from './grader.js';

const kObjects = {
  register: 'register: read, write, cas',
  kv: 'key and text: get, put, append',
  counter: 'counter: add, read',
  set: 'set: add, remove, read',
  log: 'log: append, read',
  account: 'account: balance, deposit, withdraw',
};

// The last one writes a key beside each value, as pairs.
const kFormats = {
  'jsonl': 'JSON Lines: one event a line',
  'jepsen': 'Jepsen: operations or a log',
  'porcupine': 'Porcupine: keys and texts',
  'jepsen-keys': 'Jepsen: values are [key value]',
};

// The bank of the first lesson: the second machine has not heard of the withdrawal.
const kExample = {
  object: 'account',
  initial: '100',
  text: [
    {process: 0, type: 'invoke', f: 'withdraw', key: 'alice', value: 80, time: 1000000},
    {process: 0, type: 'ok', f: 'withdraw', key: 'alice', value: 80, time: 1200000},
    {process: 1, type: 'invoke', f: 'balance', key: 'alice', time: 1400000},
    {process: 1, type: 'ok', f: 'balance', key: 'alice', value: 100, time: 1410000},
  ].map((event) => JSON.stringify(event))
            .join('\n'),
};

// `program` is as instantiate() takes it. Gives {open, is_running}.
export function make_checker(program) {
  const checker = {program, worker: null, running: 0};
  const open = () => {
    if (!document.querySelector('dialog')) open_checker(checker);
  };
  by_id('check').addEventListener('click', open);
  return {open, is_running: () => checker.running !== 0};
}

function open_checker(checker) {
  const run = () => check_now(checker);
  const dialog = open_dialog(
      'Check a history', h('h1', {}, 'Check a history'),
      h('p', {},
        'Paste what the clients of a system saw, or drop a file here: one event a line. ' +
            'Every consistency model then says whether it allows that, and if not, why.'),
      fields(), h('div', {class: 'dialog-actions'}, actions(run, () => dialog.close())),
      h('p', {id: 'check-status', role: 'status'}), h('section', {id: 'check-result'}));
  dialog.classList.add('wide');
  dialog.addEventListener('dragover', (event) => event.preventDefault());
  dialog.addEventListener('drop', (event) => take_drop(event, run));
  dialog.addEventListener('close', () => stop(checker));
  by_id('check-text').focus();
}

function fields() {
  const options = Object.entries(kObjects).map(([value, label]) => h('option', {value}, label));
  return [
    labelled(
        'check-text', 'History', h('textarea', {
          'id': 'check-text',
          'class': 'report',
          'spellcheck': 'false',
          'placeholder': '{"process":0,"type":"invoke","f":"write","key":"x","value":1,"time":0}',
        })),
    h('div', {class: 'check-fields'},
      labelled('check-file', 'Or a file', h('input', {
                 id: 'check-file',
                 type: 'file',
                 change: (event) => take_file(event.target.files[0]),
               })),
      labelled('check-format', 'Written as', choice('check-format', kFormats, take_format)),
      labelled('check-object', 'What it is', h('select', {id: 'check-object'}, options)),
      labelled('check-initial', 'Holds at first', h('input', {
                 id: 'check-initial',
                 type: 'text',
                 placeholder: 'null',
               })),
      labelled('check-cas', 'A cas that failed', choice('check-cas', {
                 mismatch: 'found another value',
                 absent: 'tells nothing',
               })),
      labelled('check-null', 'A read of null', choice('check-null', {
                 match: 'found no value',
                 any: 'tells nothing',
               })),
      bound('check-versions', 'At most behind, in versions'),
      bound('check-within', 'At most behind, in ms')),
  ];
}

// Left empty, nothing is asked about how stale a read may be.
function bound(id, label) {
  return labelled(id, label, h('input', {id, type: 'number', min: '0', placeholder: 'any'}));
}

function choice(id, meanings, change) {
  const options = Object.entries(meanings).map(([value, label]) => h('option', {value}, label));
  return h('select', change ? {id, change} : {id}, options);
}

// Porcupine's histories are of texts, and one that nobody has put is empty.
function take_format() {
  if (by_id('check-format').value !== 'porcupine') return;
  by_id('check-object').value = 'kv';
  by_id('check-initial').value = '""';
}

function labelled(id, label, control) {
  return h('div', {class: 'check-field'}, h('label', {for: id
           }, label), control);
}

function actions(run, close) {
  return [
    button('check-run', 'Check it', run, {class: 'primary'}),
    button(
        'check-example', 'Try an example',
        () => {
          by_id('check-text').value = kExample.text;
          by_id('check-format').value = 'jsonl';
          by_id('check-object').value = kExample.object;
          by_id('check-initial').value = kExample.initial;
          run();
        },
        {class: 'secondary'}),
    button('check-close', 'Close', close, {class: 'secondary'}),
  ];
}

async function take_drop(event, run) {
  event.preventDefault();
  const file = event.dataTransfer?.files?.[0];
  if (!file) return;
  await take_file(file);
  run();
}

async function take_file(file) {
  if (file) by_id('check-text').value = await file.text();
}

// A bound as the program wants it, or nothing where it is not given.
function bound_now(id, key, unit) {
  const typed = by_id(id).value;
  return typed === '' ? {} : {[key]: Math.round(Number(typed) * unit)};
}

function request_now() {
  const format = by_id('check-format').value;
  return {
    ...bound_now('check-versions', 'versions', 1),
    ...bound_now('check-within', 'within', 1000),
    text: by_id('check-text').value,
    format: format === 'jepsen-keys' ? 'jepsen' : format,
    independent: format === 'jepsen-keys',
    object: by_id('check-object').value,
    initial: by_id('check-initial').value.trim(),
    failedCas: by_id('check-cas').value,
    nullRead: by_id('check-null').value,
  };
}

// The latest request counts; what is still being done for an earlier one is given up.
async function check_now(checker) {
  stop(checker);
  const id = performance.now();
  checker.running = id;
  say('Checking …', []);
  let answer;
  try {
    answer = await ask(checker, request_now(), id);
  } catch (error) {
    answer = {error: String(error?.message ?? error)};
  }
  if (checker.running !== id) return;
  checker.running = 0;
  if (!by_id('check-result')) return;
  if (answer.error) {
    say(`This history cannot be read: ${answer.error}.`, []);
  } else {
    show_verdicts(by_id('check-result'), answer);
    set_text(by_id('check-status'), summary(answer));
    by_id('check-status').scrollIntoView({block: 'start'});
  }
}

function summary({operations, models}) {
  const violated = models.filter((model) => model.verdict === 'violated').length;
  return `${operations.length} operations. ${violated} of ${models.length} models do not allow ` +
      'this history.';
}

function say(text, result) {
  set_text(by_id('check-status'), text);
  replace_children(by_id('check-result'), result);
}

function stop(checker) {
  if (checker.running !== 0) {
    checker.worker?.terminate();
    checker.worker = null;
  }
  checker.running = 0;
}

function ask(checker, request, id) {
  checker.worker ??= make_worker(checker.program);
  if (!checker.worker) return ask_here(checker.program, request);
  return new Promise((resolve, reject) => {
    checker.worker.onmessage = ({data}) => {
      if (data.id !== id) return;
      if (data.failed) reject(new Error(data.failed));
      resolve(data.checked);
    };
    checker.worker.onerror = (event) => {
      event.preventDefault();
      checker.worker = null;
      ask_here(checker.program, request).then(resolve, reject);
    };
    checker.worker.postMessage({id, check: request});
  });
}

async function ask_here(program, request) {
  return check(await make_grader(program), request);
}

// Null where the browser has no workers here (a page opened from a file, a strict frame).
function make_worker(program) {
  try {
    const worker = new Worker(kAssets.grade_worker, {type: 'module'});
    worker.postMessage({program});
    return worker;
  } catch {
    return null;
  }
}
