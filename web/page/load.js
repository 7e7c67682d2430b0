// Brings the program and the lesson to the page, all at once, and says how far it is in real bytes.
import {kAssets} from './assets.js';

// Gives the response with a body that counts the bytes as they pass.
function counted(response, on_bytes) {
  let done = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      done += chunk.byteLength;
      on_bytes(done);
      controller.enqueue(chunk);
    },
  });
  const headers = {'Content-Type': 'application/wasm'};
  return new Response(response.body.pipeThrough(counter), {headers});
}

export async function fetch_ok(url) {
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(`${url} could not be reached: check the network and load the page again.`);
  }
  if (!response.ok)
    throw new Error(`${url} could not be loaded: the server answered ${response.status}.`);
  return response;
}

export async function fetch_text(url) {
  return (await fetch_ok(url)).text();
}

// Emscripten's half of the program; its address is absolute, so that a worker can use it, too.
async function load_glue() {
  const url = new URL(kAssets.page_js, document.baseURI).href;
  try {
    await import(url);
    return url;
  } catch {
    throw new Error(`${url} could not be loaded: check the network and load the page again.`);
  }
}

// Compiles while it loads. `on_progress` hears of the share, 0 to 1, and the bytes so far.
async function compile(on_progress) {
  const total = kAssets.page_wasm_bytes;
  const response = await fetch_ok(kAssets.page_wasm);
  return WebAssembly.compileStreaming(counted(response, (done) => on_progress(done / total, done)));
}

async function load_fonts() {
  const names = Object.keys(kAssets.fonts);
  const files = await Promise.all(
      names.map(async (name) => (await fetch_ok(kAssets.fonts[name])).arrayBuffer()));
  return names.map((name, i) => ({name, bytes: new Uint8Array(files[i])}));
}

// Starts everything that does not depend on the lesson. Who asks may come later than a failure.
export function start_loading(on_progress) {
  return Promise.all([compile(on_progress), load_glue(), load_fonts()])
      .then(([compiled, glue, fonts]) => ({program: {glue, compiled}, fonts}));
}
