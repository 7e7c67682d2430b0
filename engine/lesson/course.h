// The order of the lessons: chapters, and the core path through them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace caplab::lesson {

struct Course {
  struct Entry {
    std::string id;  // the lesson's folder
    bool core = false;
    json::Place place;  // of the id in the file
    std::string pointer;
  };
  struct Chapter {
    std::string id;
    std::string title;
    std::vector<Entry> lessons;
  };
  std::vector<Chapter> chapters;
};

// Notes every mistake in `report`.
Course load_course(std::string_view json, json::Report& report);

}  // namespace caplab::lesson
