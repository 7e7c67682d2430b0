// What the words after each option mean; the first mistake ends the reading.
#include "tools/caplab/check_options.h"

#include <optional>
#include <string_view>

#include "engine/base/nearest.h"
#include "engine/base/text.h"
#include "engine/history/words.h"
#include "tools/caplab/arguments.h"

namespace caplab {
namespace {

using history::ObjectType;

constexpr std::int64_t kBudgetMax = std::int64_t{1} << 53;
constexpr std::int64_t kLimitMax = std::int64_t{1} << 53;

using Mistake = std::optional<Error>;
using Names = std::vector<std::string_view>;

std::string listed(const Names& names) {
  return (names.size() > 1 ? "one of " : "") + join({names.begin(), names.end()}, ", ");
}

Error not_among(std::string_view option, std::string_view word, const Names& names) {
  const std::string_view meant = nearest(word, names);
  return Error{std::string(option) + " is " + json::excerpt(word) +
               (meant.empty() ? "" : " (did you mean " + std::string(meant) + "?)") + ", must be " +
               listed(names)};
}

bool has_limit(const check::Options& options) {
  return options.versions_max.has_value() || options.staleness_max.has_value();
}

Names object_names(const check::Model& model) {
  Names names;
  for (const ObjectType object : model.objects) names.push_back(name_of(object));
  return names;
}

// Whether the model can be asked about the object; bounded staleness only with a bound.
Mistake check_model(const check::Model& model, const check::Options& options) {
  if (!check::is_defined(model, options.object)) {
    return Error{std::string(model.name) + " is not defined for --object " +
                 std::string(name_of(options.object)) + ", must be " + listed(object_names(model))};
  }
  if (limits_staleness(model) && !has_limit(options)) {
    return Error{std::string(model.name) +
                 " has no bound, must have --versions N or --within MICROSECONDS"};
  }
  if (!limits_staleness(model) && has_limit(options)) {
    return Error{
        "--versions and --within bound nothing here, must stand with --consistency "
        "bounded-staleness"};
  }
  return std::nullopt;
}

void take_all(CheckRequest& request) {
  for (const check::Model& model : check::models()) {
    const bool bound = !limits_staleness(model) || has_limit(request.options);
    const bool defined = check::is_defined(model, request.options.object);
    if (bound && defined) request.models.push_back(&model);
  }
}

Mistake read_models(const Arguments& arguments, CheckRequest& request) {
  Names names = check::model_names();
  names.push_back("all");
  if (!arguments.has("--consistency"))
    return Error{"there is no --consistency, must be " + listed(names)};
  const std::string& word = arguments.value("--consistency");
  if (word == "all") {
    take_all(request);
    return std::nullopt;
  }
  request.models = {check::find_model(word)};
  if (request.models.front() == nullptr) return not_among("--consistency", word, names);
  return check_model(*request.models.front(), request.options);
}

Mistake read_limits(const Arguments& arguments, CheckRequest& request) {
  const auto read = [&](std::string_view option, std::optional<std::int64_t>& limit) -> Mistake {
    if (!arguments.has(option)) return std::nullopt;
    const Result<std::int64_t> number = number_option(arguments, option, 0, 0, kLimitMax);
    if (!number) return number.error();
    limit = *number;
    return std::nullopt;
  };
  if (Mistake mistake = read("--versions", request.options.versions_max)) return mistake;
  Mistake mistake = read("--within", request.options.staleness_max);
  request.source.times = request.options.staleness_max.has_value();
  return mistake;
}

// Porcupine's histories are of texts that are empty at first.
Mistake read_format(const Arguments& arguments, CheckRequest& request) {
  if (arguments.has("--format")) {
    const std::string& word = arguments.value("--format");
    const std::optional<history::Format> format = history::find_format(word);
    if (!format) return not_among("--format", word, history::format_names());
    request.source.format = *format;
  }
  request.source.independent = arguments.has("--independent");
  if (request.source.independent && request.source.format != history::Format::jepsen) {
    return Error{"--independent is about Jepsen's keys, must stand with --format jepsen"};
  }
  if (request.source.format != history::Format::porcupine) return std::nullopt;
  request.options.object = ObjectType::kv;
  request.initial.kind = json::Kind::text;
  return std::nullopt;
}

Mistake read_object(const Arguments& arguments, CheckRequest& request) {
  if (arguments.has("--object")) {
    const std::string& word = arguments.value("--object");
    const std::optional<ObjectType> type = history::find_object_type(word);
    if (!type) return not_among("--object", word, history::object_type_names());
    request.options.object = *type;
  }
  // What a format starts with is a text.
  if (request.options.object != ObjectType::kv) request.initial = {};
  request.source.object = request.options.object;
  return std::nullopt;
}

// Of two words: true is the second one.
Result<bool> read_choice(const Arguments& arguments, std::string_view option,
                         std::string_view first, std::string_view second) {
  if (!arguments.has(option)) return false;
  const std::string& word = arguments.value(option);
  if (word != first && word != second) return not_among(option, word, {first, second});
  return word == second;
}

Mistake read_meanings(const Arguments& arguments, CheckRequest& request) {
  const Result<bool> absent = read_choice(arguments, "--failed-cas", "mismatch", "absent");
  if (!absent) return absent.error();
  const Result<bool> any = read_choice(arguments, "--null-read", "match", "any");
  if (!any) return any.error();
  if (*absent) request.options.failed_cas = check::FailedCas::absent;
  if (*any) request.options.null_read = check::NullRead::any;
  return std::nullopt;
}

Mistake read_budget(const Arguments& arguments, CheckRequest& request) {
  const std::int64_t usual = request.options.steps_max;
  const Result<std::int64_t> steps = number_option(arguments, "--budget", usual, 1, kBudgetMax);
  if (!steps) return steps.error();
  request.options.steps_max = *steps;
  return std::nullopt;
}

bool is_scalar_or(json::Kind kind, const json::Value& value) {
  return value.kind == json::Kind::null || value.kind == kind;
}

// Whether an object of the type can start with that value.
Mistake check_initial(const CheckRequest& request) {
  const json::Value& initial = request.initial;
  const auto must = [&](bool good, const std::string& allowed) -> Mistake {
    if (good) return std::nullopt;
    return Error{"--initial must be " + allowed + " for --object " +
                 std::string(name_of(request.options.object))};
  };
  switch (request.options.object) {
    case ObjectType::reg: return must(history::is_scalar(initial), "a scalar");
    case ObjectType::kv: return must(is_scalar_or(json::Kind::text, initial), "text or null");
    case ObjectType::counter:
    case ObjectType::account:
      return must(is_scalar_or(json::Kind::integer, initial), "a whole number or null");
    case ObjectType::set:
    case ObjectType::log: {
      bool good = is_scalar_or(json::Kind::array, initial);
      for (const json::Value& item : initial.items) good = good && history::is_scalar(item);
      return must(good, "an array of scalars or null");
    }
  }
  return std::nullopt;
}

Mistake read_initial(const Arguments& arguments, CheckRequest& request) {
  if (!arguments.has("--initial")) return std::nullopt;
  const Result<json::Value> value = json::parse(arguments.value("--initial"), "--initial");
  if (!value) return value.error();
  request.initial = *value;
  return check_initial(request);
}

Mistake read_files(const Arguments& arguments, CheckRequest& request) {
  request.files = arguments.words;
  if (!request.files.empty()) return std::nullopt;
  return Error{"there is no FILE, must be one or more histories"};
}

}  // namespace

Result<CheckRequest> parse_check_arguments(std::span<const std::string> words) {
  const Result<Arguments> arguments = parse_arguments(words, {{"--consistency", "a model"},
                                                              {"--object", "a type of object"},
                                                              {"--initial", "a JSON value"},
                                                              {"--failed-cas", "a meaning"},
                                                              {"--null-read", "a meaning"},
                                                              {"--budget", "a number of steps"},
                                                              {"--versions", "a number"},
                                                              {"--within", "microseconds"},
                                                              {"--format", "a format"},
                                                              {"--independent", ""},
                                                              {"--matrix", ""}});
  if (!arguments) return arguments.error();
  CheckRequest request;
  request.help = arguments->has("--help");
  request.json = arguments->has("--json");
  request.matrix = arguments->has("--matrix");
  if (request.help || request.matrix) return request;
  for (const auto read : {read_format, read_object, read_limits, read_models, read_meanings,
                          read_budget, read_initial, read_files}) {
    if (const Mistake mistake = read(*arguments, request)) return *mistake;
  }
  return request;
}

}  // namespace caplab
