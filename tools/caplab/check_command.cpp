// Each file by itself: read, check, print. A malformed file does not keep the others from being
// checked.
#include "tools/caplab/check_command.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "engine/base/json_writer.h"
#include "engine/history/reader.h"
#include "engine/history/words.h"
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

constexpr std::string_view kHelp = R"(usage: caplab check --consistency MODEL [options] FILE...

Checks recorded histories, each file by itself. A file is JSON Lines: one event a line, in the order
in which things happened:
  {"process":0,"type":"invoke","f":"write","key":"x","value":1,"time":12000}
  {"process":0,"type":"ok","f":"write","key":"x","value":1,"time":15400}
type is invoke, ok, fail (did not happen) or info (unknown: it may take effect at any later time, or
never). key may be left out; time (microseconds) may be left out on every line. Intervals are
closed: operations whose times touch are concurrent. A withdraw or a cas that was answered with a
truthful "no" has "declined":true on its ok line.

  --consistency MODEL   linearizable: one order for all that respects real time
  --object TYPE         register (default): read write cas
                        kv: get put append         counter: add read
                        set: add remove read       log: append read
                        account: balance deposit withdraw
  --initial JSON        what each object holds at first (default null); an array for set and log
  --failed-cas MEANING  mismatch (default): a cas that failed found another value
                        absent: it tells nothing
  --null-read MEANING   match (default): a read of null found no value; any: it tells nothing
  --budget STEPS        steps before a history is left undecided (default 20000000)
  --json                one line of JSON a file
  --help                this text

Exit code: 0 all hold, 1 one is violated, 2 one is malformed, 3 one is undecided; the worst of
several files is 2, then 1, then 3.

example: caplab check --consistency linearizable --object account --initial 100 history.jsonl
)";

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

std::string text_of(const std::string& file, const CheckRequest& request, const History& history,
                    const Verdict& verdict) {
  std::string text = file + ": " + std::string(request.model->name) + ": " +
                     std::string(name_of(verdict.answer)) + "\n  " + verdict.why + "\n";
  const std::size_t shown = std::min(verdict.operations.size(), kOperationsShownMax);
  for (std::size_t i = 0; i < shown; ++i) {
    const Operation& op = history.operations[verdict.operations[i]];
    text += "    " + lines_text(op) + ": process " + std::to_string(op.process) + ": " +
            operation_text(history, op) + "\n";
  }
  const std::size_t more = verdict.operations.size() - shown;
  return more == 0 ? text : text + "    and " + std::to_string(more) + " more\n";
}

std::string json_of(const std::string& file, const CheckRequest& request, const History& history,
                    const Verdict& verdict, std::int64_t micros) {
  json::Writer out;
  out.begin_object().key("file").text(file).key("consistency").text(request.model->name);
  out.key("verdict").text(name_of(verdict.answer)).key("why").text(verdict.why);
  out.key("operations").begin_array();
  for (const std::size_t position : verdict.operations) {
    out.integer(history.operations[position].line_called);
  }
  out.end_array().key("work").integer(verdict.work).key("micros").integer(micros).end_object();
  return out.str() + "\n";
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

int check_text(const std::string& text, const std::string& file, const CheckRequest& request) {
  Result<History> history = history::read_history(text, file, request.options.object);
  if (!history) {
    complain(history.error().message);
    return kBadInput;
  }
  const check::Options options = options_for(request, history.value());
  const auto begin = std::chrono::steady_clock::now();
  const Verdict verdict = request.model->check(*history, options);
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  print(request.json ? json_of(file, request, *history, verdict, micros.count())
                     : text_of(file, request, *history, verdict));
  return code_of(verdict.answer);
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
    print(kHelp);
    return kDone;
  }
  int code = kDone;
  for (const std::string& file : request->files) code = worse(code, check_file(file, *request));
  return code;
}

}  // namespace caplab
