// What the richer types share: an object is the set of operations that were accepted on it, and two
// copies of it unite. What it is at the moment is found by looking through them; a type's own file
// says how, and when one more may be added.
#pragma once
#include "engine/object/bounded_union.h"
#include "engine/object/object.h"
#include "engine/object/verb_words.h"

namespace caplab::object {

using RecordUnion = BoundedUnion<Record, kRecordsMax>;

enum class Decision : std::uint8_t {
  no,       // truthfully declined
  already,  // it is so: accepted, and there is nothing to write
  yes,
};

// REQUIRES: the verb is one of the richer types' and no read.
Effect apply_record(const Records& records, const Request& request, Stamp stamp, OpId op);

// What binds forever, a seat that is sold or a trip that is paid, is declined where no more records
// fit: rather none than one whose evidence has scrolled off.
bool is_full(const Records& records);

std::int64_t digest_records(const Records& records);

}  // namespace caplab::object
