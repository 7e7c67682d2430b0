#include "engine/sim/session.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

// Going back re-plays at most this many events.
constexpr std::uint64_t kStepsBetweenCheckpoints = 256;

}  // namespace

Session::Session(Scenario scenario)
    : scenario_(std::move(scenario)), world_(make_world(scenario_)) {
  checkpoints_.push_back({world_, mark(log_)});
}

void Session::step_and_keep() {
  caplab::step(scenario_, world_, log_);
  if (world_.steps < checkpoints_.back().world.steps + kStepsBetweenCheckpoints) return;
  checkpoints_.push_back({world_, mark(log_)});
}

void Session::restore(const Checkpoint& checkpoint) {
  world_ = checkpoint.world;
  rewind(log_, checkpoint.mark);
}

bool Session::step() {
  if (at_end()) return false;
  step_and_keep();
  return true;
}

bool Session::step_back() {
  if (world_.steps == 0) return false;
  const std::uint64_t target = world_.steps - 1;
  const auto after = std::partition_point(
      checkpoints_.begin(), checkpoints_.end(),
      [&](const Checkpoint& checkpoint) { return checkpoint.world.steps <= target; });
  restore(*std::prev(after));
  while (world_.steps < target) step_and_keep();
  return true;
}

std::uint64_t Session::run(Time until, std::uint64_t events_max) {
  std::uint64_t taken = 0;
  const Time last = std::min(until, scenario_.end);
  while (next_time(scenario_, world_) <= last) {
    if (taken == events_max) return taken;
    step_and_keep();
    ++taken;
  }
  world_.now = std::max(world_.now, last);
  return taken;
}

void Session::seek(Time at) {
  if (at < world_.now) {
    const auto after = std::partition_point(
        checkpoints_.begin(), checkpoints_.end(),
        [&](const Checkpoint& checkpoint) { return checkpoint.world.now <= at; });
    ENSURE(after != checkpoints_.begin());
    restore(*std::prev(after));
  }
  run(at);
}

// Commands come before what happens at the same time, so this one gets the next microsecond:
// otherwise a replay would put it before what has already happened now.
void Session::apply(const Command& command) {
  run(world_.now);
  const auto here = scenario_.script.begin() + static_cast<std::ptrdiff_t>(world_.next_command);
  scenario_.script.insert(here, {world_.now + microseconds(1), command});
  std::erase_if(checkpoints_, [&](const Checkpoint& checkpoint) {
    return checkpoint.world.steps > world_.steps;
  });
  step_and_keep();
}

}  // namespace caplab
