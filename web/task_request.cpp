// Loads the lesson anew for each question: that takes a moment, and nothing can be out of date.
#include "web/task_request.h"

#include "engine/base/json_reader.h"
#include "engine/base/json_writer.h"
#include "engine/lesson/load.h"
#include "engine/lesson/task_json.h"

namespace caplab::web {
namespace {

// A request holds two whole files as texts, in which every character may be escaped.
constexpr json::Limits kLimits{.bytes_max = 8'000'000, .depth_max = 16};
constexpr std::size_t kTextMax = 2'000'000;
constexpr std::int64_t kSeedMax = INT64_MAX;

using json::Value;
using lesson::Lesson;
using lesson::Task;

struct Question {
  std::string lesson;
  std::string prose;
  std::uint64_t seed = 1;
};

Question read_question(const json::Reader& request) {
  const json::Fields fields =
      request.object({"lesson", "prose", "seed"}, {"attempt", "experiment", "recorded"});
  return {.lesson = fields["lesson"].text({0, kTextMax}),
          .prose = fields["prose"].text({0, kTextMax}),
          .seed = static_cast<std::uint64_t>(fields["seed"].integer({0, kSeedMax}))};
}

Result<std::string> judged(const Lesson& lesson, const Value& written, std::uint64_t seed) {
  json::Writer text;
  text.value(written);
  const Result<lesson::Attempt> attempt = lesson::attempt_of(lesson, text.str());
  if (!attempt) return attempt.error();
  return lesson::judge(lesson, *attempt, seed).json;
}

Result<std::string> observed(const Lesson& lesson, const std::string& id, std::uint64_t seed) {
  const auto& experiments = lesson.diagnosis.experiments;
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    if (experiments[i].id == id) return lesson::observation_json(lesson, i, seed);
  }
  return Error{"there is no experiment " + json::excerpt(id)};
}

Result<std::string> answer(const Lesson& lesson, const Value& request, std::uint64_t seed) {
  if (lesson.task == Task::configure) return Error{"the lesson has no such task"};
  if (const Value* attempt = request.find("attempt")) return judged(lesson, *attempt, seed);
  if (const Value* id = request.find("experiment")) return observed(lesson, id->text, seed);
  if (lesson.task == Task::construct) return lesson::recorded_json(lesson);
  return Error{"only where a history is to be edited, one is recorded"};
}

Result<std::string> answer_to(std::string_view text) {
  json::Report report{.file = "request", .findings = {}};
  const std::optional<Value> value = json::parse(text, report, kLimits);
  if (!value) return report.error();
  const Question question = read_question({*value, report});
  if (!report.ok()) return report.error();
  const lesson::Loaded loaded =
      lesson::load_lesson({question.lesson, "lesson.json", question.prose, "en.md"});
  if (!loaded.errors.empty()) return Error{loaded.errors.front()};
  return answer(loaded.lesson, *value, question.seed);
}

}  // namespace

std::string task_answer(std::string_view request) {
  const Result<std::string> answer = answer_to(request);
  if (answer) return *answer;
  json::Writer out;
  out.begin_object().key("error").text(answer.error().message).end_object();
  return out.str();
}

}  // namespace caplab::web
