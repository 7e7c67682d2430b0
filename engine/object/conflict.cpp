#include "engine/object/conflict.h"

#include <algorithm>

#include "engine/base/fingerprint.h"

namespace caplab::object {
namespace {

std::uint64_t lot_of(const Stamp& stamp) {
  return Fingerprint{}.mix(stamp.time.us).mix(std::uint64_t{index(stamp.writer)}).digest();
}

bool is_before(const Rival& a, const Rival& b, Conflict conflict) {
  switch (conflict) {
    case Conflict::natural:
    case Conflict::unite:
    case Conflict::siblings:
    case Conflict::first: return a.record < b.record;
    case Conflict::last_write:
    case Conflict::last: return b.record < a.record;
    case Conflict::random: {
      const std::uint64_t lot_a = lot_of(a.record.stamp);
      const std::uint64_t lot_b = lot_of(b.record.stamp);
      return lot_a != lot_b ? lot_a < lot_b : a.record < b.record;
    }
    case Conflict::earliest: return a.asked != b.asked ? a.asked < b.asked : a.record < b.record;
  }
  return false;
}

}  // namespace

Records winners(std::vector<Rival> rivals, std::size_t room, Conflict conflict) {
  std::sort(rivals.begin(), rivals.end(),
            [&](const Rival& a, const Rival& b) { return is_before(a, b, conflict); });
  const bool crowded = rivals.size() > room;
  if (crowded && conflict == Conflict::siblings) return {};
  if (crowded && conflict != Conflict::unite) rivals.resize(room);
  Records chosen;
  for (const Rival& rival : rivals) chosen.push_back(rival.record);
  return chosen;
}

Records winners(const Records& rivals, std::size_t room, Conflict conflict) {
  std::vector<Rival> all;
  for (const Record& record : rivals) all.push_back({record, record.stamp});
  return winners(std::move(all), room, conflict);
}

}  // namespace caplab::object
