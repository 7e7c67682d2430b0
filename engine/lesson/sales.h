// What a run sold from its stock, and what it might have sold: a buyer was turned away though
// something was left over in the end.
#pragma once
#include <vector>

#include "engine/lesson/run.h"

namespace caplab::lesson {

struct Sales {
  std::vector<OpId> made;
  // Requests that came to nothing, as many as there was something left for, the first ones first:
  // what was there when they came, and still was in the end.
  std::vector<OpId> missed;
  bool operator==(const Sales&) const = default;
};

// Whether the operation takes something from a stock.
bool is_sale(const System& system, const OperationSpec& operation);

// Over all stock that operations take from: parts of a stock that lie at two places are one. Who
// was never told may have got something. REQUIRES: the run has been played to its end.
Sales sales_of(const Run& run);

// What was left over in the end of what there was `by` then, if all who were never told got
// something.
std::int64_t left_over(const Run& run, Time by = kNever);

}  // namespace caplab::lesson
