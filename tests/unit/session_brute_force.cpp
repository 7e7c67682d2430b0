// Sets are masks over the operations that happened.
#include "tests/unit/session_brute_force.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "tests/unit/plain_object.h"

namespace caplab::test {
namespace {

using check::Options;
using history::Function;
using history::History;
using history::Operation;
using history::Outcome;

using Mask = std::uint32_t;

Mask bit(std::size_t i) { return Mask{1} << i; }

bool happened(const Operation& op, const Options& options) {
  if (op.outcome == Outcome::unknown && history::is_read(op.function)) return false;
  if (op.outcome != Outcome::fail) return true;
  return op.function == Function::cas && options.failed_cas == check::FailedCas::mismatch;
}

bool updates(const Operation& op) {
  return !history::is_read(op.function) && op.accepted && op.outcome != Outcome::fail;
}

bool finds(const Operation& op) {
  return history::is_read(op.function) || op.function == Function::cas;
}

// What happened, and where each of it stands in the history.
struct Told {
  std::vector<Operation> operations;
  std::vector<std::uint32_t> positions;
};

bool is_version(const Options& options, std::size_t operation) {
  return std::any_of(options.version_order.begin(), options.version_order.end(),
                     [operation](const std::vector<std::uint32_t>& versions) {
                       return std::find(versions.begin(), versions.end(), operation) !=
                              versions.end();
                     });
}

// Calls use(told) for every choice of what unknown operations did, until it says yes. Where the
// versions' order is known there is one choice.
bool some_outcome(const History& history, const Options& options,
                  const std::function<bool(const Told&)>& use) {
  const std::size_t count = history.operations.size();
  for (Mask taken = 0; taken < bit(count); ++taken) {
    Told told;
    bool is_choice = true;
    for (std::uint32_t i = 0; i < count; ++i) {
      Operation op = history.operations[i];
      const bool is_taken = (taken & bit(i)) != 0;
      const bool is_open = op.outcome == Outcome::unknown && happened(op, options);
      const bool is_known = is_open && !options.version_order.empty();
      if (!is_open && is_taken) is_choice = false;
      if (is_known && is_taken != is_version(options, i)) is_choice = false;
      if (!happened(op, options) || (is_open && !is_taken)) continue;
      if (is_open) op.outcome = Outcome::ok;
      told.operations.push_back(op);
      told.positions.push_back(i);
    }
    if (is_choice && use(told)) return true;
  }
  return false;
}

class Twin {
 public:
  Twin(Session guarantee, const History& history, const Options& options, const Told& told)
      : guarantee_(guarantee),
        history_(history),
        options_(options),
        told_(told.operations),
        positions_(told.positions) {}

  bool holds() {
    for (std::size_t i = 0; i < told_.size(); ++i) {
      if (updates(told_[i])) order_.push_back(i);
    }
    do {
      if (order_is_allowed() && reads_are_explained(0, std::vector<Mask>(told_.size(), 0))) {
        return true;
      }
    } while (std::next_permutation(order_.begin(), order_.end()));
    return false;
  }

 private:
  bool so(std::size_t a, std::size_t b) const {
    return a < b && told_[a].process == told_[b].process;
  }
  std::size_t place(std::size_t update) const {
    return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), update) -
                                    order_.begin());
  }
  // Of what stands there in the history.
  std::size_t number(std::uint32_t position) const {
    return static_cast<std::size_t>(std::find(positions_.begin(), positions_.end(), position) -
                                    positions_.begin());
  }
  bool before(std::size_t a, std::size_t b) const { return place(a) < place(b); }

  bool order_is_allowed() const {
    for (const auto& versions : options_.version_order) {
      for (std::size_t i = 1; i < versions.size(); ++i) {
        if (!before(number(versions[i - 1]), number(versions[i]))) return false;
      }
    }
    if (guarantee_ != Session::monotonic_writes) return true;
    for (const std::size_t a : order_) {
      for (const std::size_t b : order_) {
        if (so(a, b) && !before(a, b)) return false;
      }
    }
    return true;
  }

  // Whether the read may see exactly these updates, given what earlier ones see.
  bool may_see(std::size_t read, Mask seen, const std::vector<Mask>& all_seen) const {
    for (std::size_t i = 0; i < told_.size(); ++i) {
      const bool sees = (seen & bit(i)) != 0;
      const bool same_key = told_[i].key == told_[read].key;
      if (sees && (!same_key || !updates(told_[i]) || i == read)) return false;
      if (sees && updates(told_[read]) && !before(i, read)) return false;
      const bool own = so(i, read) && same_key;
      if (guarantee_ == Session::read_your_writes && own && updates(told_[i]) && !sees)
        return false;
      const bool forgets = own && finds(told_[i]) && (all_seen[i] & ~seen) != 0;
      if (guarantee_ == Session::monotonic_reads && forgets) return false;
      if (guarantee_ != Session::writes_follow_reads || !sees) continue;
      for (const std::size_t write : order_) {
        if (so(read, write) && !before(i, write)) return false;
      }
    }
    return true;
  }

  bool is_explained(std::size_t read, Mask seen) const {
    PlainObject object = plain_start(history_, options_);
    for (const std::size_t i : order_) {
      if ((seen & bit(i)) == 0) continue;
      if (told_[i].function == Function::cas) {
        object.value = told_[i].argument2;
      } else {
        explains(history_, options_, object, told_[i]);
      }
    }
    return explains(history_, options_, object, told_[read]);
  }

  bool reads_are_explained(std::size_t read, std::vector<Mask> seen) const {
    while (read < told_.size() && !finds(told_[read])) ++read;
    if (read == told_.size()) return true;
    for (Mask mask = 0; mask < bit(told_.size()); ++mask) {
      if (!may_see(read, mask, seen) || !is_explained(read, mask)) continue;
      seen[read] = mask;
      if (reads_are_explained(read + 1, seen)) return true;
      // Only under monotonic reads what one read sees matters to another one.
      if (guarantee_ != Session::monotonic_reads) return false;
    }
    return false;
  }

  Session guarantee_;
  const History& history_;
  const Options& options_;
  const std::vector<Operation>& told_;
  const std::vector<std::uint32_t>& positions_;
  std::vector<std::size_t> order_;
};

}  // namespace

bool brute_force(Session guarantee, const History& history, const Options& options) {
  return some_outcome(history, options, [&](const Told& told) {
    return Twin(guarantee, history, options, told).holds();
  });
}

// --- floors ---

namespace {

// An operation by its position in the history; the start has none.
using Writer = std::optional<std::size_t>;

class Floors {
 public:
  Floors(Session guarantee, const History& history, const Options& options)
      : guarantee_(guarantee), history_(history), options_(options) {}

  bool hold() {
    writers_.assign(history_.operations.size(), std::nullopt);
    return hold_from(0);
  }

 private:
  const Operation& at(std::size_t i) const { return history_.operations[i]; }

  bool reads(std::size_t i) const {
    const bool null = at(i).result == history::kNoValue;
    if (at(i).outcome == Outcome::unknown) return at(i).function == Function::cas && place(i) > 0;
    if (!history::is_read(at(i).function)) {
      return at(i).function == Function::cas && happened(at(i), options_);
    }
    if (null && options_.null_read == check::NullRead::any) return false;
    return at(i).outcome == Outcome::ok;
  }

  // From 1 up; 0: never a version.
  std::size_t place(std::size_t i) const {
    for (const auto& versions : options_.version_order) {
      const auto found = std::find(versions.begin(), versions.end(), i);
      if (found != versions.end()) return static_cast<std::size_t>(found - versions.begin()) + 1;
    }
    return 0;
  }

  // Tries every writer of every read.
  bool hold_from(std::size_t read) {
    while (read < history_.operations.size() && !reads(read)) ++read;
    if (read == history_.operations.size()) return nothing_is_below();
    const Operation& op = at(read);
    const auto fits = [&](history::Value value) {
      if (history::is_read(op.function)) return value == op.result;
      return (value == op.argument) == (op.accepted && op.outcome != Outcome::fail);
    };
    writers_[read].reset();
    if (fits(options_.initial) && hold_from(read + 1)) return true;
    for (std::size_t i = 0; i < history_.operations.size(); ++i) {
      const bool is_source = i != read && at(i).key == op.key && place(i) > 0;
      const bool is_cas = at(i).function == Function::cas;
      if (!is_source || !fits(is_cas ? at(i).argument2 : at(i).argument)) continue;
      writers_[read] = i;
      if (hold_from(read + 1)) return true;
    }
    return false;
  }

  bool so(std::size_t a, std::size_t b) const { return a < b && at(a).process == at(b).process; }

  // What had led to `write`, over any number of reads and writes.
  std::set<std::size_t> led_to(std::size_t write) const {
    std::set<std::size_t> led;
    std::vector<std::size_t> waiting{write};
    std::set<std::size_t> done;
    while (!waiting.empty()) {
      const std::size_t next = waiting.back();
      waiting.pop_back();
      if (!done.insert(next).second) continue;
      for (std::size_t read = 0; read < next; ++read) {
        if (!reads(read) || !so(read, next) || !writers_[read]) continue;
        led.insert(*writers_[read]);
        waiting.push_back(*writers_[read]);
      }
    }
    return led;
  }

  // What a later read of the process must not be older than, since `earlier` comes before it.
  std::set<std::size_t> raised_by(std::size_t earlier) const {
    const bool found = reads(earlier) && writers_[earlier];
    std::set<std::size_t> versions;
    switch (guarantee_) {
      case Session::read_your_writes:
        if (place(earlier) > 0) versions.insert(earlier);
        break;
      case Session::monotonic_reads:
        if (found) versions.insert(*writers_[earlier]);
        break;
      case Session::monotonic_writes:
        for (std::size_t write = 0; found && write < *writers_[earlier]; ++write) {
          if (place(write) > 0 && so(write, *writers_[earlier])) versions.insert(write);
        }
        break;
      case Session::writes_follow_reads:
        if (found) versions = led_to(*writers_[earlier]);
        break;
    }
    return versions;
  }

  bool order_contradicts(std::size_t write) const {
    std::set<std::size_t> before;
    if (guarantee_ == Session::writes_follow_reads) before = led_to(write);
    for (std::size_t i = 0; i < write; ++i) {
      const bool own = guarantee_ == Session::monotonic_writes && so(i, write) && place(i) > 0;
      if (own) before.insert(i);
    }
    return std::any_of(before.begin(), before.end(), [&](std::size_t version) {
      return at(version).key == at(write).key && place(version) >= place(write);
    });
  }

  bool nothing_is_below() const {
    for (std::size_t i = 0; i < history_.operations.size(); ++i) {
      if (place(i) > 0 && order_contradicts(i)) return false;
      if (!reads(i)) continue;
      for (std::size_t earlier = 0; earlier < i; ++earlier) {
        if (!so(earlier, i)) continue;
        for (const std::size_t version : raised_by(earlier)) {
          const std::size_t found = writers_[i] ? place(*writers_[i]) : 0;
          if (at(version).key == at(i).key && found < place(version)) return false;
        }
      }
    }
    return true;
  }

  Session guarantee_;
  const History& history_;
  const Options& options_;
  std::vector<Writer> writers_;  // by operation, of reads
};

}  // namespace

bool floors_hold(Session guarantee, const History& history, const Options& options) {
  return Floors(guarantee, history, options).hold();
}

}  // namespace caplab::test
