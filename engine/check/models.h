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
  // The types of objects for which the model is defined here.
  std::span<const history::ObjectType> objects;
};

std::span<const Model> models();

// Null where there is none of that name.
const Model* find_model(std::string_view name);

std::vector<std::string_view> model_names();

// Checks within bounds of memory and steps; a verdict that is undecided says what was missing, and
// how far it came. REQUIRES: is_defined(model, options.object).
Verdict decide(const Model& model, const history::History& history, const Options& options);

// Whether it must be told how much staleness is too much: Options::versions_max or staleness_max.
bool limits_staleness(const Model& model);

bool is_defined(const Model& model, history::ObjectType object);

// Which model is defined for which type of object: one row a model, in the order of models().
struct MatrixRow {
  std::string_view model;
  std::vector<bool> defined;  // by type, in the order of history::object_type_names()
};

std::vector<MatrixRow> model_matrix();

}  // namespace caplab::check
