// Reads new lines out by the page's two live regions: politely, at most one text in half a second,
// and at once what is urgent. The lines come from the program's log, never from the picture.
import {by_id, set_text} from './dom.js';

const kPauseMs = 500;

export function make_announcer() {
  let last = -1;
  let waiting = [];
  let timer = 0;
  const say = () => {
    set_text(by_id('announce'), waiting.join(' '));
    waiting = [];
    timer = 0;
  };
  return (lines) => {
    const fresh = lines.filter((line) => line.n > last);
    if (fresh.length === 0) return;
    last = fresh.at(-1).n;
    const urgent = fresh.filter((line) => line.urgent);
    if (urgent.length > 0)
      set_text(by_id('announce-urgent'), urgent.map((line) => line.text).join(' '));
    waiting.push(...fresh.filter((line) => !line.urgent).map((line) => line.text));
    if (waiting.length > 0 && timer === 0) timer = setTimeout(say, kPauseMs);
  };
}
