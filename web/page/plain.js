// The page where the simulation cannot run (no WebGL2, a browser too old): it says so, and shows
// the lesson's text.
import {by_id, h} from './dom.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';

// The parts of a lesson that make sense without its simulation.
const kShown = ['brief', 'debrief'];

export function has_webgl2() {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

export function show_plain(why, words) {
  document.body.classList.add('is-plain');
  const parts = kShown.filter((id) => words.has(id))
                    .map((id) => h('section', {}, render_markdown(words.get(id))));
  document.body.append(
      h('article', {class: 'plain', id: 'plain'}, h('p', {class: 'plain-why'}, why),
        h('h1', {}, say(words, 'title')), parts));
  by_id('loading').hidden = true;
}
