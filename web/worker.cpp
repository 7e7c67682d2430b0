// What the page's background worker calls in its own instance of the engine: grade one choice of
// settings in slices, measure the letters of a named system, check a recorded history, or judge an
// attempt at another task. It draws nothing and knows nothing of the page.
#include <optional>
#include <string>
#include <utility>

#include "engine/base/json_reader.h"
#include "engine/base/json_writer.h"
#include "engine/lesson/grade.h"
#include "engine/lesson/load.h"
#include "engine/lesson/pacelc.h"
#include "web/check_all.h"
#include "web/task_request.h"

namespace caplab::web {
namespace {

// A request holds two whole files as texts, in which every character may be escaped.
constexpr json::Limits kRequestLimits{.bytes_max = 8'000'000, .depth_max = 4};
constexpr std::size_t kTextMax = 2'000'000;
constexpr std::int64_t kSeedMax = INT64_MAX;

struct Request {
  std::string lesson;
  std::string prose;
  std::string choices;  // as choices_from_text reads them
  std::int64_t seed = 1;
  std::string situation = {};  // as situation_from_text reads it
};

struct Job {
  lesson::Lesson lesson;
  lesson::Grading grading;
};

// The one job of this worker, and the text that it last handed out.
struct Worker {
  std::optional<Job> job;
  std::string answer;
};

Worker& worker() {
  static Worker the_worker;
  return the_worker;
}

const char* hand_out(std::string text) {
  worker().answer = std::move(text);
  return worker().answer.c_str();
}

Request read_request(json::Reader request) {
  const json::Fields fields = request.object({"lesson", "prose", "choices", "seed"}, {"situation"});
  return {.lesson = fields["lesson"].text({0, kTextMax}),
          .prose = fields["prose"].text({0, kTextMax}),
          .choices = fields["choices"].text({0, 1'000}),
          .seed = fields["seed"].integer({0, kSeedMax}),
          .situation = fields["situation"].text({0, 1'000})};
}

// Sets the job up; says what is wrong if it cannot.
std::string start(std::string_view text) {
  worker().job.reset();
  json::Report report;
  report.file = "request";
  const std::optional<json::Value> value = json::parse(text, report, kRequestLimits);
  if (!value) return report.error().message;
  const Request request = read_request({*value, report});
  if (!report.ok()) return report.error().message;

  lesson::Loaded loaded =
      lesson::load_lesson({request.lesson, "lesson.json", request.prose, "en.md"});
  if (!loaded.errors.empty()) return loaded.errors.front();
  const Result<lesson::Situation> situation =
      lesson::situation_from_text(loaded.lesson, request.situation);
  if (!situation.ok()) return situation.error().message;
  loaded.lesson = lesson::in_situation(loaded.lesson, *situation);
  const Result<lesson::Choices> choices = lesson::choices_from_text(loaded.lesson, request.choices);
  if (!choices.ok()) return choices.error().message;

  lesson::Grading::Options options;
  options.seed = static_cast<std::uint64_t>(request.seed);
  worker().job = Job{loaded.lesson, lesson::Grading(loaded.lesson, choices.value(), options)};
  return "";
}

std::string progress_of(const lesson::Grading& grading) {
  json::Writer out;
  out.begin_object();
  out.key("done").integer(grading.runs_done());
  out.key("due").integer(grading.runs_due());
  out.end_object();
  return out.str();
}

constexpr int kLetterRuns = 12;  // of each kind, as `caplab systems` does without --runs

struct LettersRequest {
  std::string systems;
  std::string id;
};

LettersRequest read_letters_request(json::Reader request) {
  const json::Fields fields = request.object({"systems", "id"});
  return {fields["systems"].text({0, kTextMax}), fields["id"].id()};
}

void write_letters(json::Writer& out, const lesson::NamedSystem& system) {
  out.begin_array();
  for (const lesson::Configuration& configuration : system.configurations) {
    const lesson::Letters letters = lesson::measure_letters(system, configuration, kLetterRuns);
    out.begin_object().key("id").text(configuration.id).key("letters").text(text_of(letters));
    out.key("runs").integer(letters.runs).key("cut_violated").integer(letters.cut_violated);
    out.key("whole_violated").integer(letters.whole_violated);
    out.key("undecided").integer(letters.undecided).end_object();
  }
  out.end_array();
}

// A list, one item a configuration; a text where something is wrong.
std::string measured(std::string_view text) {
  json::Writer out;
  json::Report report;
  report.file = "request";
  const std::optional<json::Value> value = json::parse(text, report, kRequestLimits);
  if (!value) return out.text(report.error().message).str();
  const LettersRequest request = read_letters_request({*value, report});
  if (!report.ok()) return out.text(report.error().message).str();
  report.file = "systems.json";
  for (const lesson::NamedSystem& system : lesson::load_systems(request.systems, report)) {
    if (!report.ok() || system.id != request.id) continue;
    write_letters(out, system);
    return out.str();
  }
  return out.text(report.ok() ? "There is no such system." : report.error().message).str();
}

}  // namespace
}  // namespace caplab::web

using caplab::web::hand_out;
using caplab::web::worker;

#define EXPORTED extern "C" __attribute__((used))

// Takes {"lesson", "prose", "choices", "seed"} and perhaps "situation" as JSON; gives "" or one
// sentence on what is wrong.
EXPORTED const char* caplab_grade_start(const char* request) {
  return hand_out(caplab::web::start(request));
}

// Does at most so many runs; 1 when all is done, or when there is nothing to do.
EXPORTED int caplab_grade_advance(int runs) {
  return !worker().job || worker().job->grading.advance(runs) ? 1 : 0;
}

// {"done", "due"} in runs.
EXPORTED const char* caplab_grade_progress() {
  return hand_out(worker().job ? caplab::web::progress_of(worker().job->grading) : "{}");
}

// The grade as `caplab grade --json` prints it. REQUIRES: advance returned 1.
EXPORTED const char* caplab_grade_result() {
  if (!worker().job) return hand_out("null");
  const caplab::web::Job& job = *worker().job;
  return hand_out(caplab::lesson::grade_json(job.lesson, job.grading.grade()));
}

// Takes {"systems", "id"} as JSON; gives the measured letters of each of the system's
// configurations, or a JSON text on what is wrong.
EXPORTED const char* caplab_letters(const char* request) {
  return hand_out(caplab::web::measured(request));
}

// What an attempt at a task comes to, or what must be known before one; see task_request.h.
EXPORTED const char* caplab_task(const char* request) {
  return hand_out(caplab::web::task_answer(request));
}

// A history, judged by every model; see check_all.h.
EXPORTED const char* caplab_check_all(const char* request) {
  return hand_out(caplab::web::check_all(request));
}
