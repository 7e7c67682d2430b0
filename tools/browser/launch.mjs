// Starts what browser tests and page benchmarks need: a server over dist/ and a headless Chromium.
import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {homedir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

// The lines NAME=VALUE that tools/setup left behind.
function setup_paths() {
  const cache = process.env.CAPLAB_CACHE ?? path.join(homedir(), '.cache/caplab');
  const file = path.join(cache, 'paths.sh');
  if (!existsSync(file)) throw new Error('No browser is set up yet: run tools/setup first.');
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1).replace(/\\(.)/g, '$1')];
  }));
}

const paths = setup_paths();

// WebGL2 without a graphics card, and nothing that talks to the network or asks questions.
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--hide-scrollbars',
  '--font-render-hinting=none',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

// A package that tools/setup brought from npm.
export const required = createRequire(path.join(paths.CAPLAB_NODE_MODULES, 'any.js'));

export async function launch_browser(more_flags = []) {
  const {chromium} =
      await import(path.join(paths.CAPLAB_NODE_MODULES, 'playwright-core/index.mjs'));
  return chromium.launch({executablePath: paths.CAPLAB_CHROMIUM, args: [...flags, ...more_flags]});
}

// Resolves to {address, close} once the server listens on a free port.
export function serve(folder = path.join(root, 'dist')) {
  const script = path.join(root, 'tools/http_server.py');
  const server = spawn(
      paths.CAPLAB_PYTHON, [script, '--port', '0', folder], {stdio: ['ignore', 'pipe', 'inherit']});
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout.once('data', (text) => {
      resolve({address: String(text).split(' ')[0], close: () => server.kill('SIGINT')});
    });
  });
}
