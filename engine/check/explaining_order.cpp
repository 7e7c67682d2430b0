// Depth first over all orders; each set of operations with each state it leads to only once.
#include "engine/check/explaining_order.h"

#include <algorithm>

#include "engine/check/row_set.h"

namespace caplab::check {
namespace {

using States = std::vector<std::int64_t>;

// Whether the turn's result fits; then its effect is on the states.
bool perform(const Turns& turns, const Turn& turn, States& states, std::int64_t& steps_left) {
  if (--steps_left < 0) return false;
  const Object& object = turns.objects[turn.object];
  States after(object.problem.start.size());
  const std::int64_t* state = states.data() + object.offset;
  if (!object.problem.step(object.problem, *turn.action, state, after.data())) return false;
  std::copy(after.begin(), after.end(),
            states.begin() + static_cast<std::ptrdiff_t>(object.offset));
  return true;
}

class Orders {
 public:
  Orders(const Turns& turns, const Reading& reading, bool all_own, std::int64_t& steps_left);
  bool exist() { return exist_after(turns_.start); }

 private:
  struct Part {
    const Turn* turn = nullptr;
    std::vector<std::size_t> before;  // parts that must come before it
  };
  bool exist_after(const States& states);
  bool is_ready(std::size_t part) const;

  const Turns& turns_;
  std::int64_t& steps_left_;
  std::vector<Part> parts_;
  std::vector<std::int64_t> row_;  // 1 for each part that is in the order, and the states
  std::size_t left_;
  RowSet failed_;
};

bool knows(const Knowledge& knowledge, const Placed& at) {
  return knowledge[at.process] > at.place;
}

// What has to be in the order: for one result its object's updates, for several all that is known.
std::vector<Placed> known_parts(const Turns& turns, const Reading& reading, bool all_own) {
  std::vector<Placed> parts;
  for (const Placed& at : reading.placed) {
    const Turn& turn = turns.processes[at.process][at.place];
    const bool own_read = turn.action->observes && at.process == reading.process;
    const bool counts = all_own ? own_read || !turn.action->observes
                                : !turn.action->observes && turn.object == reading.turn.object;
    if (counts && knows(reading.knowledge, at)) parts.push_back(at);
  }
  return parts;
}

Orders::Orders(const Turns& turns, const Reading& reading, bool all_own, std::int64_t& steps_left)
    : turns_(turns), steps_left_(steps_left), left_(0), failed_(0) {
  const std::vector<Placed> known = known_parts(turns, reading, all_own);
  for (std::size_t i = 0; i < known.size(); ++i) {
    Part& part = parts_.emplace_back();
    part.turn = &turns.processes[known[i].process][known[i].place];
    const Knowledge& knowledge = reading.knows[known[i].process][known[i].place];
    for (std::size_t j = 0; j < known.size(); ++j) {
      if (i != j && knows(knowledge, known[j])) part.before.push_back(j);
    }
  }
  Part& last = parts_.emplace_back();
  last.turn = &reading.turn;
  for (std::size_t i = 0; i < known.size(); ++i) last.before.push_back(i);
  left_ = parts_.size();
  row_.assign(parts_.size() + turns.start.size(), 0);
  failed_ = RowSet(row_.size());
}

bool Orders::is_ready(std::size_t part) const {
  if (row_[part] != 0) return false;
  const std::vector<std::size_t>& before = parts_[part].before;
  return std::all_of(before.begin(), before.end(), [this](std::size_t i) { return row_[i] != 0; });
}

bool Orders::exist_after(const States& states) {
  if (left_ == 0) return true;
  std::copy(states.begin(), states.end(),
            row_.begin() + static_cast<std::ptrdiff_t>(parts_.size()));
  if (!failed_.insert(row_)) return false;
  for (std::size_t part = 0; part < parts_.size() && steps_left_ > 0; ++part) {
    States after = states;
    if (!is_ready(part) || !perform(turns_, *parts_[part].turn, after, steps_left_)) continue;
    row_[part] = 1;
    --left_;
    const bool found = exist_after(after);
    row_[part] = 0;
    ++left_;
    if (found) return true;
  }
  return false;
}

}  // namespace

bool replay_explains(const Turns& turns, const Reading& reading, std::int64_t& steps_left) {
  States states = turns.start;
  for (const Placed& at : reading.placed) {
    const Turn& turn = turns.processes[at.process][at.place];
    const bool counts = !turn.action->observes && turn.object == reading.turn.object;
    if (!counts || !knows(reading.knowledge, at)) continue;
    if (!perform(turns, turn, states, steps_left)) return false;
  }
  return perform(turns, reading.turn, states, steps_left);
}

bool some_order_explains(const Turns& turns, const Reading& reading, bool all_own,
                         std::int64_t& steps_left) {
  return Orders(turns, reading, all_own, steps_left).exist();
}

}  // namespace caplab::check
