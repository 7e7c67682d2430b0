// The page where the simulation cannot run (no WebGL2, a browser too old): it says so, and shows
// the lesson's text.
import {by_id, h} from './dom.js';
import {render_markdown} from './markdown_dom.js';
import {say} from './prose.js';

// The parts of a lesson that make sense without its simulation.
const kParts = [['brief', 'The case'], ['debrief', 'What to take away']];

// Asked on a canvas of its own: one that has given another kind of context gives no WebGL2 any
// more. The first question takes a slow graphics card half a second; let the network work
// meanwhile.
export function has_webgl2() {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

export function show_plain(why, words) {
  document.body.classList.add('is-plain');
  const title = say(words, 'title');
  document.title = `${title} · CAP Lab`;
  const parts = kParts.filter(([id]) => words.has(id)).map(([id, name]) => {
    return h('section', {}, h('h2', {}, name), render_markdown(words.get(id)));
  });
  document.body.append(
      h('article', {class: 'plain', id: 'plain'}, h('p', {class: 'plain-why'}, why),
        h('h1', {}, title), parts));
  by_id('loading').remove();
}
