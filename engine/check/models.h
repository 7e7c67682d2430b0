// The consistency models that can be checked: one line each in models.cpp.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

struct Model {
  std::string_view name;     // as on the command line
  std::string_view meaning;  // half a sentence
  Verdict (*check)(const history::History&, const Options&);
};

std::span<const Model> models();

// Null where there is none of that name.
const Model* find_model(std::string_view name);

std::vector<std::string_view> model_names();

}  // namespace caplab::check
