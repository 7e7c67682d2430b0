// What clients were told, written by hand: one line an operation, each a second after the one
// before unless it is said to be at the same time.
#pragma once
#include <string>
#include <vector>

#include "engine/object/invariant.h"

namespace caplab::test {

inline constexpr NodeId kAna{0};
inline constexpr NodeId kBen{1};
inline constexpr NodeId kCleo{2};

struct ToldByHand {
  object::ObjectType type;
  object::Number initial = 0;
  std::vector<object::Told> told{};
  std::vector<object::Content> settled{};
  std::vector<std::string> names{"ana", "ben", "cleo"};

  struct About {
    std::int32_t item = 0;
    std::int64_t amount = 0;
    std::int64_t expected = 0;
  };

  // Accepted, a second after the one before.
  object::Told& say(NodeId who, object::Verb verb, About about = {0, 0, 0}) {
    const auto number = static_cast<std::int64_t>(told.size());
    object::Told line;
    line.op = OpId{static_cast<std::uint32_t>(number)};
    line.request = {verb, about.amount, about.expected, about.item, who};
    line.called = Time{} + seconds(number);
    line.returned = line.called + milliseconds(100);
    line.answer.shown.stamp = {LocalTime{line.returned.us}, NodeId{9}};
    told.push_back(line);
    return told.back();
  }

  object::Evidence evidence() const { return {type, told, settled, names, initial}; }
  std::vector<object::Breach> breaches() const { return object::find_breaches(evidence()); }

  // The one sentence about what is broken; empty where nothing is.
  std::string broken() const {
    const std::vector<object::Breach> found = breaches();
    if (found.empty()) return "";
    return found.size() == 1 ? found.front().sentence : "and others: " + found.front().sentence;
  }
};

}  // namespace caplab::test
