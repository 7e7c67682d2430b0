// The page's app with the bank lesson opened in it, as the page's start command does.
#pragma once
#include <string>

#include "web/actions.h"

namespace caplab::testing {

// `more` is further JSON of the start command, such as R"("seed":7,"choose":"withdraw:all")".
web::App open_bank(const std::string& more = "");

// The JSON of the start command itself.
std::string bank_start(const std::string& more = "");

// Likewise with another lesson of the course.
web::App open_course_lesson(const std::string& id, const std::string& more = "");

// Likewise with the tiny lesson of another task, from tests/browser/lessons.
web::App open_task(const std::string& task, const std::string& more = "");

// The two files of such a lesson, as the page's worker is given them: "lesson":…,"prose":….
std::string task_files(const std::string& task);

// Does what the command says; gives its refusal.
std::string command(web::App& app, const std::string& json);

// Predicts, takes the settings as they are, and goes to the step Run.
void go_to_run(web::App& app, const std::string& option = "both-pay");

}  // namespace caplab::testing
