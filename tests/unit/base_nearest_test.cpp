// "Did you mean …" helps with typing mistakes and is silent about everything else.
#include "engine/base/nearest.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace caplab;

namespace {

const std::vector<std::string_view> kWords = {"id", "name", "sites", "replicas", "operations"};

}  // namespace

TEST_CASE("one letter too much, too few, wrong, or two swapped") {
  CHECK(nearest("replica", kWords) == "replicas");
  CHECK(nearest("replicass", kWords) == "replicas");
  CHECK(nearest("replicaz", kWords) == "replicas");
  CHECK(nearest("relpicas", kWords) == "replicas");
  CHECK(nearest("eplicas", kWords) == "replicas");
  CHECK(nearest("ids", kWords) == "id");
  CHECK(nearest("di", kWords) == "id");
}

TEST_CASE("longer words may have more mistakes") {
  CHECK(nearest("opreatoins", kWords) == "operations");
  CHECK(nearest("nmea", kWords).empty());
}

TEST_CASE("another word is not a mistake") {
  CHECK(nearest("latency", kWords).empty());
  CHECK(nearest("", kWords).empty());
  CHECK(nearest("x", {}).empty());
  CHECK(nearest(std::string(100'000, 'a'), kWords).empty());
}

TEST_CASE("the nearest wins, the first of equals") {
  CHECK(nearest("quorun", {"quorums", "quorum"}) == "quorum");
  CHECK(nearest("onx", {"one", "ony"}) == "one");
}
