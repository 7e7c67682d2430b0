// window.caplab: what tests and assistive tools may lean on. It shows and does nothing that a
// learner could not.

const kWidgets = 'button, a[href], summary, input, select, textarea, canvas, [role=separator]';

// Offers it at once; `start` is called with a function that takes the page, {engine, send,
// is_quiet}, when there is one, and gives a promise that is kept when the lesson can be used.
export function offer_api(start) {
  const api = {page: null};
  window.caplab = {
    ready: start((page) => {
      api.page = page;
    }),
    state: () => api.page?.engine.state() ?? {},
    tree: () => [...(api.page?.engine.tree() ?? []), ...html_widgets()],
    idle: () => until_idle(api),
    command: (command) =>
        api.page?.send(typeof command === 'string' ? JSON.parse(command) : command),
  };
}

// Two frames without anything to do: what the first one has set off shows in the second.
async function until_idle(api) {
  for (let calm = 0; calm < 2;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    calm = api.page?.is_quiet() ? calm + 1 : 0;
  }
}

function html_widgets() {
  return [...document.querySelectorAll(kWidgets)].filter(is_visible).map(describe);
}

function is_visible(element) {
  return element.checkVisibility({visibilityProperty: true});
}

function describe(element) {
  const {x, y, width, height} = element.getBoundingClientRect();
  return {
    id: `html.${element.id}`,
    label: label_of(element),
    role: role_of(element),
    x,
    y,
    w: width,
    h: height,
    enabled: !element.disabled,
    value: element.getAttribute('aria-pressed') ?? element.getAttribute('aria-selected') ??
        value_of(element),
  };
}

function label_of(element) {
  return element.getAttribute('aria-label') ??
      (element.textContent.trim() || element.labels?.[0]?.textContent || '');
}

function role_of(element) {
  const tags = {A: 'link', INPUT: element.type, SUMMARY: 'button', TEXTAREA: 'text'};
  return element.getAttribute('role') ?? tags[element.tagName] ?? element.tagName.toLowerCase();
}

function value_of(element) {
  if (element.type === 'checkbox' || element.type === 'radio') return element.checked;
  return element.value ?? '';
}
