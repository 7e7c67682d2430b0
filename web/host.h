// What holds the page: a window with a graphics context, in a browser or on a desktop.
#pragma once
#include "web/page.h"

struct SDL_Window;

namespace caplab::web {

struct Host {
  Page page;
  SDL_Window* window = nullptr;
  void (*on_changed)() = nullptr;  // called once after any change of the app
  std::int64_t told = -1;          // the revision that was told last
  std::int64_t last_us = 0;
  int finger_left = 0;  // ticks until a finger that was lifted is forgotten
  bool lost = false;    // the graphics context is gone for now
  bool closed = false;
};

// False where there is no window or no OpenGL ES 3.
bool open_window(Host& host, int width, int height);

// One turn of the main loop: events, time, and a frame where one is needed.
void tick(Host& host);

// Calls on_changed if anything has changed since the last time.
void tell(Host& host);

}  // namespace caplab::web
