// caplab-window: the page without its HTML, in a native window, for development. Lessons and fonts
// come from files, and grading runs between frames.
//   caplab-window lessons/bank --do '{"do":"next"}' --size 1280x720 --screenshot run.bmp
#include <GLES3/gl3.h>
#include <SDL.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json_writer.h"
#include "web/app_json.h"
#include "web/host.h"

namespace {

using namespace caplab;

struct Options {
  std::string lesson = CAPLAB_SOURCE_DIR "/lessons/bank";
  std::vector<std::string> commands;
  std::string screenshot;
  int width = 1280;
  int height = 720;
  int ticks = 12;  // before the screenshot
  std::string theme = "dark";
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void give_font(web::Page& page, const char* name, const char* path) {
  const std::string bytes = read_file(path);
  if (bytes.empty()) {
    std::fprintf(stderr, "%s is missing: run tools/setup\n", path);
    std::exit(2);
  }
  void* copy = std::malloc(bytes.size());
  std::memcpy(copy, bytes.data(), bytes.size());
  take_font(page, name, copy, static_cast<int>(bytes.size()));
}

void give_fonts(web::Page& page) {
  give_font(page, "inter", "/usr/share/fonts/opentype/inter/Inter-Regular.otf");
  give_font(page, "inter-bold", "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf");
  give_font(page, "mono", "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf");
}

void open_lesson(web::Page& page, const Options& options) {
  json::Writer start;
  start.begin_object().key("lesson").text(read_file(options.lesson + "/lesson.json"));
  start.key("lessonName").text(options.lesson + "/lesson.json");
  start.key("prose").text(read_file(options.lesson + "/text/en.md"));
  start.key("proseName").text(options.lesson + "/text/en.md");
  start.key("theme").text(options.theme).key("seed").integer(1).end_object();
  open(page.app, web::read_opening(start.str()));
  for (const std::string& error : page.app.errors) std::fprintf(stderr, "%s\n", error.c_str());
}

// The page has a worker for this.
void grade_a_little(web::Page& page, std::optional<lesson::Grading>& grading) {
  if (!page.app.grading.wanted) return grading.reset();
  if (!grading)
    grading.emplace(page.app.lesson, page.app.grading.choices,
                    lesson::Grading::Options{page.app.seed, {}, {}});
  const bool done = grading->advance(300);
  apply(page.app, web::TakeProgress{grading->runs_done(), grading->runs_due()});
  if (!done) return;
  const lesson::Grade grade = grading->grade();
  grading.reset();
  apply(page.app, web::TakeGrade{grade});
}

void save_screenshot(const web::Host& host, const std::string& path) {
  int width = 0;
  int height = 0;
  SDL_GL_GetDrawableSize(host.window, &width, &height);
  std::vector<unsigned char> dots(static_cast<std::size_t>(width * height) * 4);
  glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, dots.data());
  SDL_Surface* surface =
      SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_RGBA32);
  for (int y = 0; y < height; ++y) {
    std::memcpy(static_cast<unsigned char*>(surface->pixels) + y * surface->pitch,
                dots.data() +
                    static_cast<std::size_t>(height - 1 - y) * static_cast<std::size_t>(width) * 4,
                static_cast<std::size_t>(width) * 4);
  }
  SDL_SaveBMP(surface, path.c_str());
}

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const bool more = i + 1 < count;
    if (word == "--do" && more) {
      options.commands.emplace_back(words[++i]);
    } else if (word == "--screenshot" && more) {
      options.screenshot = words[++i];
    } else if (word == "--size" && more) {
      std::sscanf(words[++i], "%dx%d", &options.width, &options.height);
    } else if (word == "--ticks" && more) {
      options.ticks = std::atoi(words[++i]);
    } else if (word == "--theme" && more) {
      options.theme = words[++i];
    } else if (word.rfind("--", 0) == 0) {
      std::fprintf(stderr,
                   "usage: caplab-window [LESSON] [--do JSON]... [--theme NAME] [--size WxH] "
                   "[--ticks N] [--screenshot FILE.bmp]\n");
      std::exit(word == "--help" ? 0 : 2);
    } else {
      options.lesson = word;
    }
  }
  return options;
}

void run_commands(web::Page& page, const Options& options) {
  for (const std::string& text : options.commands) {
    const std::string refusal = command(page, text);
    if (!refusal.empty()) std::fprintf(stderr, "%s: %s\n", text.c_str(), refusal.c_str());
  }
}

}  // namespace

int main(int count, char** words) {
  const Options options = read_options(count, words);
  static web::Host host;
  if (!open_window(host, options.width, options.height)) {
    std::fprintf(stderr, "No window with OpenGL ES 3: %s\n", SDL_GetError());
    return 1;
  }
  give_fonts(host.page);
  open_lesson(host.page, options);
  run_commands(host.page, options);
  std::optional<lesson::Grading> grading;
  for (int ticks = 0; !host.closed; ++ticks) {
    tick(host);
    grade_a_little(host.page, grading);
    if (!options.screenshot.empty() && ticks >= options.ticks && !host.page.app.grading.wanted &&
        !wants_frame(host.page)) {
      save_screenshot(host, options.screenshot);
      return 0;
    }
    SDL_Delay(8);
  }
  return 0;
}
