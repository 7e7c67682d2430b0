// Builds HTML elements. Text always becomes a text node, so nothing that a lesson says can become
// markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set_attribute(element, name, value);
  element.append(
      ...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

function set_attribute(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (typeof value === 'function') {
    element.addEventListener(name, value);
  } else {
    element.setAttribute(name, value === true ? '' : value);
  }
}

export function button(id, label, click, attributes = {}) {
  return h('button', {type: 'button', id, click, ...attributes}, label);
}

export function by_id(id) {
  return document.getElementById(id);
}

// Writes only what differs: a live region or a focused button must not be touched without need.
export function set_text(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function replace_children(element, ...children) {
  element.replaceChildren(
      ...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

// Loads a style sheet that not everybody needs, once; unstyled for a moment is better than not
// there.
export function wear_style(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const style = h('link', {rel: 'stylesheet', href});
    style.addEventListener('load', resolve);
    style.addEventListener('error', resolve);
    document.head.append(style);
  });
}

// Opens a dialog that removes itself when it closes; Escape and a click beside it close it.
export function open_dialog(label, ...children) {
  const dialog = h('dialog', {'aria-label': label}, h('div', {class: 'dialog-body'}, ...children));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
