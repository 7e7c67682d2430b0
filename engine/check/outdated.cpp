// Of each process only the last write before the read need be looked at: what came before it in its
// process is replaced no later.
#include "engine/check/outdated.h"

#include <utility>

namespace caplab::check {
namespace {

Reason outdated(std::size_t read, std::int32_t writer, std::size_t newer, const Accesses& accesses,
                const Precedence& precedence) {
  Reason reason;
  reason.contradiction = Contradiction::outdated;
  reason.read = accesses.all[read].operation;
  reason.newer = accesses.all[newer].operation;
  if (writer == kStart) {
    reason.chain.push_back({kNoOperation, reason.newer, Because::start, kNoOperation});
  } else {
    reason.chain = precedence.path(static_cast<std::size_t>(writer), newer);
  }
  const std::vector<Link> rest = precedence.path(newer, read);
  reason.chain.insert(reason.chain.end(), rest.begin(), rest.end());
  return reason;
}

}  // namespace

Reason outdated_read_of(std::size_t process, const Accesses& accesses, const ReadsFrom& reads_from,
                        const Precedence& precedence, std::int64_t& work) {
  for (std::size_t read = accesses.begins[process]; read < accesses.begins[process + 1]; ++read) {
    const std::int32_t writer = reads_from.writer[read];
    if (work > accesses.steps_max) break;
    if (writer == kUnchosen) continue;
    for (std::size_t other = 0; other < accesses.processes(); ++other) {
      ++work;
      const std::size_t newer = precedence.last_write(read, other);
      if (newer == kNoOperation) continue;
      const bool replaced =
          writer == kStart || precedence.comes_before(static_cast<std::size_t>(writer), newer);
      if (replaced) return outdated(read, writer, newer, accesses, precedence);
    }
  }
  return {};
}

Reason outdated_read(const Accesses& accesses, const ReadsFrom& reads_from,
                     const Precedence& precedence, std::int64_t& work) {
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    Reason reason = outdated_read_of(process, accesses, reads_from, precedence, work);
    if (reason.contradiction != Contradiction::none) return reason;
  }
  return {};
}

Reason comes_before_itself(const Precedence& precedence) {
  Reason reason;
  reason.contradiction = Contradiction::cycle;
  reason.chain = precedence.cycle();
  return reason;
}

}  // namespace caplab::check
