// The window, its events and the main loop: one source for the page and for the native window.
#include <SDL.h>
#include <imgui.h>
#include <imgui_impl_sdl2.h>

#include <algorithm>

#include "web/host.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#include <emscripten/html5.h>
#endif

namespace caplab::web {
namespace {

constexpr std::int64_t kStallMax = 100'000;  // after a hidden tab time goes on where it was

Screen screen_of(SDL_Window* window) {
  int width = 0;
  int height = 0;
  int dots = 0;
  SDL_GetWindowSize(window, &width, &height);
  SDL_GL_GetDrawableSize(window, &dots, nullptr);
  return {{static_cast<float>(width), static_cast<float>(height)},
          width > 0 ? static_cast<float>(dots) / static_cast<float>(width) : 1.0F};
}

void take_event(Host& host, const SDL_Event& event) {
  ImGui_ImplSDL2_ProcessEvent(&event);
  wake(host.page);
  // A finger that has left hovers nowhere.
  if (event.type == SDL_FINGERUP) host.finger_left = 2;
  const bool window = event.type == SDL_WINDOWEVENT;
  if (window && event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) host.page.focus.visible = false;
  if (event.type == SDL_QUIT) host.closed = true;
}

bool is_about_us(const SDL_Event& event) {
  return event.type != SDL_WINDOWEVENT || event.window.event != SDL_WINDOWEVENT_MOVED;
}

void forget_finger(Host& host) {
  if (host.finger_left == 0 || --host.finger_left > 0) return;
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  wake(host.page);
}

void paint(Host& host) {
  ImGui_ImplSDL2_NewFrame();
  draw_frame(host.page, screen_of(host.window));
  SDL_GL_SwapWindow(host.window);
}

// A canvas that has changed its size is empty until it is drawn, so that cannot wait.
int on_resize(void* data, SDL_Event* event) {
  if (event->type != SDL_WINDOWEVENT) return 0;
  if (event->window.event != SDL_WINDOWEVENT_SIZE_CHANGED) return 0;
  Host& host = *static_cast<Host*>(data);
  wake(host.page);
  if (host.page.fonts.complete() && !host.lost) paint(host);
  return 0;
}

void set_up_gl() {
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
}

}  // namespace

bool open_window(Host& host, int width, int height) {
  SDL_SetHint(SDL_HINT_VIDEO_X11_FORCE_EGL, "1");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  set_up_gl();
  host.window =
      SDL_CreateWindow("CAP Lab", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                       SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (!host.window) return false;
  const SDL_GLContext context = SDL_GL_CreateContext(host.window);
  if (!context) return false;
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  ImGui_ImplSDL2_InitForOpenGL(host.window, context);
  create_graphics(host.page);
  SDL_AddEventWatch(on_resize, &host);
  return true;
}

void tick(Host& host) {
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    if (is_about_us(event)) take_event(host, event);
  }
  const auto now = static_cast<std::int64_t>(SDL_GetTicks64()) * 1000;
  const std::int64_t elapsed = std::clamp<std::int64_t>(now - host.last_us, 0, kStallMax);
  host.last_us = now;
  if (host.lost) return;
  advance(host.page.app, Duration{elapsed});
  forget_finger(host);
  if (wants_frame(host.page)) paint(host);
  tell(host);
}

void tell(Host& host) {
  if (host.told == host.page.app.revision || !host.on_changed) return;
  host.told = host.page.app.revision;
  host.on_changed();
}

}  // namespace caplab::web
