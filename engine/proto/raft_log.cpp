#include "engine/proto/raft_log.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::raft {

Index last_index(const Log& log) { return log.start + static_cast<Index>(log.entries.size()); }

Term last_term(const Log& log) {
  return log.entries.empty() ? log.start_term : log.entries.back().term;
}

LocalTime last_stamp(const Log& log) {
  return log.entries.empty() ? log.start_stamp : log.entries.back().stamp.time;
}

const Entry& entry_at(const Log& log, Index index) {
  ENSURE(index > log.start);
  ENSURE(index <= last_index(log));
  return log.entries[index - log.start - 1];
}

Term term_at(const Log& log, Index index) {
  return index == log.start ? log.start_term : entry_at(log, index).term;
}

Index first_of_term(const Log& log, Index index) {
  const Term term = term_at(log, index);
  while (index > log.start + 1 && term_at(log, index - 1) == term) --index;
  return index;
}

void cut_after(Log& log, Index index) {
  ENSURE(index >= log.start);
  log.entries.resize(std::min<std::size_t>(log.entries.size(), index - log.start));
}

void forget_up_to(Log& log, Index index) {
  if (index <= log.start) return;
  const Entry& last = entry_at(log, index);
  log.start_term = last.term;
  log.start_stamp = last.stamp.time;
  const auto gone = static_cast<std::ptrdiff_t>(index - log.start);
  log.entries.erase(log.entries.begin(), log.entries.begin() + gone);
  log.start = index;
}

bool is_up_to_date(const Log& mine, Term term, Index index) {
  if (term != last_term(mine)) return term > last_term(mine);
  return index >= last_index(mine);
}

}  // namespace caplab::raft
