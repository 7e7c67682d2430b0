// Starts the page: loads the program, the fonts and the lesson at the same time and opens what the
// address asks for. page.js then keeps the HTML and the program together.
import {offer_api} from './api.js';
import {catch_crashes, note_line, show_crash} from './crash.js';
import {by_id, set_text} from './dom.js';
import {engine_of} from './engine.js';
import {instantiate, start_loading} from './load.js';
import {read_address} from './open.js';
import {make_page} from './page.js';
import {has_webgl2, show_plain} from './plain.js';
import {follow_theme} from './theme.js';

const kNoWebGl =
    'The simulation needs WebGL2, which this browser does not offer here. A current Firefox, ' +
    'Chrome, Edge or Safari has it, unless graphics acceleration is switched off. This is the ' +
    'text of the lesson.';

function show_loading(share, bytes) {
  by_id('loading-bar').value = Math.min(share, 1);
  set_text(by_id('loading-text'), `Loading the simulation: ${Math.round(bytes / 1000)} kB`);
}

async function start_engine(loading, changed) {
  const {compiled, fonts} = await loading;
  const module = await instantiate(compiled, {
    canvas: by_id('canvas'),
    print: note_line,
    printErr: note_line,
    onAbort: show_crash,
    onCaplabChanged: changed,
  });
  const engine = engine_of(module, show_crash);
  fonts.forEach(engine.give_font);
  return engine;
}

async function run(connect) {
  const address = read_address();
  if (!has_webgl2()) {
    follow_theme(() => {});
    show_plain(kNoWebGl, (await address).source.words);
    return;
  }
  let page = null;
  const loading = start_loading(show_loading);
  const engine = await start_engine(loading, () => page?.changed());
  page = make_page(engine);
  await page.open(await address);
  connect(page);
  by_id('loading').remove();
}

catch_crashes();
offer_api(run);
window.caplab.ready.catch(show_crash);
