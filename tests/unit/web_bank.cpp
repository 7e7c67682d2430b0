// Reads the lesson's files from the tree.
#include "tests/unit/web_bank.h"

#include <fstream>
#include <sstream>

#include "engine/base/ensure.h"
#include "engine/base/json_writer.h"
#include "web/app_json.h"

namespace caplab::testing {
namespace {

std::string contents(const std::string& path) {
  std::ifstream file(CAPLAB_SOURCE_DIR "/" + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string files_in(const std::string& folder) {
  return R"("lesson":)" + json::quoted(contents(folder + "/lesson.json")) + R"(,"prose":)" +
         json::quoted(contents(folder + "/text/en.md"));
}

std::string start_of(const std::string& folder, const std::string& more) {
  return "{" + files_in(folder) + R"(,"lessonName":"lesson.json","proseName":"text/en.md")" +
         (more.empty() ? "" : "," + more) + "}";
}

web::App opened(const std::string& start) {
  web::App app;
  open(app, web::read_opening(start));
  ENSURE(app.errors.empty());
  return app;
}

std::string folder_of(const std::string& task) { return "tests/browser/lessons/" + task; }

}  // namespace

std::string bank_start(const std::string& more) { return start_of("lessons/bank", more); }

web::App open_bank(const std::string& more) { return opened(bank_start(more)); }

web::App open_course_lesson(const std::string& id, const std::string& more) {
  return opened(start_of("lessons/" + id, more));
}

web::App open_task(const std::string& task, const std::string& more) {
  return opened(start_of(folder_of(task), more));
}

std::string task_files(const std::string& task) { return files_in(folder_of(task)); }

std::string command(web::App& app, const std::string& json) {
  const Result<web::Action> action = web::read_command(app, json);
  return action ? apply(app, *action) : action.error().message;
}

void go_to_run(web::App& app, const std::string& option) {
  const std::string predict = R"({"do":"predict","id":"both-ask","option":")" + option + R"("})";
  const std::string other = R"({"do":"predict","id":"at-once","option":"both-pay"})";
  for (const std::string& text :
       {std::string(R"({"do":"next"})"), predict, other, std::string(R"({"do":"next"})"),
        std::string(R"({"do":"next"})")}) {
    ENSURE(command(app, text).empty());
  }
}

}  // namespace caplab::testing
