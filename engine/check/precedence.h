// What comes before what, closed under transitivity. Each process's accesses are in order, so what
// comes before an access is a number for each process: how many of that process's accesses do.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/accesses.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"

namespace caplab::check {

class Precedence {
 public:
  // A statement that one access (a position in Accesses::all) must come before another one.
  struct Edge {
    std::size_t before = 0;
    std::size_t after = 0;
    Because because = Because::process;
    std::size_t via = kNoOperation;  // a position in Accesses::all, too
  };

  // Knows the order of each process. Both arguments must outlive it.
  Precedence(const Accesses& accesses, const ReadsFrom& reads_from);

  // Takes effect with the next close().
  void add(const Edge& edge);
  // For each process's reads, or only for one's: what was found comes after its write.
  void add_reads();
  void add_reads_of(std::size_t process);

  // Draws all conclusions; false if something would come before itself. Nothing but cycle() may be
  // asked then. `work` grows by the steps taken; beyond accesses.steps_max conclusions are missing,
  // but none is wrong.
  bool close(std::int64_t& work);

  // REQUIRES of those below: close() was true after the last add().

  // Whether `before` comes before `after`; an access does not come before itself.
  bool comes_before(std::size_t before, std::size_t after) const;

  // The last write of `process` on the access's key that comes before it; kNoOperation if none.
  std::size_t last_write(std::size_t access, std::size_t process) const;

  // A shortest chain of statements from one to the other. REQUIRES: comes_before(before, after).
  std::vector<Link> path(std::size_t before, std::size_t after) const;

  // A short chain that ends where it began. REQUIRES: close() was false.
  std::vector<Link> cycle() const;

 private:
  struct Write {
    std::uint32_t process = 0;
    std::int32_t key = 0;
    std::uint32_t access = 0;
  };
  std::uint32_t& seen(std::size_t access, std::size_t process) {
    return seen_[access * processes_ + process];
  }
  std::uint32_t seen(std::size_t access, std::size_t process) const {
    return seen_[access * processes_ + process];
  }
  std::size_t place(std::size_t access) const;
  bool learn(std::size_t before, std::size_t after);
  void list_writes();
  void wake(std::size_t access);
  std::vector<Link> chain(std::size_t before, std::size_t after) const;

  const Accesses& accesses_;
  const ReadsFrom& reads_from_;
  std::size_t processes_;
  // By access and process: how many of the process's accesses come before it or are it.
  std::vector<std::uint32_t> seen_;
  std::vector<Edge> edges_;
  std::vector<std::vector<std::uint32_t>> edges_from_;  // by access
  std::vector<Write> writes_;                           // by process, key and access
  // Whose news have not been passed on: a ring, each access at most once.
  std::vector<std::uint32_t> awake_;
  std::size_t first_awake_ = 0;
  std::size_t awake_count_ = 0;
  std::vector<std::uint8_t> is_awake_;
  std::size_t stuck_ = kNoOperation;  // the access that would come before itself
};

}  // namespace caplab::check
