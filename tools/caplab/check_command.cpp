// Each file by itself: read, check, print. A malformed file does not keep the others from being
// checked.
#include "tools/caplab/check_command.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "engine/base/json_writer.h"
#include "engine/check/tell.h"
#include "engine/history/reader.h"
#include "engine/history/words.h"
#include "tools/caplab/check_evidence.h"
#include "tools/caplab/check_options.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

using check::Answer;
using check::Verdict;
using history::History;
using history::Operation;

constexpr std::size_t kOperationsShownMax = 20;

constexpr std::string_view kHelpBegin = R"(usage: caplab check --consistency MODEL [options] FILE...
       caplab check --matrix

Checks recorded histories, each file by itself. A file is JSON Lines: one event a line, in the order
in which things happened:
  {"process":0,"type":"invoke","f":"write","key":"x","value":1,"time":12000}
  {"process":0,"type":"ok","f":"write","key":"x","value":1,"time":15400}
type is invoke, ok, fail (did not happen) or info (unknown: it may take effect at any later time, or
never). key may be left out; time (microseconds) may be left out on every line. Intervals are
closed: operations whose times touch are concurrent. A withdraw or a cas that was answered with a
truthful "no" has "declined":true on its ok line.

  --consistency MODEL   one of these, or all of them that are defined for the object:
)";

constexpr std::string_view kHelpEnd = R"(
  --matrix              print which model is defined for which object, and nothing else
  --object TYPE         register (default): read write cas
                        kv: get put append         counter: add read
                        set: add remove read       log: append read
                        account: balance deposit withdraw
  --initial JSON        what each object holds at first (default null); an array for set and log
  --failed-cas MEANING  mismatch (default): a cas that failed found another value
                        absent: it tells nothing
  --null-read MEANING   match (default): a read of null found no value; any: it tells nothing
  --versions N          bounded-staleness: a read may miss the newest N versions
  --within MICROSECONDS bounded-staleness: a read may miss what was acknowledged this recently
  --budget STEPS        steps before a history is left undecided (default 20000000)
  --format FORMAT       jsonl (default), as above
                        jepsen: {:process 0, :type :invoke, :f :cas, :value [2 3]}, one a line,
                        or log lines, INFO  jepsen.util - 4 :invoke :read nil; what nemeses and
                        others log is passed over; the order of the lines counts, and :time
                        (nanoseconds) only for --within
                        porcupine: {:process 9, :type :invoke, :f :get, :key "0", :value nil};
                        --object is kv and --initial "" if nothing else is said
  --independent         jepsen: values are [key value]
  --json                one line of JSON a file
  --help                this text

Exit code: 0 all hold, 1 one is violated, 2 one is malformed, 3 one is undecided; the worst of
several files is 2, then 1, then 3.

example: caplab check --consistency linearizable --object account --initial 100 history.jsonl
)";

constexpr std::size_t kNameWidth = 23;

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width - std::min(width, text.size()), ' ');
}

std::string help_text() {
  std::string text(kHelpBegin);
  for (const check::Model& model : check::models()) {
    text += "      " + padded(model.name, kNameWidth) + std::string(model.meaning) + "\n";
  }
  return text + std::string(kHelpEnd);
}

// A table: one line a model, one column a type of object.
std::string matrix_text() {
  std::string text = std::string(kNameWidth - 1, ' ');
  for (const std::string_view object : history::object_type_names()) {
    text += " " + std::string(object);
  }
  for (const check::Model& model : check::models()) {
    text += "\n" + padded(model.name, kNameWidth - 1);
    for (const std::string_view object : history::object_type_names()) {
      const bool defined = check::is_defined(model, *history::find_object_type(object));
      text += std::string(object.size(), ' ') + (defined ? "x" : "-");
    }
  }
  return text + "\n";
}

// One line a model: {"consistency":"linearizable","objects":["register",…]}
std::string matrix_json() {
  std::string text;
  for (const check::Model& model : check::models()) {
    json::Writer out;
    out.begin_object().key("consistency").text(model.name).key("objects").begin_array();
    for (const history::ObjectType object : model.objects) out.text(name_of(object));
    text += out.end_array().end_object().str() + "\n";
  }
  return text;
}

// The history's words may grow by those of --initial.
check::Options options_for(const CheckRequest& request, History& history) {
  check::Options options = request.options;
  history::Words words(history.words);
  for (const json::Value& item : request.initial.items) {
    options.initial_values.push_back(words.number_of(item));
  }
  if (history::is_scalar(request.initial)) options.initial = words.number_of(request.initial);
  return options;
}

std::string lines_text(const Operation& op) {
  const std::string called = std::to_string(op.line_called);
  if (op.line_returned == 0) return "line " + called;
  return "lines " + called + ", " + std::to_string(op.line_returned);
}

std::string operations_text(const History& history, const Verdict& verdict) {
  std::string text;
  const std::size_t shown = std::min(verdict.operations.size(), kOperationsShownMax);
  for (std::size_t i = 0; i < shown; ++i) {
    const Operation& op = history.operations[verdict.operations[i]];
    text += "    " + lines_text(op) + ": process " + std::to_string(op.process) + ": " +
            operation_text(history, op) + "\n";
  }
  const std::size_t more = verdict.operations.size() - shown;
  return more == 0 ? text : text + "    and " + std::to_string(more) + " more\n";
}

std::string text_of(const std::string& file, const check::Model& model, const History& history,
                    const check::Options& options, const Verdict& verdict) {
  std::string text = file + ": " + std::string(model.name) + ": " +
                     std::string(name_of(verdict.answer)) + "\n  " + verdict.why + "\n" +
                     operations_text(history, verdict);
  const std::vector<std::string> steps = check::tell(history, options, verdict);
  if (!steps.empty()) text += "  Step by step:\n";
  for (const std::string& step : steps) text += "  - " + step + "\n";
  return text;
}

std::string json_of(const std::string& file, const check::Model& model, const History& history,
                    const Verdict& verdict, std::int64_t micros) {
  json::Writer out;
  out.begin_object().key("file").text(file).key("consistency").text(model.name);
  out.key("verdict").text(name_of(verdict.answer)).key("why").text(verdict.why);
  write_lines(history, verdict.operations, out.key("operations"));
  out.key("work").integer(verdict.work).key("micros").integer(micros);
  write_evidence(history, verdict, out);
  return out.end_object().str() + "\n";
}

int code_of(Answer answer) {
  switch (answer) {
    case Answer::holds: return kDone;
    case Answer::violated: return kFailed;
    case Answer::undecided: return kUndecided;
  }
  return kDone;
}

int worse(int a, int b) {
  constexpr std::array kWorstFirst{kBadInput, kFailed, kUndecided, kDone};
  return *std::find_if(kWorstFirst.begin(), kWorstFirst.end(),
                       [a, b](int code) { return code == a || code == b; });
}

int check_history(const History& history, const std::string& file, const check::Model& model,
                  const check::Options& options, bool as_json) {
  const auto begin = std::chrono::steady_clock::now();
  const Verdict verdict = check::decide(model, history, options);
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  print(as_json ? json_of(file, model, history, verdict, micros.count())
                : text_of(file, model, history, options, verdict));
  return code_of(verdict.answer);
}

int check_text(const std::string& text, const std::string& file, const CheckRequest& request) {
  Result<History> history = history::read_history(text, file, request.source);
  if (!history) {
    complain(history.error().message);
    return kBadInput;
  }
  const bool untimed = !history->timed && !history->operations.empty();
  if (request.options.staleness_max && untimed) {
    complain(file + ":1:1: /: has no times, must have them on every line for --within");
    return kBadInput;
  }
  const check::Options options = options_for(request, history.value());
  int code = kDone;
  for (const check::Model* model : request.models) {
    code = worse(code, check_history(*history, file, *model, options, request.json));
  }
  return code;
}

int check_file(const std::string& file, const CheckRequest& request) {
  const std::optional<std::string> text = read_file(file);
  if (text) return check_text(*text, file, request);
  complain(file + ": cannot be read, must be the name of a readable file");
  return kBadInput;
}

}  // namespace

int check_command(std::span<const std::string> arguments) {
  const Result<CheckRequest> request = parse_check_arguments(arguments);
  if (!request) return usage_mistake("check", request.error().message);
  if (request->help) {
    print(help_text());
    return kDone;
  }
  if (request->matrix) {
    print(request->json ? matrix_json() : matrix_text());
    return kDone;
  }
  int code = kDone;
  for (const std::string& file : request->files) code = worse(code, check_file(file, *request));
  return code;
}

}  // namespace caplab
