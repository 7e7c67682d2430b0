// Makes the page of what start.js loads: opens what the address asks for. page.js then keeps the
// HTML and the program together.
import {offer_api} from './api.js';
import {catch_crashes, note_line, show_crash} from './crash.js';
import {by_id} from './dom.js';
import {engine_of, instantiate} from './engine.js';
import {read_address} from './open.js';
import {make_page} from './page.js';
import {has_webgl2, show_plain} from './plain.js';
import {loading} from './start.js';
import {follow_theme} from './theme.js';

const kNoWebGl =
    'The simulation needs WebGL2, which this browser does not offer here. A current Firefox, ' +
    'Chrome, Edge or Safari has it, unless graphics acceleration is switched off. This is the ' +
    'text of the lesson.';

async function start_engine({program, fonts}, changed) {
  const module = await instantiate(program, {
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
  const instructor = new URLSearchParams(location.search).get('instructor');
  if (instructor !== null) {
    const {show_instructor} = await import('./instructor.js');
    follow_theme(() => {});
    await show_instructor(instructor);
    return;
  }
  const address = await read_address();
  if (!has_webgl2()) {
    follow_theme(() => {});
    show_plain(kNoWebGl, address.source.words);
    return;
  }
  let page = null;
  const loaded = await loading;
  const engine = await start_engine(loaded, () => page?.changed());
  page = make_page(engine, loaded.program);
  await page.open(address);
  connect(page);
  await first_frame(engine);
  by_id('loading').remove();
}

async function first_frame(engine) {
  while (engine.state().frames === 0) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

catch_crashes();
offer_api(run);
window.caplab.ready.catch(show_crash);
