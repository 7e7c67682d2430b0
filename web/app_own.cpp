#include "web/app_own.h"

#include <algorithm>

#include "web/app_task.h"

namespace caplab::web {
namespace {

using json::Value;

// The text under a key; null where there is none.
const std::string* text_at(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && value->kind == json::Kind::text ? &value->text : nullptr;
}

std::optional<lesson::Situation> situation_at(const lesson::Lesson& lesson, const Value& saved,
                                              std::string_view key) {
  const std::string* text = text_at(saved, key);
  if (!text) return std::nullopt;
  const Result<lesson::Situation> situation = lesson::situation_from_text(lesson, *text);
  return situation ? std::optional(*situation) : std::nullopt;
}

bool came_with_link(const App& app) {
  const Given& given = app.given;
  if (given.situation != app.lesson.situation) return false;
  if (!is_task(app)) return given.choices == app.choices;
  return given.attempt && given.attempt == app.task.attempt;
}

// Whether the last hint was shown here, and this is one of the solutions that it leads to.
bool is_given_away(const App& app) {
  const lesson::Lesson& lesson = app.lesson;
  if (app.given.told != lesson.situation) return false;
  if (!is_task(app)) {
    return std::any_of(lesson.references.begin(), lesson.references.end(),
                       [&](const auto& one) { return one.choices == app.choices; });
  }
  return std::any_of(lesson.task_references.begin(), lesson.task_references.end(),
                     [&](const auto& one) { return one.attempt == app.task.attempt; });
}

}  // namespace

std::string why_not_counted(const App& app) {
  const bool linked = came_with_link(app);
  if (!linked && !is_given_away(app)) return "";
  const std::string again = linked ? "." : ", or start this lesson again, under Help.";
  if (is_task(app)) {
    return (linked ? "This attempt came with the link. Change it, and reach the goal with your own"
                   : "The last hint gives this attempt away. Reach the goal in another way") +
           again;
  }
  const bool draws = !app.lesson.situation.empty();
  return (linked ? "These settings came with the link. Change at least one, and pass with your own"
                 : "The last hint gives these settings away. Pass with others") +
         (draws ? ", or in a new situation: the last step offers one." : again);
}

std::string uncounted_pass(const App& app) {
  const bool counted = is_task(app) ? app.task.reached[app.task.goal] : app.passed;
  const bool passes = is_task(app) ? app.task.pass : app.grade && app.grade->pass;
  return passes && !counted ? why_not_counted(app) : "";
}

void announce_uncounted(App& app) {
  const std::string why = uncounted_pass(app);
  if (!why.empty()) announce(app, "Not counted as passed. " + why);
}

void write_given(json::Writer& out, const App& app) {
  const Given& given = app.given;
  const auto situation = [&](std::string_view key, const std::optional<lesson::Situation>& one) {
    out.key(key);
    one ? out.text(lesson::situation_text(app.lesson, *one)) : out.null();
  };
  out.key("given").begin_object();
  situation("situation", given.situation);
  out.key("choices");
  given.choices ? out.text(lesson::choices_text(app.lesson, *given.choices)) : out.null();
  out.key("attempt").value(given.written);
  situation("told", given.told);
  out.end_object();
}

Given read_given(const lesson::Lesson& lesson, const Value* saved) {
  Given given;
  if (!saved) return given;
  given.situation = situation_at(lesson, *saved, "situation");
  given.told = situation_at(lesson, *saved, "told");
  if (const std::string* text = text_at(*saved, "choices")) {
    const auto choices = lesson::choices_from_text(lesson, *text);
    if (choices) given.choices = *choices;
  }
  const Value* attempt = saved->find("attempt");
  if (!attempt || lesson.task == lesson::Task::configure) return given;
  const Result<PutAttempt> read = read_attempt(lesson, *attempt);
  if (read) {
    given.attempt = read->attempt;
    given.written = read->written;
  }
  return given;
}

}  // namespace caplab::web
