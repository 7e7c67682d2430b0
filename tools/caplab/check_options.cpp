// One function an option; the first mistake ends the reading.
#include "tools/caplab/check_options.h"

#include <array>
#include <optional>
#include <string_view>

#include "engine/base/nearest.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/history/words.h"

namespace caplab {
namespace {

using history::ObjectType;
using Mistake = std::optional<Error>;
using Words = std::vector<std::string_view>;

std::string listed(const Words& words) {
  std::vector<std::string> quoted;
  for (const std::string_view word : words) quoted.push_back(json::excerpt(word));
  return join(quoted, ", ");
}

Error not_among(std::string_view option, std::string_view word, const Words& words) {
  const std::string_view meant = nearest(word, words);
  return Error{std::string(option) + " is " + json::excerpt(word) +
               (meant.empty() ? "" : " (did you mean " + json::excerpt(meant) + "?)") +
               ", must be " + (words.size() > 1 ? "one of " : "") + listed(words)};
}

Mistake read_model(const std::string& word, CheckRequest& request) {
  request.model = check::find_model(word);
  if (request.model != nullptr) return std::nullopt;
  return not_among("--consistency", word, check::model_names());
}

Mistake read_object(const std::string& word, CheckRequest& request) {
  const std::optional<ObjectType> type = history::find_object_type(word);
  if (!type) return not_among("--object", word, history::object_type_names());
  request.options.object = *type;
  return std::nullopt;
}

Mistake read_failed_cas(const std::string& word, CheckRequest& request) {
  const Words words{"mismatch", "absent"};
  if (nearest(word, words) != word) return not_among("--failed-cas", word, words);
  request.options.failed_cas =
      word == words[0] ? check::FailedCas::mismatch : check::FailedCas::absent;
  return std::nullopt;
}

Mistake read_null_read(const std::string& word, CheckRequest& request) {
  const Words words{"match", "any"};
  if (nearest(word, words) != word) return not_among("--null-read", word, words);
  request.options.null_read = word == words[0] ? check::NullRead::match : check::NullRead::any;
  return std::nullopt;
}

Mistake read_budget(const std::string& word, CheckRequest& request) {
  const Result<std::int64_t> steps = parse_integer(word);
  if (!steps || *steps < 1) {
    return Error{"--budget is " + json::excerpt(word) + ", must be a whole number of at least 1"};
  }
  request.options.steps_max = *steps;
  return std::nullopt;
}

Mistake read_initial(const std::string& word, CheckRequest& request) {
  const Result<json::Value> value = json::parse(word, "--initial");
  if (!value) return value.error();
  request.initial = *value;
  return std::nullopt;
}

struct Option {
  std::string_view name;
  std::string_view value;  // what it wants, for the message where it is missing
  Mistake (*read)(const std::string&, CheckRequest&);
};

constexpr std::array kOptions{
    Option{"--consistency", "a model", read_model},
    Option{"--object", "a type of object", read_object},
    Option{"--initial", "a JSON value", read_initial},
    Option{"--failed-cas", "mismatch or absent", read_failed_cas},
    Option{"--null-read", "match or any", read_null_read},
    Option{"--budget", "a number of steps", read_budget},
};

Error unknown_option(const std::string& word) {
  Words names;
  for (const Option& option : kOptions) names.push_back(option.name);
  names.push_back("--json");
  names.push_back("--help");
  const std::string_view meant = nearest(word, names);
  return Error{json::excerpt(word) + " is an unknown option" +
               (meant.empty() ? "" : " (did you mean " + json::excerpt(meant) + "?)") +
               ", must be one of " + listed(names)};
}

const Option* find_option(const std::string& word) {
  for (const Option& option : kOptions) {
    if (option.name == word) return &option;
  }
  return nullptr;
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

Mistake check_request(const CheckRequest& request) {
  if (request.help) return std::nullopt;
  if (request.model == nullptr) {
    return Error{"--consistency is missing, must be " + listed(check::model_names())};
  }
  if (request.files.empty()) return Error{"there is no FILE, must be one or more histories"};
  return check_initial(request);
}

}  // namespace

Result<CheckRequest> parse_check_arguments(std::span<const std::string> arguments) {
  CheckRequest request;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const Option* option = find_option(word);
    if (word == "--help") {
      request.help = true;
    } else if (word == "--json") {
      request.json = true;
    } else if (option == nullptr) {
      if (word.rfind("--", 0) == 0) return unknown_option(word);
      request.files.push_back(word);
    } else {
      if (++i == arguments.size()) {
        return Error{word + " has no value, must be followed by " + std::string(option->value)};
      }
      if (const Mistake mistake = option->read(arguments[i], request)) return *mistake;
    }
  }
  if (const Mistake mistake = check_request(request)) return *mistake;
  return request;
}

}  // namespace caplab
