// Draws the scene's lists of instances with the shaders, below everything that Dear ImGui draws.
#pragma once
#include <string>

#include "web/scene_picture.h"

namespace caplab::web {

// One program with its square and its list of instances on the graphics card.
struct InstanceProgram {
  unsigned program = 0;
  unsigned vertex_array = 0;
  unsigned instances = 0;
  int canvas = -1;
  int now = -1;
  int still = -1;
  int floats = 0;  // of one instance
};

struct Screen {
  Vec size;           // in CSS pixels
  float density = 1;  // dots of the screen in one of them
};

class SceneGl {
 public:
  // Says why not, where the graphics card refuses.
  std::string create();
  // The context was lost and everything in it with it.
  void forget();
  bool ready() const { return shapes_.program != 0; }

  void take_flights(const Flights& flights);
  // Clears the whole canvas to the ground and draws into `room`.
  void draw(const ScenePicture& picture, const Screen& screen, const Rect& room, Color ground,
            float now, bool still);

 private:
  InstanceProgram shapes_;
  InstanceProgram strokes_;
  InstanceProgram flights_;
  unsigned square_ = 0;
  int flight_count_ = 0;
};

}  // namespace caplab::web
