// The registry of consistency models.
#include "engine/check/models.h"

#include <catch2/catch_test_macros.hpp>

namespace caplab::check {

TEST_CASE("every model that is named can be found and checks") {
  CHECK_FALSE(models().empty());
  for (const std::string_view name : model_names()) {
    const Model* model = find_model(name);
    REQUIRE(model != nullptr);
    CHECK(model->name == name);
    CHECK_FALSE(model->meaning.empty());
    CHECK(model->check({}, {}).answer == Answer::holds);
  }
}

TEST_CASE("a model that is not there is not found") {
  CHECK(find_model("linearizable") != nullptr);
  CHECK(find_model("linear") == nullptr);
  CHECK(find_model("") == nullptr);
}

}  // namespace caplab::check
