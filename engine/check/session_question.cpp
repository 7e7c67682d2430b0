// Made from the turns of all processes.
#include "engine/check/session_question.h"

#include <algorithm>
#include <map>
#include <utility>

namespace caplab::check {
namespace {

using history::ObjectType;

constexpr std::size_t kNobody = SIZE_MAX;

std::vector<Update> updates_of(const Turns& turns) {
  std::vector<Update> updates;
  for (std::size_t process = 0; process < turns.processes.size(); ++process) {
    for (std::size_t i = 0; i < turns.processes[process].size(); ++i) {
      const Turn& turn = turns.processes[process][i];
      if (turn.action->observes) continue;
      Update update{{process, i}, turn.object, *turn.action, turn.action->certain, turn.called, {}};
      update.action.certain = true;
      updates.push_back(std::move(update));
    }
  }
  std::sort(updates.begin(), updates.end(), [](const Update& a, const Update& b) {
    if (a.called != b.called) return a.called < b.called;
    return a.action.operation < b.action.operation;
  });
  return updates;
}

// One group a read, or one a process and object.
std::vector<Group> groups_of(const Turns& turns, ObjectType type, bool chained) {
  std::vector<Group> groups;
  for (std::size_t process = 0; process < turns.processes.size(); ++process) {
    std::map<std::size_t, std::size_t> group_of;  // by object
    for (std::size_t i = 0; i < turns.processes[process].size(); ++i) {
      const Turn& turn = turns.processes[process][i];
      if (!turn.action->observes) continue;
      const Problem& problem = turns.objects[turn.object].problem;
      const auto [at, is_first] = group_of.try_emplace(turn.object, groups.size());
      if (is_first || !chained) {
        at->second = groups.size();
        groups.push_back({turn.object, {}});
      }
      groups[at->second].readers.push_back(
          {{process, i}, turn.action, Reach(problem, type, *turn.action)});
    }
  }
  return groups;
}

// Where the system's order is known, an update waits for the one before it; what is not in that
// order never took effect.
void know_order(const Options& options, std::vector<Update>& updates) {
  if (options.version_order.empty()) return;
  std::map<std::uint32_t, std::size_t> at;
  std::vector<std::uint8_t> is_known(updates.size(), 0);
  for (std::size_t i = 0; i < updates.size(); ++i) at[updates[i].action.operation] = i;
  for (const std::vector<std::uint32_t>& versions : options.version_order) {
    std::size_t before = kNobody;
    for (const std::uint32_t operation : versions) {
      const auto update = at.find(operation);
      if (update == at.end()) continue;
      is_known[update->second] = 1;
      if (before != kNobody) updates[update->second].earlier = {before};
      before = update->second;
    }
  }
  for (std::size_t i = 0; i < updates.size(); ++i) {
    updates[i].certain = is_known[i] != 0;
    if (is_known[i] == 0) updates[i].earlier = {i};
  }
}

}  // namespace

std::vector<Question> questions_of(const Turns& turns, const Options& options,
                                   Guarantee guarantee) {
  const bool chained = guarantee == Guarantee::monotonic_reads;
  const bool one_key = chained || guarantee == Guarantee::read_your_writes;
  Question all{updates_of(turns), groups_of(turns, options.object, chained)};
  std::vector<Question> questions(one_key ? turns.objects.size() : 1);
  if (!one_key) questions.front() = std::move(all);
  for (Update& update : all.updates) questions[update.object].updates.push_back(update);
  for (Group& group : all.groups) questions[group.object].groups.push_back(group);
  for (Question& question : questions) know_order(options, question.updates);
  return questions;
}

void let_others_be(Question& question) {
  const Place& read = question.groups.front().readers.front().place;
  for (Update& update : question.updates) {
    const bool own = update.place.process == read.process && update.place.turn < read.turn;
    if (!own) update.certain = false;
  }
}

std::vector<std::size_t> operations_of(const Question& question) {
  std::vector<std::size_t> operations;
  for (const Update& update : question.updates) operations.push_back(update.action.operation);
  for (const Group& group : question.groups) {
    for (const Reader& reader : group.readers) operations.push_back(reader.action->operation);
  }
  std::sort(operations.begin(), operations.end());
  return operations;
}

}  // namespace caplab::check
