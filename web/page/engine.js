// The one door to the program: every export takes and gives JSON text. Nothing else touches its
// memory.

// Makes an instance of {glue, compiled}: the address of Emscripten's script, and the module.
// `hooks` are what Emscripten calls us back by.
export async function instantiate({glue, compiled}, hooks) {
  const {default: create} = await import(glue);
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, received) => {
      WebAssembly.instantiate(compiled, imports)
          .then((instance) => received(instance, compiled))
          .catch(reject);
      return {};
    };
    create({...hooks, instantiateWasm}).then(resolve, reject);
  });
}

export function engine_of(module, on_broken) {
  const call = (name, value) => guarded(on_broken, () => {
    if (value === undefined) return module.UTF8ToString(module[`_caplab_${name}`]());
    return with_text(
        module, JSON.stringify(value), (at) => module.UTF8ToString(module[`_caplab_${name}`](at)));
  });
  return {
    start: (value) => errors_of(call('start', value)),
    command: (value) => call('command', value),
    state: () => JSON.parse(call('state') || '{}'),
    tree: () => JSON.parse(call('tree') || '[]'),
    busy: () => guarded(on_broken, () => module._caplab_busy()) === 1,
    give_font: (font) => give_font(module, font),
  };
}

// A lesson may be megabytes long, so text goes through the heap and never over the small stack.
export function with_text(module, text, use) {
  const size = module.lengthBytesUTF8(text) + 1;
  const at = module._malloc(size);
  module.stringToUTF8(text, at, size);
  try {
    return use(at);
  } finally {
    module._free(at);
  }
}

// What breaks inside the program cannot be mended from here: it is reported, and the call gives
// nothing.
function guarded(on_broken, work) {
  try {
    return work();
  } catch (error) {
    on_broken(error);
    return '';
  }
}

function errors_of(text) {
  return text === '' ? [] : JSON.parse(text);
}

// From then on the bytes are the program's.
function give_font(module, {name, bytes}) {
  if (!module._caplab_font) return;
  const at = module._malloc(bytes.length);
  module.HEAPU8.set(bytes, at);
  with_text(module, name, (name_at) => module._caplab_font(name_at, at, bytes.length));
}
