// Rides: a rider requests a trip in a region, it is matched with a driver who is free there, and
// goes its way until it is finished or cancelled. The invariants that hurt when they break: a
// driver has one rider; a rider is not dropped.
#pragma once
#include <string_view>

#include "engine/object/records.h"

namespace caplab::object {

// In the order in which they count. What has happened on the road is not undone by a cancellation
// that did not know of it.
enum class TripState : std::uint8_t {
  unknown,  // nobody has asked for it, as far as this copy knows
  requested,
  matched,
  en_route,
  in_progress,
  cancelled,
  finished,
};
std::string_view name_of(TripState state);  // "in progress"

Decision decide_trip(const Records& records, const Record& record);

// Under a policy a match that lost to another does not count, and its trip waits again.
TripState trip_state(const Content& content, std::int32_t trip,
                     Conflict conflict = Conflict::natural);

// The matches of trips that are under way, and that count under the policy: a trip has one driver,
// then a driver has one trip.
Records standing_matches(const Records& records, Conflict conflict);

// All matches of trips that are under way.
Records open_matches(const Records& records);

// The driver's number; 0 where there is none.
std::int64_t driver_of(const Content& content, std::int32_t trip,
                       Conflict conflict = Conflict::natural);

// Where the driver was last seen; 0 where nobody has said.
std::int64_t region_of(const Content& content, std::int32_t driver);

}  // namespace caplab::object
