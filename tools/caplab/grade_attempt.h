// `caplab grade` of a lesson to attack, diagnose or construct.
#pragma once
#include "tools/caplab/arguments.h"
#include "tools/caplab/lesson_request.h"

namespace caplab {

// Judges what --attempt hands in, prints, and gives the exit code.
int grade_attempt(const LessonRequest& request, const Arguments& arguments);

}  // namespace caplab
