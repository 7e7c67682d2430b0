// What the page's JavaScript calls: JSON texts in and out, owned here until the next call.
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/html5.h>

#include <cstdlib>
#include <string>

#include "engine/base/json_writer.h"
#include "web/app_json.h"
#include "web/host.h"

namespace {

using namespace caplab;

constexpr const char* kCanvas = "#canvas";

web::Host& host() {
  static web::Host the_host;
  return the_host;
}

// One text at a time goes to JavaScript, which copies it at once.
const char* kept(std::string text) {
  static std::string the_text;
  the_text = std::move(text);
  return the_text.c_str();
}

EM_JS(void, tell_changed, (), {
  if (Module.onCaplabChanged) Module.onCaplabChanged();
})

std::string errors_json(const std::vector<std::string>& errors) {
  if (errors.empty()) return "";
  json::Writer out;
  out.begin_array();
  for (const std::string& error : errors) out.text(error);
  out.end_array();
  return out.str();
}

EM_BOOL on_lost(int, const void*, void*) {
  host().lost = true;
  return true;
}

EM_BOOL on_restored(int, const void*, void*) {
  host().lost = false;
  restore_graphics(host().page);
  return true;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void caplab_font(const char* name, void* bytes, int size) {
  take_font(host().page, name, bytes, size);
}

EMSCRIPTEN_KEEPALIVE const char* caplab_start(const char* text) {
  web::Opening opening = web::read_opening(text);
  const std::string errors = errors_json(opening.errors);
  // A lesson that cannot be played leaves the stage as it is.
  if (errors.empty()) open(host().page.app, std::move(opening));
  wake(host().page);
  return kept(errors);
}

EMSCRIPTEN_KEEPALIVE const char* caplab_command(const char* text) {
  std::string refusal = command(host().page, text);
  tell(host());
  return kept(std::move(refusal));
}

EMSCRIPTEN_KEEPALIVE const char* caplab_state() {
  return kept(web::state_json(host().page.app, host().page.frames));
}

EMSCRIPTEN_KEEPALIVE const char* caplab_tree() {
  const web::Page& page = host().page;
  return kept(web::tree_json(page.tree, {page.app.shape.canvas.x, page.app.shape.canvas.y}));
}

EMSCRIPTEN_KEEPALIVE int caplab_busy() { return wants_frame(host().page) ? 1 : 0; }

}  // extern "C"

int main() {
  if (!open_window(host(), 1280, 720)) {
    emscripten_log(EM_LOG_ERROR, "There is no WebGL2 here: %s", SDL_GetError());
    return 1;
  }
  host().on_changed = tell_changed;
  emscripten_set_webglcontextlost_callback(kCanvas, nullptr, true, on_lost);
  emscripten_set_webglcontextrestored_callback(kCanvas, nullptr, true, on_restored);
  emscripten_set_main_loop([] { tick(host()); }, 0, false);
  // Or else the program ends with this function.
  emscripten_runtime_keepalive_push();
  return 0;
}
