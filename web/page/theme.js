// The theme and the motion: what the learner chose, or what the system asks for and as it changes.
import {button, h, open_dialog} from './dom.js';
import {preference, set_preference} from './store.js';

const kLight = matchMedia('(prefers-color-scheme: light)');
const kContrast = matchMedia('(prefers-contrast: more)');
const kStill = matchMedia('(prefers-reduced-motion: reduce)');

const kThemes = [
  ['system', 'As the system asks'],
  ['dark', 'Dark'],
  ['light', 'Light'],
  ['contrast', 'High contrast'],
];

export function current_theme() {
  const chosen = preference('theme', 'system');
  if (chosen === 'dark' || chosen === 'light' || chosen === 'contrast') return chosen;
  if (kContrast.matches) return 'contrast';
  return kLight.matches ? 'light' : 'dark';
}

export function motion_is_reduced() {
  return preference('still', false) === true || kStill.matches;
}

// Keeps the page in its theme; `changed` hears of every change, with the theme and whether motion
// is reduced.
export function follow_theme(changed) {
  const apply = () => {
    document.documentElement.dataset.theme = current_theme();
    document.documentElement.classList.toggle('still', motion_is_reduced());
    changed(current_theme(), motion_is_reduced());
  };
  for (const query of [kLight, kContrast, kStill]) query.addEventListener('change', apply);
  document.getElementById('theme').addEventListener('click', () => open_choice(apply));
  document.documentElement.dataset.theme = current_theme();
  document.documentElement.classList.toggle('still', motion_is_reduced());
}

function open_choice(apply) {
  const keep = (name, value) => {
    set_preference(name, value);
    apply();
  };
  const chosen = preference('theme', 'system');
  const themes = kThemes.map(([id, name]) => {
    const choose = () => keep('theme', id);
    const attributes = {type: 'radio', name: 'theme', id: `theme-${id}`, checked: id === chosen};
    return h('label', {}, h('input', {...attributes, change: choose}), name);
  });
  const still = h('input', {
    type: 'checkbox',
    id: 'theme-still',
    checked: motion_is_reduced(),
    disabled: kStill.matches,
    change: (event) => keep('still', event.target.checked),
  });
  const done = button('theme-done', 'Done', () => dialog.close(), {class: 'primary'});
  const dialog = open_dialog(
      'Theme', h('h1', {}, 'Theme'), h('fieldset', {}, themes),
      h('label', {}, still, 'No animation'), h('div', {class: 'dialog-actions'}, done));
}
