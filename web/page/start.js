// Begins to load the program and the fonts at once: this module needs few others, so it runs while
// the rest of the page's script is still on its way. main.js takes over from here.
import {by_id, set_text} from './dom.js';
import {start_loading} from './load.js';

function show_progress(share, bytes) {
  by_id('loading-bar').value = Math.min(share, 1);
  set_text(by_id('loading-text'), `Loading the simulation: ${Math.round(bytes / 1000)} kB`);
}

// {program, fonts}, in the end.
export const loading = start_loading(show_progress);
