// What the search for a session guarantee is asked: which updates there are, and which reads they
// must explain.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/check/reach.h"
#include "engine/check/session_verdict.h"
#include "engine/check/turns.h"

namespace caplab::check {

// Where in the processes' turns something stands.
struct Place {
  std::size_t process = 0;
  std::size_t turn = 0;
};

struct Update {
  Place place;
  std::size_t object = 0;
  Action action;  // as one that did happen: it is only looked at once it is placed
  bool certain = true;
  std::int64_t called = 0;
  std::vector<std::size_t> earlier;  // by position, where the versions' order is known
};

struct Reader {
  Place place;
  const Action* action = nullptr;
  Reach reach;
};

// Reads of one object whose states belong together: of one process under monotonic reads, else one.
struct Group {
  std::size_t object = 0;
  std::vector<Reader> readers;
};

struct Question {
  std::vector<Update> updates;  // in order of their calls
  std::vector<Group> groups;
};

// Where a guarantee says nothing across objects, each is a question of its own.
std::vector<Question> questions_of(const Turns& turns, const Options& options, Guarantee guarantee);

// Where the order of updates is free, one that a group's reads need not see may as well not have
// happened. REQUIRES: it is, and the question is about that group only.
void let_others_be(Question& question);

// All that the question is about, as positions in the history.
std::vector<std::size_t> operations_of(const Question& question);

}  // namespace caplab::check
