// `caplab run`: plays a lesson once and tells what happened.
#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/lesson/grade.h"
#include "engine/lesson/load.h"
#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"
#include "engine/sim/profile.h"
#include "engine/sim/story.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/lesson_request.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

using lesson::Criterion;
using lesson::Harm;

constexpr std::string_view kHelp =
    R"(usage: caplab run LESSON [--choose CHOICE=OPTION ...] [options]

Plays the lesson's script once under the chosen settings and prints operations, faults and, for each
promise of safety, whether this run kept it. LESSON is an id (see caplab list) or a folder.

  --choose CHOICE=OPTION ...  settings; what is not named stays as the lesson begins
  --situation N               what the lesson draws, demands and prices, by number or by name, as in
                              demand:few (default 0: as the file says)
  --seed N                    the weather (default 1)
  --until T                   stop at this virtual time, such as 4.2s
  --trace                     the whole story: one event a line, without heartbeats
  --heartbeats                with --trace: heartbeats too
  --schedule N                instead of the script: schedule N of the search, see caplab grade; 0:
                              the order of the small case that breaks a promise, if one does
  --shrunk                    with --schedule: only what is needed to break its promise
  --latency P50,P99|PROFILE   between sites, instead of the lesson's: 40ms,90ms or lan, wan, ymmr,
                              2020:us-east-1/eu-west-1 and the other published profiles
  --step STEP ...             one more step of the script, as lesson.json has them (repeatable):
                              any fault, and any call
  --json                      one line of JSON
  --help                      this text

Exit code: 0 every promise kept, 1 one broken, 2 bad usage or malformed lesson, 3 undecided.

example: caplab run bank --choose withdraw=quorum show-balance=one --seed 7 --trace
example: caplab run bank --step '{"at": "2s", "crash": "r1"}'
)";

struct Told {
  const Criterion* criterion = nullptr;
  check::Answer answer = check::Answer::holds;
  Time at = kNever;
  std::string sentence;
};

struct Request {
  LessonRequest base;
  Time until = kNever;
  std::optional<int> schedule = {};  // none: the lesson's own script
  bool shrunk = false;
  std::vector<TimedCommand> steps = {};  // added to what is played
  std::optional<LegLatencies> latency = {};
  bool trace = false;
  bool heartbeats = false;
  bool json = false;
};

// What to play; a message where the schedule breaks nothing and so has no shrunk form.
Result<Scenario> scenario_for(const Request& request) {
  const lesson::Lesson& lesson = request.base.lesson;
  const lesson::Choices& choices = request.base.choices;
  const std::uint64_t seed = request.base.seed;
  if (!request.schedule) return lesson::scenario_for(lesson, choices, seed);
  const int number = *request.schedule;
  if (!request.shrunk && number > 0) {
    const lesson::Lesson own = lesson::settled(lesson, choices);
    return lesson::scenario_for(lesson, choices,
                                lesson::Search(own, own.system, seed).schedule(number));
  }
  const auto violation = lesson::violation_in(lesson, choices, seed, number);
  if (violation) return lesson::scenario_for(lesson, choices, violation->schedule);
  if (number == 0) {
    return Error{
        "--schedule: no order of a small case breaks a promise of safety, so there is none "
        "to play"};
  }
  return Error{"--shrunk: schedule " + std::to_string(number) +
               " breaks no promise of safety, so there is nothing to shrink"};
}

Result<std::vector<TimedCommand>> steps_of(const lesson::Lesson& lesson,
                                           const std::vector<std::string>& texts) {
  std::vector<TimedCommand> steps;
  for (const std::string& text : texts) {
    const Result<json::Value> parsed = json::parse(text, "--step");
    if (!parsed) return parsed.error();
    const Result<TimedCommand> step = lesson::step_of(lesson, *parsed);
    if (!step) return Error{"--step: " + step.error().message};
    steps.push_back(*step);
  }
  return steps;
}

// "40ms,90ms", or a profile's name.
Result<LegLatencies> latency_of(const std::string& word) {
  const std::size_t comma = word.find(',');
  const bool is_profile = word.find(':') != std::string::npos || comma == std::string::npos;
  if (is_profile) {
    Result<LegLatencies> profile = profile_named(word);
    if (profile) return profile;
    return Error{"--latency: " + profile.error().message};
  }
  const Result<Duration> p50 = parse_duration(word.substr(0, comma));
  const Result<Duration> p99 = parse_duration(word.substr(comma + 1));
  if (!p50 || !p99 || p50->us < 1 || *p99 < *p50) {
    return Error{"--latency is \"" + word + "\", must be two times such as 40ms,90ms or a profile"};
  }
  const FineLatency fine = refined(latency_from(*p50, *p99));
  return LegLatencies{{fine, fine, fine, fine}};
}

void add_steps(Scenario& scenario, const std::vector<TimedCommand>& steps) {
  scenario.script.insert(scenario.script.end(), steps.begin(), steps.end());
  std::stable_sort(scenario.script.begin(), scenario.script.end(),
                   [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
}

std::vector<Told> verdicts(const lesson::Lesson& lesson, const lesson::Run& run) {
  std::vector<Told> all;
  for (const Criterion& criterion : lesson.rubric) {
    if (criterion.side != lesson::Side::safety) continue;
    Told told{&criterion, lesson::examine(criterion, run), kNever, ""};
    if (told.answer == check::Answer::violated) {
      const std::optional<Harm> harm = lesson::find_harm(criterion, run);
      told.at = harm->at;
      told.sentence = text_of(lesson::tell_harm(lesson, criterion, run, *harm));
    }
    all.push_back(std::move(told));
  }
  return all;
}

bool is_told(const Event& event, const Request& request) {
  if (event.kind == EventKind::fault || event.kind == EventKind::returned) return true;
  if (!request.trace) return false;
  return request.heartbeats || !is_heartbeat(event);
}

std::string story_text(const lesson::Run& run, const Request& request) {
  std::string text;
  for (const Event& event : run.log.events) {
    if (is_told(event, request)) text += story_line(run.scenario.system, run.log, event) + "\n";
  }
  for (const Operation& op : run.log.operations) {
    if (op.returned != kNever) continue;
    text += "  under way  " + run.scenario.system.nodes[index(op.client)].name + ": " +
            call_text(run.scenario.system, op) + " #" + std::to_string(index(op.op)) + "\n";
  }
  return text;
}

std::string verdict_line(const lesson::Lesson& lesson, const Told& told) {
  const std::string name = say(lesson.prose, "criterion." + told.criterion->id);
  std::string line =
      told.criterion->id + ": " + std::string(check::name_of(told.answer)) + " (" + name + ")\n";
  if (told.at != kNever) line += "  " + seconds_text(told.at) + ": " + told.sentence + "\n";
  return line;
}

std::string text_of(const Request& request, const lesson::Run& run, const std::vector<Told>& all) {
  const lesson::Lesson& lesson = request.base.lesson;
  std::string text = say(lesson.prose, "title") + " (" + lesson.id + ")" + situation_words(lesson) +
                     ", seed " + std::to_string(request.base.seed);
  if (request.schedule) {
    text += ", schedule " + std::to_string(*request.schedule) + (request.shrunk ? ", shrunk" : "");
  }
  text += ": " + settings_text(lesson, request.base.choices) + "\n\n";
  text += story_text(run, request) + "\n";
  for (const Told& told : all) text += verdict_line(lesson, told);
  return text;
}

void write_choices(json::Writer& out, const LessonRequest& request) {
  out.key("choices").begin_object();
  for (std::size_t i = 0; i < request.choices.size(); ++i) {
    const lesson::Choice& choice = request.lesson.choices[i];
    out.key(choice.id).text(choice.options[request.choices[i]].id);
  }
  out.end_object();
}

// By ids, as the lesson's file has them; names are for people.
void write_operation(json::Writer& out, const lesson::Lesson& lesson, const Operation& op) {
  out.begin_object().key("op").integer(static_cast<std::int64_t>(index(op.op)));
  out.key("operation").text(lesson.operation_ids[op.operation]);
  out.key("client").text(lesson.node_ids[index(op.client)]);
  out.key("key").integer(static_cast<std::int64_t>(index(op.key)));
  out.key("level").text(name_of(op.level)).key("amount").integer(op.request.amount);
  out.key("called").integer(op.called.us).key("returned");
  if (op.returned == kNever) {
    out.null();
  } else {
    out.integer(op.returned.us);
  }
  out.key("ending").text(ending_text(op)).end_object();
}

void write_verdict(json::Writer& out, const Told& told) {
  out.begin_object().key("criterion").text(told.criterion->id);
  out.key("verdict").text(check::name_of(told.answer));
  if (told.at != kNever) out.key("time").integer(told.at.us).key("sentence").text(told.sentence);
  out.end_object();
}

std::string json_of(const Request& request, const lesson::Run& run, const std::vector<Told>& all) {
  const lesson::Lesson& lesson = request.base.lesson;
  const System& system = run.scenario.system;
  json::Writer out;
  out.begin_object().key("lesson").text(lesson.id);
  write_choices(out, request.base);
  out.key("seed").integer(static_cast<std::int64_t>(request.base.seed));
  out.key("schedule").integer(request.schedule.value_or(0)).key("until").integer(run.world.now.us);
  out.key("steps").integer(static_cast<std::int64_t>(run.world.steps));
  out.key("operations").begin_array();
  for (const Operation& op : run.log.operations) write_operation(out, lesson, op);
  out.end_array().key("faults").begin_array();
  for (const TimedCommand& fault : run.log.faults) {
    out.begin_object().key("time").integer(fault.at.us);
    out.key("text").text(fault_text(system, fault.command)).end_object();
  }
  out.end_array().key("verdicts").begin_array();
  for (const Told& told : all) write_verdict(out, told);
  out.end_array();
  if (request.trace) {
    out.key("events").begin_array();
    for (const Event& event : run.log.events) {
      if (is_told(event, request)) out.text(story_line(system, run.log, event));
    }
    out.end_array();
  }
  out.end_object();
  return out.str() + "\n";
}

int code_of(const std::vector<Told>& all) {
  const auto any = [&](check::Answer answer) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Told& told) { return told.answer == answer; });
  };
  if (any(check::Answer::violated)) return kFailed;
  return any(check::Answer::undecided) ? kUndecided : kDone;
}

int play_and_tell(const Request& request) {
  const Result<Scenario> scenario = scenario_for(request);
  if (!scenario) return usage_mistake("run", scenario.error().message);
  lesson::Run run{*scenario, {}, {}};
  add_steps(run.scenario, request.steps);
  if (request.latency) use_between_sites(run.scenario.system, *request.latency);
  run.scenario.end = std::min(run.scenario.end, request.until);
  play(run);
  // Choices may bring criteria and limits of their own.
  const lesson::Lesson own = lesson::settled(request.base.lesson, request.base.choices);
  const std::vector<Told> all = verdicts(own, run);
  print(request.json ? json_of(request, run, all) : text_of(request, run, all));
  return code_of(all);
}

}  // namespace

int run_command(Words words) {
  const Result<Arguments> arguments =
      parse_arguments(words, {kChoose,
                              kSituation,
                              kSeed,
                              {"--until", "a time"},
                              {"--trace", ""},
                              {"--heartbeats", ""},
                              {"--schedule", "a whole number"},
                              {"--shrunk", ""},
                              {"--latency", "two times or a profile"},
                              {"--step", "a step", true}});
  if (!arguments) return usage_mistake("run", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const Result<Time> until = time_option(*arguments, "--until", kNever);
  if (!until) return usage_mistake("run", until.error().message);
  const Result<std::int64_t> schedule =
      number_option(*arguments, "--schedule", 0, 0, kSchedulesMax);
  if (!schedule) return usage_mistake("run", schedule.error().message);
  const bool shrunk = arguments->has("--shrunk");
  if (shrunk && !arguments->has("--schedule"))
    return usage_mistake("run", "--shrunk needs --schedule");
  Request request{.base = read_lesson_request("run", *arguments),
                  .until = *until,
                  .shrunk = shrunk,
                  .trace = arguments->has("--trace"),
                  .heartbeats = arguments->has("--heartbeats"),
                  .json = arguments->has("--json")};
  if (request.base.code != kDone) return request.base.code;
  if (arguments->has("--schedule")) request.schedule = static_cast<int>(*schedule);
  if (arguments->has("--step")) {
    const auto steps = steps_of(request.base.lesson, arguments->options.find("--step")->second);
    if (!steps) return usage_mistake("run", steps.error().message);
    request.steps = *steps;
  }
  if (arguments->has("--latency")) {
    const Result<LegLatencies> latency = latency_of(arguments->value("--latency"));
    if (!latency) return usage_mistake("run", latency.error().message);
    request.latency = *latency;
  }
  return play_and_tell(request);
}

}  // namespace caplab
