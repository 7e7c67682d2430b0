// Which versions must come before which, where nothing is known of their order but what the clients
// found: for the session guarantees, of which none but one keeps a process's own writes in order.
// One order is asked of the versions of all keys.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/accesses.h"
#include "engine/check/digraph.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"

namespace caplab::check {

// Versions are the writes that happened, named by their position in Accesses::all. Besides, each
// access has a note: what somebody knew then.
class VersionGraph {
 public:
  // Knows that what a compare-and-set found and replaced comes before it. Both must outlive it.
  VersionGraph(const Accesses& accesses, const ReadsFrom& reads_from);

  bool is_version(std::size_t access) const;
  std::size_t note(std::size_t access) const { return accesses_.all.size() + access; }

  // Versions and notes; nothing comes before itself, so two that are the same are passed over.
  void add(std::size_t before, std::size_t after, Because because, std::size_t via = kNoOperation);

  // Notes are steps of their own in the chain of an objection: the reads that made them.
  void show_notes() { notes_shown_ = true; }

  Reason objection(std::int64_t& work) const;

 private:
  bool is_shown(std::size_t node) const { return notes_shown_ || node < accesses_.all.size(); }
  std::size_t operation_of(std::size_t node) const;

  const Accesses& accesses_;
  const ReadsFrom& reads_from_;
  Digraph graph_;
  bool notes_shown_ = false;
};

// The objection that `read` found what the object held at the start, though `newer` had replaced
// that and comes before it by `rest`.
Reason found_start(const Accesses& accesses, std::size_t read, std::size_t newer,
                   const std::vector<Link>& rest);

}  // namespace caplab::check
