// The order in which the system is known to have had the versions of each key, and the objection
// that a read found one below its floor: below the least version that it was allowed to find.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/accesses.h"
#include "engine/check/options.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"

namespace caplab::check {

// Where the order is known, so is which updates of unknown outcome took effect: those of them that
// became versions did, and the others failed. Positions stay.
history::History with_known_outcomes(const history::History& history, const Options& options);

class KnownVersions {
 public:
  // By options.version_order. `accesses` must outlive it.
  KnownVersions(const Accesses& accesses, const Options& options);

  // The place of what was found or written, by position in Accesses::all, among the key's versions:
  // from 1 up, 0 for the start, kNoOperation for what never became a version.
  std::size_t place(std::int32_t writer) const;
  std::size_t place(std::size_t write) const { return place_[write]; }

  // Whether both are versions (or the first is the start), and the first one is the older one.
  bool is_older(std::int32_t writer, std::size_t write) const;

  // The objection against a read that found `writer`; `rest` leads from `newer` to it.
  Reason below_floor(std::size_t read, std::int32_t writer, std::size_t newer,
                     const std::vector<Link>& rest) const;

  // The objection that the system had `later` no later than `earlier`, from which `rest` leads to
  // it.
  Reason in_other_order(std::size_t earlier, std::size_t later,
                        const std::vector<Link>& rest) const;

  // A statement about two accesses.
  Link link(std::size_t before, std::size_t after, Because because) const;

 private:
  const Accesses& accesses_;
  std::vector<std::size_t> place_;  // by position in Accesses::all
};

}  // namespace caplab::check
