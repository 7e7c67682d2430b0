// Named systems on the page, loaded when somebody asks for them: the list, and what stands beside
// the picture while one is on stage. What they say of themselves comes from lessons/systems.json,
// their letters from the simulation.
import {kAssets, lesson_file} from './assets.js';
import {wear_style} from './dom.js';
import {make_letters} from './letters.js';
import {list} from './link.js';
import {fetch_text} from './load.js';
import {make_system_panel} from './system_panel.js';
import {make_systems_list} from './systems_list.js';

const kFile = 'systems.json';
let loading = null;

// {text, systems}: the file as it is, and its systems.
export function load_systems() {
  loading ??= bring_systems().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function bring_systems() {
  const [text] =
      await Promise.all([fetch_text(lesson_file(kFile)), wear_style(kAssets.systems_css)]);
  return {text, systems: JSON.parse(text).systems};
}

// What the page opens for a link to a system: as source.js makes it of a lesson. What the link
// picks wrongly is added to its problems and left out.
export async function system_source(link) {
  const {text, systems} = await load_systems();
  const system = systems.find(({id}) => id === link.system);
  if (!system) {
    const ids = systems.map(({id}) => id);
    throw new Error(`There is no system “${link.system}”; there is ${list(ids)}.`);
  }
  return {
    key: `system:${system.id}`,
    is_own: true,
    system,
    version: 0,
    words: words_of(system),
    lesson_name: kFile,
    order: {system: system.id, systems: text, systemsName: kFile, ...picked(link, system)},
  };
}

// For the page without its simulation.
function words_of({name, claim, source, leavesOut}) {
  return new Map([
    ['title', name],
    ['brief', `${claim}\n\nSource: ${source}`],
    ['debrief', `The model leaves out: ${leavesOut}`],
  ]);
}

// What the link picks of the system, as far as the system has it.
function picked(link, system) {
  const runs = [...system.runs.map((_, index) => String(index + 1)), 'free'];
  const [read, write] = ['reads', 'writes'].map((use) => level_names(system, use));
  const offered = {run: runs, read, write};
  const pick = {};
  for (const [key, words] of Object.entries(offered)) {
    if (link[key] === null) continue;
    if (words.includes(link[key])) {
      pick[key] = link[key];
    } else {
      link.problems.push(`“${key}” of ${system.name} is “${link[key]}”; there is ${list(words)}.`);
    }
  }
  return pick;
}

function level_names(system, use) {
  return system.levels.filter((level) => [use, 'both', undefined].includes(level.for))
      .map(({name}) => name);
}

// `page` is what page.js keeps. Gives {panel_of, open_list, close_list, toggle_list, is_running}.
export function make_systems(page) {
  const letters = make_letters(page.program, load_systems);
  const systems_list = make_systems_list(load_systems, letters, page.act);
  const panels = new Map();
  return {
    panel_of(system) {
      if (!panels.has(system.id)) {
        const tools = {
          act: page.act,
          letters,
          show_action: page.show_action,
          open_list: systems_list.open,
        };
        panels.set(system.id, make_system_panel(system, tools));
      }
      return panels.get(system.id);
    },
    open_list: systems_list.open,
    close_list: systems_list.close,
    toggle_list: systems_list.toggle,
    is_running: letters.is_running,
  };
}
