// The order of the lessons: chapters, and the core path through them. A chapter opens with
// questions on what came before, and closes with a case that gives no hints.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace caplab::lesson {

struct Course {
  struct Entry {
    std::string id;     // the lesson's folder
    int core = 0;       // its place on the core path, the shortest way through; 0: it is not on it
    json::Place place;  // of the id in the file
    std::string pointer;
  };
  struct Question {
    std::string text;
    std::vector<std::string> options;
    std::size_t answer = 0;  // among the options
    std::string because;     // said once it is answered
  };
  struct Chapter {
    std::string id;
    std::string title;
    std::vector<Question> recall;
    std::vector<Entry> lessons;
    std::string closing;  // one of the lessons; empty: none
  };
  std::vector<Chapter> chapters;
};

// Notes every mistake in `report`.
Course load_course(std::string_view json, json::Report& report);

}  // namespace caplab::lesson
