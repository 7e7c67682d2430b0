// Options and other words of a command line, read by one rule for all commands: "--name value" or
// "--name=value", in any order. What the words mean is each command's own business.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/time.h"

namespace caplab {

struct Option {
  std::string_view name;   // "--seed"
  std::string_view value;  // what it wants, such as "a whole number"; empty: a flag
  // Takes all words that follow and have "=" or ":" in them, and may be repeated.
  bool takes_many = false;
};

struct Arguments {
  std::map<std::string, std::vector<std::string>, std::less<>> options;  // by name
  std::vector<std::string> words;  // everything that belongs to no option

  bool has(std::string_view name) const { return options.find(name) != options.end(); }
  // The last value given. REQUIRES: has(name), and it is no flag.
  const std::string& value(std::string_view name) const;
};

// --help and --json are understood by every command. Errors name the word and what is allowed.
Result<Arguments> parse_arguments(std::span<const std::string> words,
                                  std::initializer_list<Option> options);

// The option's whole number, or `fallback` where it is not given.
Result<std::int64_t> number_option(const Arguments& arguments, std::string_view name,
                                   std::int64_t fallback, std::int64_t min, std::int64_t max);

// The option's time, such as "4.2s".
Result<Time> time_option(const Arguments& arguments, std::string_view name, Time fallback);

// The error where a command takes no words, or another number of them.
Result<std::string> only_word(const Arguments& arguments, std::string_view what);

}  // namespace caplab
