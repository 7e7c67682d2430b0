// The letters of PACELC (Abadi, "Consistency Tradeoffs in Modern Distributed Database System
// Design", IEEE Computer 45(2), 2012), measured: what a named system's clients saw, checked.
//
// The rules. Three clients, one at each site, read and write one register without pause. A run with
// a cut isolates one site for a while, each site in its turn; a run without has no fault at all.
//   P: A where in some cut run the isolated site answered during the cut and what all clients saw
//      is not linearizable; C where that never happened.
//   E: L where in some whole run what all clients saw is not linearizable, because answers did not
//      wait for the other sites; C where that never happened.
#pragma once
#include <cstdint>
#include <string>

#include "engine/lesson/systems.h"

namespace caplab::lesson {

struct Letters {
  int runs = 0;            // of each kind
  int cut_violated = 0;    // cut runs: answered by the isolated site, and not linearizable
  int whole_violated = 0;  // whole runs: not linearizable
  int undecided = 0;       // pairs of runs of which one could not be decided
  bool operator==(const Letters&) const = default;
};

std::string text_of(const Letters& letters);  // "PA/EC"

// `runs` of each kind; a cut run's site is drawn in turn.
Letters measure_letters(const NamedSystem& system, const Configuration& configuration, int runs);

}  // namespace caplab::lesson
