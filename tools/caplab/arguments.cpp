// One pass over the words; the first mistake ends it.
#include "tools/caplab/arguments.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/base/json.h"
#include "engine/base/nearest.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

namespace caplab {
namespace {

using Options = std::vector<Option>;

std::string hint(std::string_view word, const std::vector<std::string_view>& names) {
  const std::string_view meant = nearest(word, names);
  return meant.empty() ? "" : " (did you mean " + std::string(meant) + "?)";
}

Error unknown_option(const std::string& name, const Options& options) {
  std::vector<std::string_view> names;
  for (const Option& option : options) names.push_back(option.name);
  return Error{json::excerpt(name) + " is an unknown option" + hint(name, names) +
               ", must be one of " + join({names.begin(), names.end()}, ", ")};
}

bool is_option(const std::string& word) { return word.rfind("--", 0) == 0; }

class Parser {
 public:
  Parser(std::span<const std::string> words, Options options)
      : words_(words), options_(std::move(options)) {}

  Result<Arguments> parse() {
    while (next_ < words_.size()) {
      const std::string& word = words_[next_++];
      if (!is_option(word)) {
        arguments_.words.push_back(word);
      } else if (const auto mistake = take_option(word)) {
        return *mistake;
      }
    }
    return arguments_;
  }

 private:
  std::optional<Error> take_option(const std::string& word) {
    const std::size_t middle = word.find('=');
    const std::string name = word.substr(0, middle);
    const auto option = std::find_if(options_.begin(), options_.end(),
                                     [&](const Option& known) { return known.name == name; });
    if (option == options_.end()) return unknown_option(name, options_);
    std::vector<std::string>& values = arguments_.options[name];
    if (option->value.empty()) {
      if (middle == std::string::npos) return std::nullopt;
      return Error{name + " has a value, must stand alone"};
    }
    if (!option->takes_many && !values.empty()) {
      return Error{name + " is given twice, must be given once"};
    }
    if (middle != std::string::npos) {
      values.push_back(word.substr(middle + 1));
    } else if (next_ < words_.size() && !is_option(words_[next_])) {
      values.push_back(words_[next_++]);
    } else {
      return Error{name + " has no value, must be followed by " + std::string(option->value)};
    }
    while (option->takes_many && next_ < words_.size() && is_setting(words_[next_])) {
      values.push_back(words_[next_++]);
    }
    return std::nullopt;
  }

  static bool is_setting(const std::string& word) {
    return !is_option(word) && word.find_first_of("=:") != std::string::npos;
  }

  std::span<const std::string> words_;
  Options options_;
  std::size_t next_ = 0;
  Arguments arguments_;
};

}  // namespace

const std::string& Arguments::value(std::string_view name) const {
  const auto found = options.find(name);
  ENSURE(found != options.end());
  ENSURE(!found->second.empty());
  return found->second.back();
}

Result<Arguments> parse_arguments(std::span<const std::string> words,
                                  std::initializer_list<Option> options) {
  Options all(options);
  all.push_back({"--json", ""});
  all.push_back({"--help", ""});
  return Parser(words, std::move(all)).parse();
}

Result<std::int64_t> number_option(const Arguments& arguments, std::string_view name,
                                   std::int64_t fallback, std::int64_t min, std::int64_t max) {
  if (!arguments.has(name)) return fallback;
  const Result<std::int64_t> number = parse_integer(arguments.value(name));
  if (number && *number >= min && *number <= max) return number;
  return Error{std::string(name) + " is " + json::excerpt(arguments.value(name)) +
               ", must be a whole number from " + std::to_string(min) + " to " +
               std::to_string(max)};
}

Result<Time> time_option(const Arguments& arguments, std::string_view name, Time fallback) {
  if (!arguments.has(name)) return fallback;
  const Result<Duration> time = parse_duration(arguments.value(name));
  if (time && time->us >= 0) return Time{time->us};
  return Error{std::string(name) + " is " + json::excerpt(arguments.value(name)) +
               ", must be a time such as 4.2s or 350ms"};
}

Result<std::string> only_word(const Arguments& arguments, std::string_view what) {
  if (arguments.words.size() == 1) return arguments.words.front();
  if (arguments.words.empty()) return Error{"there is no " + std::string(what)};
  return Error{json::excerpt(arguments.words[1]) + " is one word too many, must be one " +
               std::string(what)};
}

}  // namespace caplab
