// For each value, f is the earliest return and s the latest call among its write and its reads. If
// f < s the value must have been there from f to s (a forward zone), else it may have been there at
// any one moment from s to f (a backward zone). The history is linearizable if and only if nothing
// was read that nobody wrote or before it was written, no two forward zones overlap, and no
// backward zone lies inside a forward one. Intervals are closed, so zones that touch do not
// overlap.
#include "engine/check/zones.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::ObjectType;
using history::Operation;
using history::Outcome;
using history::Value;

constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

// One operation and the value that it wrote or found.
struct Sight {
  Value value = history::kNoValue;
  std::int64_t called = kBeforeAll;
  std::int64_t returned = kBeforeAll;
  std::uint32_t operation = kNobody;  // kNobody: the start
  bool writes = false;
};

struct Zone {
  std::int64_t first_return = history::kNotReturned;  // f
  std::int64_t last_call = kBeforeAll;                // s
  // Which operations these are of, and which wrote the value.
  std::uint32_t returned = kNobody;
  std::uint32_t called = kNobody;
  std::uint32_t writer = kNobody;

  bool is_forward() const { return first_return < last_call; }
  std::int64_t begin() const { return std::min(first_return, last_call); }
  std::int64_t end() const { return std::max(first_return, last_call); }
};

bool tells_nothing(const Operation& op, const Options& options) {
  if (op.outcome == Outcome::fail) return true;
  if (!history::is_read(op.function)) return false;
  const bool null = op.result == history::kNoValue;
  return op.outcome == Outcome::unknown || (null && options.null_read == NullRead::any);
}

// By value, each value's write first. Nothing if the test does not apply.
std::optional<std::vector<Sight>> sights_of(const History& history, const Options& options,
                                            std::span<const Part> parts) {
  std::vector<Sight> sights;
  sights.reserve(parts.size() + 1);
  sights.push_back({.value = options.initial, .writes = true});
  for (const Part& part : parts) {
    const Operation& op = history.operations[part.operation];
    if (op.function == Function::cas || op.function == Function::append) return std::nullopt;
    if (tells_nothing(op, options)) continue;
    const bool writes = !history::is_read(op.function);
    sights.push_back({.value = writes ? op.argument : op.result,
                      .called = op.called,
                      .returned = op.returned,
                      .operation = part.operation,
                      .writes = writes});
  }
  std::sort(sights.begin(), sights.end(), [](const Sight& a, const Sight& b) {
    return std::tuple(a.value, !a.writes, a.called, a.operation) <
           std::tuple(b.value, !b.writes, b.called, b.operation);
  });
  for (std::size_t i = 1; i < sights.size(); ++i) {
    const bool twice = sights[i].writes && sights[i].value == sights[i - 1].value;
    if (twice) return std::nullopt;
  }
  return sights;
}

void take_in(const Sight& sight, Zone& zone) {
  if (sight.returned < zone.first_return) {
    zone.first_return = sight.returned;
    zone.returned = sight.operation;
  }
  if (sight.called >= zone.last_call) {
    zone.last_call = sight.called;
    zone.called = sight.operation;
  }
  if (sight.writes) zone.writer = sight.operation;
}

class Zones {
 public:
  explicit Zones(ZoneAnswer& answer) : answer_(answer) {}

  // Whether nothing is wrong with the values by themselves.
  bool make(const std::vector<Sight>& sights);
  bool are_apart();

 private:
  bool add(std::span<const Sight> of_value);
  bool conflict(std::initializer_list<std::uint32_t> operations);
  bool conflict(const Zone& a, const Zone& b);

  ZoneAnswer& answer_;
  std::vector<Zone> forward_;
  std::vector<Zone> backward_;
};

// Always false.
bool Zones::conflict(std::initializer_list<std::uint32_t> operations) {
  answer_.holds = false;
  std::vector<std::uint32_t> sorted(operations);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::erase(sorted, kNobody);
  for (const std::uint32_t operation : sorted) answer_.conflict.push_back({.operation = operation});
  return false;
}

bool Zones::conflict(const Zone& a, const Zone& b) {
  return conflict({a.writer, a.returned, a.called, b.writer, b.returned, b.called});
}

bool Zones::add(std::span<const Sight> of_value) {
  const Sight& write = of_value.front();
  if (!write.writes) return conflict({write.operation});
  Zone zone;
  for (const Sight& sight : of_value) {
    ++answer_.work;
    if (sight.returned < write.called) return conflict({write.operation, sight.operation});
    take_in(sight, zone);
  }
  // A write that never returned and that nobody read may never have happened.
  if (zone.first_return == history::kNotReturned) return true;
  (zone.is_forward() ? forward_ : backward_).push_back(zone);
  return true;
}

bool Zones::make(const std::vector<Sight>& sights) {
  for (std::size_t begin = 0, i = 1; i <= sights.size(); ++i) {
    if (i < sights.size() && sights[i].value == sights[begin].value) continue;
    if (!add(std::span(sights).subspan(begin, i - begin))) return false;
    begin = i;
  }
  return true;
}

bool Zones::are_apart() {
  const auto earlier = [](const Zone& a, const Zone& b) { return a.begin() < b.begin(); };
  std::sort(forward_.begin(), forward_.end(), earlier);
  answer_.work += static_cast<std::int64_t>(forward_.size() + backward_.size());
  for (std::size_t i = 1; i < forward_.size(); ++i) {
    if (forward_[i].begin() < forward_[i - 1].end()) return conflict(forward_[i - 1], forward_[i]);
  }
  for (const Zone& inner : backward_) {
    const auto next = std::lower_bound(forward_.begin(), forward_.end(), inner, earlier);
    if (next == forward_.begin()) continue;
    const Zone& outer = *(next - 1);
    if (inner.end() < outer.end()) return conflict(outer, inner);
  }
  return true;
}

}  // namespace

std::optional<ZoneAnswer> test_zones(const History& history, const Options& options,
                                     std::span<const Part> parts) {
  const bool is_register = options.object == ObjectType::reg || options.object == ObjectType::kv;
  if (!is_register) return std::nullopt;
  const std::optional<std::vector<Sight>> sights = sights_of(history, options, parts);
  if (!sights) return std::nullopt;
  ZoneAnswer answer;
  Zones zones(answer);
  if (zones.make(*sights)) zones.are_apart();
  return answer;
}

}  // namespace caplab::check
