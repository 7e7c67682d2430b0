// What a run's fingerprint is made of: everything that was recorded, and where the random streams
// and the nodes' copies ended up.
#include "engine/base/fingerprint.h"

#include "engine/sim/world.h"

namespace caplab {
namespace {

void mix(Fingerprint& print, const object::Stamp& stamp) {
  print.mix(stamp.time.us).mix(std::uint64_t{index(stamp.writer)});
}

void mix(Fingerprint& print, const Event& event) {
  print.mix(event.at.us).mix(event.until.us).mix(event.value);
  mix(print, event.stamp);
  print.mix(std::uint64_t{event.number}).mix(std::uint64_t{index(event.op)});
  print.mix(std::uint64_t{index(event.node)} << 40 | std::uint64_t{index(event.peer)} << 32 |
            std::uint64_t{index(event.store)} << 24 | std::uint64_t{index(event.key)} << 8);
  print.mix(static_cast<std::uint64_t>(event.kind) << 16 |
            static_cast<std::uint64_t>(event.message) << 8 |
            static_cast<std::uint64_t>(event.reason));
}

void mix(Fingerprint& print, const Operation& operation) {
  print.mix(operation.called.us).mix(operation.returned.us);
  print.mix(static_cast<std::uint64_t>(operation.outcome));
  print.mix(std::uint64_t{operation.answer.accepted});
  print.mix(object::digest(operation.answer.shown.content));
  mix(print, operation.answer.shown.stamp);
  if (operation.answer.conflicts > 0) print.mix(std::uint64_t{operation.answer.conflicts});
}

void mix(Fingerprint& print, const Node& node) {
  for (const StoreState& store : node.stores) {
    print.mix(std::uint64_t{hints_of(store)});
    for (const object::Version& version : versions_of(store)) {
      mix(print, version.stamp);
      print.mix(object::digest(version.content));
    }
  }
}

}  // namespace

std::uint64_t fingerprint(const World& world, const Log& log) {
  Fingerprint print;
  for (const Event& event : log.events) mix(print, event);
  for (const Operation& operation : log.operations) mix(print, operation);
  for (const Node& node : world.nodes) mix(print, node);
  for (const std::uint64_t word : world.network.state()) print.mix(word);
  for (const std::uint64_t word : world.timers.state()) print.mix(word);
  print.mix(world.now.us).mix(world.steps);
  return print.digest();
}

}  // namespace caplab
