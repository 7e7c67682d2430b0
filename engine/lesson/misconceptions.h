// The misconceptions that the course names, each with the lesson whose run refutes it. Lessons use
// their ids and say in their own words what their own run shows; an id that is not here is a
// lesson's own.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/lesson/lesson.h"

namespace caplab::lesson {

struct Misconception {
  std::string id;
  std::string title;       // what somebody believes
  std::string why;         // what is so instead
  std::string refuted_by;  // a lesson's id
  json::Place place;       // of that id in the file
  std::string pointer;
};

// Notes every mistake in `report`.
std::vector<Misconception> load_misconceptions(std::string_view json, json::Report& report);

// Whether a wrong solution, a wrong attempt or a prediction of the lesson names it.
bool names(const Lesson& lesson, std::string_view misconception);

}  // namespace caplab::lesson
