// The canvas' size, focus, keys and graphics context: what lies between the browser's habits and
// SDL's. SDL hears of a new size only by the window's resize event, and would swallow Tab, F5 and
// every Ctrl+key.
import {hide_bar, show_bar} from './bars.js';
import {by_id} from './dom.js';

const kBrowserKeys = /^(f1|f3|f5|f6|f7|f10|f11|f12)$/i;
const kBrowserLetters = 'cvxafrltnwdpsghj+-=0123456789';
const kRestoreMs = 3000;

export function tend_canvas() {
  const canvas = by_id('canvas');
  tell_size(canvas);
  keep_browser_keys(canvas);
  keep_browser_gestures(canvas);
  watch_context(canvas);
}

function tell_size(canvas) {
  const tell = () => window.dispatchEvent(new Event('resize'));
  new ResizeObserver(tell).observe(canvas);
  // A move to another monitor or a zoom changes only how many dots a pixel has.
  const watch_density = () =>
      matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
        tell();
        watch_density();
      }, {once: true});
  watch_density();
}

function keep_browser_keys(canvas) {
  const in_canvas = () => document.activeElement === canvas;
  const before_sdl = (event) => {
    if (!in_canvas()) return;
    if (leaves_canvas(event)) {
      event.stopImmediatePropagation();
      event.preventDefault();
      if (event.type === 'keydown') leave_canvas();
    } else if (belongs_to_browser(event)) {
      event.stopImmediatePropagation();
    }
  };
  // Keys typed in the HTML reach their elements and end at the document; SDL listens on the window.
  const after_elements = (event) => {
    if (!in_canvas()) event.stopPropagation();
  };
  for (const type of ['keydown', 'keyup', 'keypress']) {
    window.addEventListener(type, before_sdl, true);
    document.addEventListener(type, after_elements);
  }
}

function leaves_canvas(event) {
  return event.key === 'F6' || event.key === 'Escape';
}

function belongs_to_browser(event) {
  if (kBrowserKeys.test(event.key) || event.altKey) return true;
  return (event.ctrlKey || event.metaKey) && kBrowserLetters.includes(event.key.toLowerCase());
}

// SDL eats Tab, so without this way out the keyboard would be caught in the canvas (WCAG 2.1.2).
function leave_canvas() {
  const primary = by_id('primary');
  (primary.disabled ? by_id('lesson') : primary).focus();
}

function keep_browser_gestures(canvas) {
  window.addEventListener('wheel', (event) => {
    if (event.ctrlKey) event.stopImmediatePropagation();
  }, {capture: true, passive: true});
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  // A drag goes on over the HTML beside the canvas.
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({preventScroll: true});
  });
}

function watch_context(canvas) {
  let timer = 0;
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    show_bar(
        'context', 'The graphics card stopped for a moment; the picture comes back by itself.');
    timer = setTimeout(
        () => show_bar(
            'context', 'The graphics card does not come back. Your progress is kept.',
            {broken: true, action: 'Load again', act: () => location.reload()}),
        kRestoreMs);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(timer);
    hide_bar('context');
    window.dispatchEvent(new Event('resize'));
  });
}
