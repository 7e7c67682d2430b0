// Why a history violates a model, as data: what must come before what, and for which reason, until
// two of these statements contradict each other. The page and the command line render it (tell.h
// says it in words); nothing else is known of the models here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace caplab::check {

inline constexpr std::size_t kNoOperation = SIZE_MAX;

// Why one operation must come before another one.
enum class Because : std::uint8_t {
  start,     // it is what the object held at the start
  process,   // one process called them in this order
  time,      // it had returned before the other one was called
  order,     // the system is known to have had them in this order
  read,      // the other one found its value
  replaced,  // both write what `via` read, which knew of both and found the later one's value
  unseen,    // it found a value that the other one replaced
};

// `before` and `after` are positions in the history's operations, as `via` is.
struct Link {
  std::size_t before = kNoOperation;  // kNoOperation: the object's start
  std::size_t after = kNoOperation;
  Because because = Because::process;
  std::size_t via = kNoOperation;
  bool operator==(const Link&) const = default;
};

// A link that follows from others: `replaced` because these lead from `before` to `via`, `unseen`
// because they lead from the write that `before` read to `after`.
struct Proof {
  Link link;
  std::vector<Link> because;  // each begins where the one before it ended; none: from the start
  bool operator==(const Proof&) const = default;
};

enum class Contradiction : std::uint8_t {
  none,
  no_writer,  // `read` found what nobody wrote
  cycle,      // the chain ends where it began, so something would come before itself
  outdated,   // the chain leads from what `read` found over `newer`, which replaced it, to `read`
  unfitting,  // no order that keeps to the chain's links leaves what `read` found
};

struct Reason {
  Contradiction contradiction = Contradiction::none;
  std::size_t read = kNoOperation;
  std::size_t newer = kNoOperation;
  // Each link begins where the one before it ended; of `unfitting` each concerns `read`.
  std::vector<Link> chain;
  // Of links in the chain that need one; a proof comes after those that it needs itself.
  std::vector<Proof> proofs = {};
  bool operator==(const Reason&) const = default;
};

}  // namespace caplab::check
