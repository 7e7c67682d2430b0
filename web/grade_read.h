// A grade as the background worker hands it over, read back from its JSON.
#pragma once
#include "engine/base/json.h"
#include "engine/lesson/grade.h"

namespace caplab::web {

Result<lesson::Grade> read_grade(const lesson::Lesson& lesson, const json::Value& grade);

}  // namespace caplab::web
