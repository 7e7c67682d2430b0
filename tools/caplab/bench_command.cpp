// `caplab bench`: how fast things are on this machine. The one command that looks at a clock.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "engine/base/ensure.h"
#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/sim/pbs.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/bench_check.h"
#include "tools/caplab/bench_lesson.h"
#include "tools/caplab/bench_protocol.h"
#include "tools/caplab/bench_time.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

constexpr std::string_view kHelp = R"(usage: caplab bench [LESSON ...] [--json]

Measures on this machine, one core: simulated events, by lesson and by protocol, grading, checking,
copying a world. Every figure is the best of several. Takes a few seconds a lesson, all of them if
none is named, and half a minute for the rest; nothing else should be running.

  --json   one line of JSON a figure
  --help   this text

Exit code: 0 done, 2 bad usage or a malformed lesson.

example: caplab bench bank --json
)";

#ifdef __EMSCRIPTEN__
constexpr std::string_view kBuild = "wasm";
#else
constexpr std::string_view kBuild = "native";
#endif

// Large figures whole, small ones to the thousandth.
bool is_large(double value) { return value >= 1000; }

std::string json_of(const BenchRow& row) {
  json::Writer out;
  out.begin_object().key("name").text(row.name).key("value");
  if (is_large(row.value)) {
    out.integer(static_cast<std::int64_t>(row.value));
  } else {
    out.decimal(static_cast<std::int64_t>(row.value * 1000 + 0.5), 3);
  }
  out.key("unit").text(row.unit).key("build").text(kBuild).end_object();
  return out.str() + "\n";
}

std::string line_of(const BenchRow& row) {
  char line[160];
  std::snprintf(line, sizeof line, "%-32s %14.*f %s\n", row.name.c_str(),
                is_large(row.value) ? 0 : 3, row.value, row.unit.c_str());
  return line;
}

BenchRow bench_pbs() {
  pbs::Config config;
  config.trials = 200'000;
  const double seconds = seconds_taken([&config] { ENSURE(pbs::measure(config).ok()); });
  return {"pbs.trials", static_cast<double>(config.trials) / seconds, "trials/s"};
}

void report(const std::vector<BenchRow>& rows, bool as_json) {
  for (const BenchRow& row : rows) print(as_json ? json_of(row) : line_of(row));
  std::fflush(stdout);
}

// Those that are named, or all.
int bench_lessons(const std::vector<std::string>& named, bool as_json) {
  const std::optional<std::filesystem::path> lessons = find_lessons_folder();
  if (!lessons) return usage_mistake("bench", "there is no folder lessons here or above");
  const std::vector<std::string> all = lesson_ids(*lessons);
  for (const std::string& id : named) {
    if (std::find(all.begin(), all.end(), id) != all.end()) continue;
    return usage_mistake("bench",
                         json::excerpt(id) + " is no lesson, must be one of " + join(all, ", "));
  }
  for (const std::string& id : named.empty() ? all : named) {
    const std::optional<lesson::Lesson> lesson = load_lesson_or_complain(*lessons / id);
    if (!lesson) return kBadInput;
    if (lesson->task != lesson::Task::configure) continue;  // has no workload
    report(bench_lesson(*lesson), as_json);
  }
  return kDone;
}

}  // namespace

int bench_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {});
  if (!arguments) return usage_mistake("bench", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const bool as_json = arguments->has("--json");
  const int code = bench_lessons(arguments->words, as_json);
  if (code != kDone) return code;
  report(bench_protocols(), as_json);
  report(bench_check(), as_json);
  report({bench_pbs()}, as_json);
  return code;
}

}  // namespace caplab
