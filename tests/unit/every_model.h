// For tests of all models at once: each with options under which it can be asked.
#pragma once
#include <string>

#include "engine/check/models.h"

namespace caplab::test {

// run(model, object) for every pair that is defined.
template <typename Run>
void for_every_model(Run run) {
  for (const check::Model& model : check::models()) {
    for (const history::ObjectType object : model.objects) run(model, object);
  }
}

// `options` with a bound where the model wants one.
inline check::Options with_bound(const check::Model& model, check::Options options) {
  if (model.name == "bounded-staleness") options.versions_max = 1;
  return options;
}

inline std::string pair_text(const check::Model& model, history::ObjectType object) {
  return std::string(model.name) + ", " + std::string(name_of(object));
}

}  // namespace caplab::test
