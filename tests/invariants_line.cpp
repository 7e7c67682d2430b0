// What can only be said of a whole run: that the versions of each key form one line.
#include <map>
#include <set>
#include <utility>

#include "engine/object/object.h"
#include "tests/invariants.h"
#include "tests/invariants_objects.h"
#include "tests/invariants_primary_backup.h"
#include "tests/invariants_text.h"

namespace caplab::test {

using object::Version;

std::optional<Broken> Invariants::at_end(const Log& log) const {
  // A replica of Raft may apply several entries at once, so its copies do not show all versions;
  // raft.state_machine_safety makes the line itself.
  const bool shows_all = !std::holds_alternative<raft::Config>(scenario_.system.stores[0].protocol);
  if (!promises_.one_order || !shows_all || may_roll_back(scenario_)) return std::nullopt;
  const StoreSpec& store = scenario_.system.stores[0];
  ByStamp written = written_;
  // Of two in one event only the log has seen the first; but for numbers it has not kept what that
  // held, so there the line cannot be followed.
  std::set<std::pair<Key, object::Stamp>> gaps;
  for (const Event& event : log.events) {
    const bool ours = event.kind == EventKind::stored && event.store == StoreId{0};
    if (!ours || written.count({event.key, event.stamp}) > 0) continue;
    if (std::holds_alternative<object::Number>(store.initial)) {
      written.try_emplace({event.key, event.stamp},
                          Version{event.stamp, event.op, object::Number{event.value}});
    } else {
      gaps.insert({event.key, event.stamp});
    }
  }
  std::map<Key, Version> last;
  std::map<OpId, int> turns;  // of each operation in the line; a completed one may come again
  for (const auto& [where, version] : written) {
    const Key key = where.first;
    const Version before = last.try_emplace(key, Version{{}, kNoOp, store.initial}).first->second;
    last[key] = version;
    const auto gap = gaps.upper_bound({key, before.stamp});
    if (gap != gaps.end() && *gap < std::pair(key, version.stamp)) continue;
    if (version.writer_op == before.writer_op && version.content == before.content) continue;
    const Operation& operation = log.operations[index(version.writer_op)];
    const object::Effect effect = object::apply(before.content, operation.request,
                                                stamp_of(version, operation.op), operation.op);
    const bool follows = effect.changed && effect.next == version.content;
    if (!follows || ++turns[version.writer_op] > 1) {
      return Broken{"replica.versions_form_one_line",
                    text(version) + " does not follow from " + text(before)};
    }
  }
  return std::nullopt;
}

}  // namespace caplab::test
