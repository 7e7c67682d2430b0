// The registry.
#include "engine/check/models.h"

#include <array>

#include "engine/check/linearizable.h"

namespace caplab::check {
namespace {

constexpr std::array kModels{
    Model{"linearizable", "one order for all that respects real time", check_linearizable},
};

}  // namespace

std::span<const Model> models() { return kModels; }

const Model* find_model(std::string_view name) {
  for (const Model& model : kModels) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

std::vector<std::string_view> model_names() {
  std::vector<std::string_view> names;
  for (const Model& model : kModels) names.push_back(model.name);
  return names;
}

}  // namespace caplab::check
