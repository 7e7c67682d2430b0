// Reads the lesson's files from the tree.
#include "tests/unit/web_bank.h"

#include <fstream>
#include <sstream>

#include "engine/base/ensure.h"
#include "engine/base/json_writer.h"
#include "web/app_json.h"

namespace caplab::testing {
namespace {

std::string contents(const std::string& name) {
  std::ifstream file(CAPLAB_SOURCE_DIR "/lessons/bank/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::string bank_start(const std::string& more) {
  json::Writer out;
  out.begin_object().key("lesson").text(contents("lesson.json"));
  out.key("lessonName").text("lesson.json").key("prose").text(contents("text/en.md"));
  out.key("proseName").text("text/en.md").end_object();
  std::string start = out.str();
  if (!more.empty()) start.insert(start.size() - 1, "," + more);
  return start;
}

web::App open_bank(const std::string& more) {
  web::App app;
  open(app, web::read_opening(bank_start(more)));
  ENSURE(app.errors.empty());
  return app;
}

std::string command(web::App& app, const std::string& json) {
  const Result<web::Action> action = web::read_command(app, json);
  return action ? apply(app, *action) : action.error().message;
}

void go_to_run(web::App& app, const std::string& option) {
  const std::string predict = R"({"do":"predict","id":"both-ask","option":")" + option + R"("})";
  for (const std::string& text :
       {std::string(R"({"do":"next"})"), predict, std::string(R"({"do":"next"})"),
        std::string(R"({"do":"next"})")}) {
    ENSURE(command(app, text).empty());
  }
}

}  // namespace caplab::testing
