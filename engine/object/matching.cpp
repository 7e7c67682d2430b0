#include "engine/object/matching.h"

#include <algorithm>
#include <array>

#include "engine/base/ensure.h"
#include "engine/object/conflict.h"

namespace caplab::object {
namespace {

const Record* request_of(const Records& records, std::int32_t trip) {
  const auto found = std::find_if(records.begin(), records.end(), [&](const Record& record) {
    return record.verb == Verb::request && record.item == trip;
  });
  return found == records.end() ? nullptr : &*found;
}

bool is_over(const Records& records, std::int32_t trip) {
  return std::any_of(records.begin(), records.end(), [&](const Record& record) {
    return record.item == trip && (record.verb == Verb::finish || record.verb == Verb::cancel);
  });
}

// What brings a trip to each state, in the order of the states.
constexpr std::array kSteps{Verb::request, Verb::match,  Verb::en_route,
                            Verb::start,   Verb::cancel, Verb::finish};
static_assert(kSteps.size() == static_cast<std::size_t>(TripState::finished));

TripState reached_by(Verb verb) {
  const auto step = std::find(kSteps.begin(), kSteps.end(), verb);
  const auto passed = step == kSteps.end() ? 0 : step - kSteps.begin() + 1;
  return static_cast<TripState>(passed);
}

// How far it came, whether or not its match counts.
TripState furthest(const Records& records, std::int32_t trip) {
  TripState state = TripState::unknown;
  for (const Record& record : records) {
    if (record.item == trip) state = std::max(state, reached_by(record.verb));
  }
  return state;
}

std::int64_t last_region(const Records& records, std::int64_t driver) {
  std::int64_t region = 0;
  for (const Record& record : records) {
    if (record.verb == Verb::place && record.item == driver) region = record.amount;
  }
  return region;
}

// A driver whose place nobody knows may be anywhere.
bool is_near(const Records& records, const Record& match) {
  const Record* request = request_of(records, match.item);
  const std::int64_t region = last_region(records, match.amount);
  return request == nullptr || region == 0 || region == request->amount;
}

bool is_free(const Records& records, std::int64_t driver) {
  return std::none_of(records.begin(), records.end(), [&](const Record& record) {
    return record.verb == Verb::match && record.amount == driver && !is_over(records, record.item);
  });
}

bool may_follow(const Records& records, const Record& record, TripState now) {
  if (record.verb == Verb::request) return now == TripState::unknown;
  if (record.verb == Verb::match) {
    return now == TripState::requested && is_free(records, record.amount) &&
           is_near(records, record);
  }
  if (record.verb == Verb::en_route) return now == TripState::matched;
  if (record.verb == Verb::start) return now == TripState::en_route;
  if (record.verb == Verb::finish) return now == TripState::in_progress;
  ENSURE(record.verb == Verb::cancel);
  return now != TripState::unknown && now != TripState::finished;
}

Rival rival_of(const Records& records, const Record& match) {
  const Record* request = request_of(records, match.item);
  return {match, request == nullptr ? match.stamp : request->stamp};
}

// Of the matches that agree in `same`, those that count.
template <typename Same>
Records decided(const Records& records, const Records& matches, Conflict conflict, Same same) {
  Records standing;
  for (const Record& match : matches) {
    std::vector<Rival> rivals;
    for (const Record& other : matches) {
      if (same(match) == same(other)) rivals.push_back(rival_of(records, other));
    }
    const Records best = winners(std::move(rivals), 1, conflict);
    if (std::find(best.begin(), best.end(), match) != best.end()) standing.push_back(match);
  }
  return standing;
}

const Records& records_in(const Content& content) {
  static const Records kNone;
  const Records* records = std::get_if<Records>(&content);
  return records == nullptr ? kNone : *records;
}

}  // namespace

std::string_view name_of(TripState state) {
  switch (state) {
    case TripState::unknown: return "unknown";
    case TripState::requested: return "requested";
    case TripState::matched: return "matched";
    case TripState::en_route: return "on the way";
    case TripState::in_progress: return "in progress";
    case TripState::finished: return "finished";
    case TripState::cancelled: return "cancelled";
  }
  return "";
}

Decision decide_trip(const Records& records, const Record& record) {
  const TripState now = furthest(records, record.item);
  const bool again = record.verb == Verb::cancel && now == TripState::cancelled;
  if (again) return Decision::already;
  return may_follow(records, record, now) ? Decision::yes : Decision::no;
}

Records open_matches(const Records& records) {
  Records open;
  for (const Record& record : records) {
    if (record.verb == Verb::match && !is_over(records, record.item)) open.push_back(record);
  }
  return open;
}

Records standing_matches(const Records& records, Conflict conflict) {
  const Records by_trip = decided(records, open_matches(records), conflict,
                                  [](const Record& match) { return std::int64_t{match.item}; });
  return decided(records, by_trip, conflict, [](const Record& match) { return match.amount; });
}

TripState trip_state(const Content& content, std::int32_t trip, Conflict conflict) {
  const Records& records = records_in(content);
  const TripState state = furthest(records, trip);
  const bool needs_match = state == TripState::matched || state == TripState::en_route ||
                           state == TripState::in_progress;
  return needs_match && driver_of(content, trip, conflict) == 0 ? TripState::requested : state;
}

std::int64_t driver_of(const Content& content, std::int32_t trip, Conflict conflict) {
  for (const Record& match : standing_matches(records_in(content), conflict)) {
    if (match.item == trip) return match.amount;
  }
  return 0;
}

std::int64_t region_of(const Content& content, std::int32_t driver) {
  return last_region(records_in(content), driver);
}

}  // namespace caplab::object
