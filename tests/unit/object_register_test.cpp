// A register: what read, write and compare-and-set mean, by themselves.
#include "engine/object/register.h"

#include <catch2/catch_test_macros.hpp>

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr Stamp kStamp{LocalTime{5}, NodeId{1}};
constexpr OpId kOp{7};

Effect on(Number content, const Request& request) {
  return apply(Content{content}, request, kStamp, kOp);
}

}  // namespace

TEST_CASE("a register's read shows the number and leaves it") {
  const Effect effect = on(42, {Verb::read});
  CHECK(effect.accepted);
  CHECK_FALSE(effect.changed);
  CHECK(effect.next == Content{Number{42}});
}

TEST_CASE("a write replaces whatever was there, even by the same number") {
  for (const Number before : {Number{-3}, Number{0}, Number{42}}) {
    const Effect effect = on(before, {Verb::write, 42});
    CHECK(effect.accepted);
    CHECK(effect.changed);
    CHECK(effect.next == Content{Number{42}});
  }
}

TEST_CASE("a write does not look at what is expected") {
  CHECK(on(1, {Verb::write, 2, 99}).accepted);
}

TEST_CASE("compare-and-set replaces only what was expected") {
  const Effect matched = on(1, {Verb::compare_and_set, 2, 1});
  CHECK(matched.accepted);
  CHECK(matched.changed);
  CHECK(matched.next == Content{Number{2}});

  const Effect mismatched = on(3, {Verb::compare_and_set, 2, 1});
  CHECK_FALSE(mismatched.accepted);
  CHECK_FALSE(mismatched.changed);
  CHECK(mismatched.next == Content{Number{3}});
}

TEST_CASE("a register's verbs are read, write and compare-and-set") {
  CHECK(fits(ObjectType::reg, Verb::read));
  CHECK(fits(ObjectType::reg, Verb::write));
  CHECK(fits(ObjectType::reg, Verb::compare_and_set));
  CHECK_FALSE(fits(ObjectType::reg, Verb::balance));
  CHECK_FALSE(fits(ObjectType::reg, Verb::deposit));
  CHECK_FALSE(fits(ObjectType::reg, Verb::withdraw));
  CHECK_FALSE(fits(ObjectType::reg, Verb::append));
}

TEST_CASE("a write decides nothing by what it finds, a compare-and-set does") {
  CHECK_FALSE(is_guarded(Verb::write));
  CHECK(is_guarded(Verb::compare_and_set));
  CHECK(is_read(Verb::read));
  CHECK_FALSE(is_read(Verb::write));
  CHECK_FALSE(is_read(Verb::compare_and_set));
}

TEST_CASE("a register begins with 0, and its digest is its number") {
  CHECK(empty_content(ObjectType::reg) == Content{Number{0}});
  CHECK(digest(Content{Number{-17}}) == -17);
}
