// What each object type does when operations come one after another.
#pragma once
#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/history/history.h"

namespace caplab::check {

struct Meaning {
  history::ObjectType type;
  Step step;
  // Turns the values of the problem's actions into what `step` wants, and makes the start.
  void (*compile)(const history::History&, const Options&, Problem&);
};

const Meaning& meaning_of(history::ObjectType type);

}  // namespace caplab::check
