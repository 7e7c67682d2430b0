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

TEST_CASE("the matrix says for every model which types of objects it is defined for") {
  const std::vector<MatrixRow> rows = model_matrix();
  REQUIRE(rows.size() == models().size());
  const auto names = history::object_type_names();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].model == models()[i].name);
    REQUIRE(rows[i].defined.size() == names.size());
    for (std::size_t type = 0; type < names.size(); ++type) {
      const bool defined = is_defined(models()[i], *history::find_object_type(names[type]));
      CHECK(rows[i].defined[type] == defined);
    }
    CHECK(rows[i].defined.front());
  }
  CHECK(rows.front().defined.back());
  CHECK_FALSE(rows.back().defined.back());
}

}  // namespace caplab::check
