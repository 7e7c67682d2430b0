// Where the site's files are. tools/dist.py fills in the names, which carry a hash of their
// content, and the sizes before compression, which the progress bar needs.

export const kAssets = {
  page_js: '{{asset:caplab-page.js}}',
  page_wasm: '{{asset:caplab-page.wasm}}',
  page_wasm_bytes: Number('{{bytes:caplab-page.wasm}}'),
  grade_worker: '{{asset:grade_worker.js}}',
  systems_css: '{{asset:systems.css}}',
  board_css: '{{asset:board.css}}',
  course_css: '{{asset:course.css}}',
  course_cards: '{{asset:course-cards.json}}',
  fonts: {
    'inter': '{{asset:fonts/Inter-Regular.otf}}',
    'inter-bold': '{{asset:fonts/Inter-SemiBold.otf}}',
    'mono': '{{asset:fonts/JetBrainsMono-Regular.ttf}}',
  },
};

// The name of this very build, for reports.
export const kBuild = '{{build}}';

// Every file of lessons/ by its path there.
const kLessonFiles = JSON.parse('{{lessons}}');

export function lesson_file(path) {
  return kLessonFiles[path];
}

export function lesson_ids() {
  const suffix = '/lesson.json';
  return Object.keys(kLessonFiles).filter((path) => path.endsWith(suffix)).map((path) => {
    return path.slice(0, -suffix.length);
  });
}
