// What a browser test is written with: `test(name, async ({page, open}) => {…})` in
// tests/browser/*.spec.mjs. Assertions are Node's own (node:assert). A test also fails when the
// page reports an error that it did not expect.

export const tests = [];

// options: viewport {width, height}, scale (device pixels per CSS pixel), context (more of
// Playwright's newContext options), expected_errors (a RegExp for console errors that belong to the
// test).
export function test(name, options, body) {
  if (body === undefined) [options, body] = [{}, options];
  if (tests.some((other) => other.name === name))
    throw new Error(`there are two tests named "${name}"`);
  tests.push({name, options, body});
}
