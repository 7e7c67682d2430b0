// The help: how a lesson goes, the keys, a link to what is on stage, and starting again.
import {kBuild} from './assets.js';
import {button, by_id, h, open_dialog} from './dom.js';
import {link_to} from './link.js';

const kKeys = [
  ['Space', 'play, pause'],
  ['← →', 'one event back, one forward'],
  ['Home, End', 'to the start, to the end of the run'],
  ['Tab, arrows', 'from control to control in the simulation'],
  ['Enter', 'use the control'],
  ['F6 or Esc', 'leave the simulation, back to the lesson'],
  ['?', 'this help'],
];

// `now` gives the state; `start_again` forgets the progress in this lesson.
export function make_help(now, start_again) {
  const open = () => {
    if (!document.querySelector('dialog')) open_help(now(), start_again);
  };
  by_id('help').addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches?.('input, textarea');
    if (event.key === '?' && !typing) open();
  });
}

const kSecond = {
  class: 'secondary'
};

const kHow = [
  'Each lesson is a small case. Say what you expect, choose a setting for every operation, run ' +
      'it, and see what it does. Some ask for something else: to break a system, to find out ' +
      'which one it is, or to change what clients saw.',
  'The grade comes from what the simulation does under a thousand cuts of the network, not from ' +
      'an answer key: whatever behaves well passes. What came with a link, or what the last hint ' +
      'gives away, passes as well, but only what you have changed yourself counts.',
  'The bright button below the lesson is always the next thing to do.',
  'Lessons, at the top, has all of them, with what each asks and how long it takes, and a list ' +
      'of what many believe, with the runs that refute it.',
  'Systems, beside it, has databases by name: pick one, cut its network, and compare what you ' +
      'see with what its documentation says.',
];

function open_help(state, start_again) {
  const start = () => {
    dialog.close();
    start_again();
  };
  const actions = [
    button('help-close', 'Close', () => dialog.close(), {class: 'primary'}),
    button('copy-link', 'Copy a link to this', (event) => copy_link(event.target, state), kSecond),
    button('start-again', state.system ? 'Start again' : 'Start this lesson again', start, kSecond),
  ];
  const dialog = open_dialog(
      'Help', h('h1', {}, 'How this works'), kHow.map((text) => h('p', {}, text)),
      h('h2', {}, 'Keys'), h('table', {class: 'keys'}, kKeys.map(key_row)),
      h('div', {class: 'dialog-actions'}, actions),
      h('p', {class: 'fine'}, `Build ${kBuild}. Your progress is kept in this browser only.`));
}

function key_row([keys, what]) {
  return h('tr', {}, h('td', {}, h('kbd', {}, keys)), h('td', {}, what));
}

async function copy_link(button, state) {
  const link = new URL(link_to(state), location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    button.textContent = 'Copied';
  } catch {
    prompt('The link to this:', link);
  }
}
