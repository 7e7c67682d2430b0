// A Result is a value or an error, never both and never neither.
#include "engine/base/result.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>

using namespace caplab;

namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{"must be even"};
  return number / 2;
}

}  // namespace

TEST_CASE("a result holds its value") {
  const Result<int> result = half(8);
  REQUIRE(result.ok());
  CHECK(static_cast<bool>(result));
  CHECK(*result == 4);
  CHECK(result.value() == 4);
}

TEST_CASE("a result holds its error") {
  const Result<int> result = half(7);
  REQUIRE_FALSE(result.ok());
  CHECK_FALSE(static_cast<bool>(result));
  CHECK(result.error() == Error{"must be even"});
}

TEST_CASE("a value can be changed, looked into and moved out") {
  Result<std::string> text = std::string("ab");
  text.value() += "c";
  CHECK(text->size() == 3);
  Result<std::unique_ptr<int>> owner = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(owner.value());
  CHECK(*taken == 5);
}

TEST_CASE("a result of text is not its error") {
  const Result<std::string> value = std::string("fine");
  const Result<std::string> error = Error{"not fine"};
  CHECK(value.ok());
  CHECK_FALSE(error.ok());
}
