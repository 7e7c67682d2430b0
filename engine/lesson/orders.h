// The small case of a lesson in every order in which it can happen: first all orders in which no
// message is late, then those with one, with two …, until every order was looked at, one of them
// breaks a promise of safety, or there are too many.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/lesson/lesson.h"
#include "engine/lesson/search.h"

namespace caplab::lesson {

struct Orders {
  std::uint64_t states = 0;  // different ones, over all rounds
  std::uint64_t ends = 0;    // of the last whole round
  int late = -1;             // messages that were, at most, in the last whole round; -1: none was
  bool every = false;        // order there is, whatever is late
  bool undecided = false;    // of one end the checker could not tell within its budget
  struct Broken {
    std::size_t criterion = 0;  // index into Lesson::rubric
    Schedule schedule;          // the order, to be played
    bool operator==(const Broken&) const = default;
  };
  std::optional<Broken> broken;
  bool operator==(const Orders&) const = default;
};

// How far that went and what came of it, in a sentence.
std::string orders_text(const Orders& orders);

class Exploring {
 public:
  // REQUIRES: the lesson has a small case; its choices are settled.
  Exploring(const Lesson& lesson, std::uint64_t seed);
  ~Exploring();
  Exploring(Exploring&&) noexcept;
  Exploring& operator=(Exploring&&) noexcept;

  // Goes on for about so many states; returns whether all is done.
  bool advance(std::uint64_t states);
  const Orders& orders() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace caplab::lesson
