// Which of several records counts where only so many can: the conflict policy at work.
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

struct Rival {
  Record record;
  Stamp asked;  // when what it answers was asked for; its own stamp where nothing came before
};

// Those that count, the best first. At most `room`, but all of them under unite; where there are
// more than `room`, none under siblings.
Records winners(std::vector<Rival> rivals, std::size_t room, Conflict conflict);

// The same for records that answer nothing else.
Records winners(const Records& rivals, std::size_t room, Conflict conflict);

}  // namespace caplab::object
