// The arguments of `caplab check`, checked.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/check/models.h"
#include "engine/check/options.h"
#include "engine/history/reader.h"

namespace caplab {

struct CheckRequest {
  bool help = false;
  bool json = false;
  bool matrix = false;  // nothing is checked, but what could be is printed
  std::vector<const check::Model*> models;
  history::Source source;
  check::Options options;
  // What --initial said; its scalars get their numbers from each file's history.
  json::Value initial;
  std::vector<std::string> files;
};

// The error is one line without the command's name.
Result<CheckRequest> parse_check_arguments(std::span<const std::string> words);

}  // namespace caplab
