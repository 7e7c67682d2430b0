// Operations are placed one after the other. What each one knows of is a number for each process:
// how many of its operations. An update knows only what its process knew, since knowing less leaves
// every other operation more freedom; a read chooses a least knowledge that explains its result.
// Definitions as in Bouajjani, Enea, Guerraoui & Hamza 2017, section 3, for any type of object.
#include "engine/check/causal_search.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "engine/check/explaining_order.h"
#include "engine/check/row_set.h"
#include "engine/check/search.h"
#include "engine/check/turns.h"
#include "engine/check/undecided.h"

namespace caplab::check {
namespace {

using history::History;

constexpr std::size_t kRowMax = std::size_t{1} << 16;
constexpr std::uint64_t kKnowledgeMax = std::uint64_t{1} << 23;  // 64 MB and what it is kept in

class Causes {
 public:
  Causes(const History& history, const Options& options, CausalModel model, std::int64_t steps_max);
  Found run();

 private:
  struct Way {
    std::size_t process = 0;  // whose next turn is placed
    Knowledge knowledge;      // and what it knows of
  };
  struct Choice {
    std::size_t placed = 0;  // how many turns were placed before it
    std::vector<Way> ways;
    std::size_t next = 0;
  };

  bool in_one_order() const { return model_ == CausalModel::causal_convergence; }
  const Turn* next_of(std::size_t process) const;
  Knowledge own_knowledge(std::size_t process) const;
  Knowledge with_next_of(Knowledge knowledge, std::size_t process) const;
  bool explains(const Knowledge& knowledge, std::size_t process);
  std::vector<Way> least_explanations(std::size_t process);

  void place(const Way& way);
  void take_back();
  bool place_at_once(std::size_t process);
  void place_all_at_once();
  bool is_new();
  Choice choice();
  bool take_next();

  const CausalModel model_;
  const std::int64_t steps_max_;
  std::int64_t steps_left_;
  const Turns turns_;
  std::vector<std::vector<Knowledge>> knows_;  // by process and place, of what is placed
  std::vector<Placed> placed_;
  std::vector<Choice> choices_;
  std::vector<std::int64_t> row_;
  RowSet seen_;
  std::size_t certain_left_;
  std::size_t knowledge_held_ = 0;  // of ways that wait to be tried
};

// One more than the largest if it is larger still.
std::size_t row_width(const Turns& turns) {
  std::uint64_t count = 0;
  for (const std::vector<Turn>& process : turns.processes) count += process.size();
  const std::uint64_t width = turns.processes.size() * (count + 1) + count;
  return static_cast<std::size_t>(std::min<std::uint64_t>(width, kRowMax + 1));
}

Causes::Causes(const History& history, const Options& options, CausalModel model,
               std::int64_t steps_max)
    : model_(model),
      steps_max_(steps_max),
      steps_left_(steps_max),
      turns_(history, options),
      knows_(turns_.processes.size()),
      seen_(row_width(turns_)),
      certain_left_(turns_.certain) {}

const Turn* Causes::next_of(std::size_t process) const {
  const std::vector<Turn>& turns = turns_.processes[process];
  return knows_[process].size() < turns.size() ? &turns[knows_[process].size()] : nullptr;
}

// What a process's next turn knows at least: its own earlier turns and what they knew.
Knowledge Causes::own_knowledge(std::size_t process) const {
  const std::vector<Knowledge>& known = knows_[process];
  Knowledge own = known.empty() ? Knowledge(knows_.size(), 0) : known.back();
  own[process] = static_cast<std::uint32_t>(known.size());
  return own;
}

// One more turn of `process`, and all that this one knew of.
Knowledge Causes::with_next_of(Knowledge knowledge, std::size_t process) const {
  const Knowledge& more = knows_[process][knowledge[process]++];
  for (std::size_t i = 0; i < knowledge.size(); ++i) {
    knowledge[i] = std::max(knowledge[i], more[i]);
  }
  return knowledge;
}

bool Causes::explains(const Knowledge& knowledge, std::size_t process) {
  const Reading reading{knowledge, process, *next_of(process), knows_, placed_};
  if (in_one_order()) return replay_explains(turns_, reading, steps_left_);
  const bool all_own = model_ == CausalModel::causal_memory;
  return some_order_explains(turns_, reading, all_own, steps_left_);
}

// Breadth first from what the process knows anyway; what knows more than an explanation is not
// looked at.
std::vector<Causes::Way> Causes::least_explanations(std::size_t process) {
  std::vector<Way> ways;
  std::set<Knowledge> reached{own_knowledge(process)};
  std::vector<Knowledge> waiting(reached.begin(), reached.end());
  const std::size_t held_before = knowledge_held_;
  for (std::size_t i = 0; i < waiting.size() && steps_left_ > 0; ++i) {
    if (std::uint64_t{knowledge_held_} * knows_.size() > kKnowledgeMax) return ways;
    const Knowledge knowledge = waiting[i];
    if (explains(knowledge, process)) {
      ways.push_back({process, knowledge});
      continue;
    }
    for (std::size_t other = 0; other < knowledge.size(); ++other) {
      if (other == process || knowledge[other] == knows_[other].size()) continue;
      Knowledge more = with_next_of(knowledge, other);
      if (!reached.insert(more).second) continue;
      waiting.push_back(std::move(more));
      ++knowledge_held_;
    }
  }
  knowledge_held_ = held_before;
  return ways;
}

void Causes::place(const Way& way) {
  if (next_of(way.process)->action->certain) --certain_left_;
  placed_.push_back({way.process, knows_[way.process].size()});
  knows_[way.process].push_back(way.knowledge);
}

void Causes::take_back() {
  const std::size_t process = placed_.back().process;
  placed_.pop_back();
  knows_[process].pop_back();
  if (next_of(process)->action->certain) ++certain_left_;
}

// An update, where updates have no order of their own; a read that needs to know nothing new.
bool Causes::place_at_once(std::size_t process) {
  const Turn* next = next_of(process);
  if (next == nullptr) return false;
  const Knowledge own = own_knowledge(process);
  if (next->action->observes ? !explains(own, process) : in_one_order()) return false;
  place({process, own});
  return true;
}

void Causes::place_all_at_once() {
  for (bool placed = true; placed;) {
    placed = false;
    for (std::size_t process = 0; process < knows_.size(); ++process) {
      while (place_at_once(process)) placed = true;
    }
  }
}

// A configuration is what everyone knows, and where updates have one order, that order.
bool Causes::is_new() {
  row_.clear();
  for (const std::vector<Knowledge>& process : knows_) {
    row_.push_back(static_cast<std::int64_t>(process.size()));
    for (const Knowledge& knowledge : process) {
      row_.insert(row_.end(), knowledge.begin(), knowledge.end());
    }
  }
  for (const Placed& at : placed_) {
    const bool update = !turns_.processes[at.process][at.place].action->observes;
    if (in_one_order() && update) row_.push_back(static_cast<std::int64_t>(at.process));
  }
  row_.resize(row_width(turns_), -1);
  return seen_.insert(row_);
}

Causes::Choice Causes::choice() {
  Choice choice{.placed = placed_.size(), .ways = {}};
  for (std::size_t process = 0; process < knows_.size(); ++process) {
    const Turn* next = next_of(process);
    if (next == nullptr) continue;
    if (!next->action->observes) {
      choice.ways.push_back({process, own_knowledge(process)});
      continue;
    }
    const std::vector<Way> ways = least_explanations(process);
    choice.ways.insert(choice.ways.end(), ways.begin(), ways.end());
  }
  std::stable_sort(choice.ways.begin(), choice.ways.end(), [this](const Way& a, const Way& b) {
    return next_of(a.process)->called < next_of(b.process)->called;
  });
  knowledge_held_ += choice.ways.size();
  return choice;
}

bool Causes::take_next() {
  while (!choices_.empty()) {
    Choice& choice = choices_.back();
    while (placed_.size() > choice.placed) take_back();
    if (choice.next < choice.ways.size()) {
      place(choice.ways[choice.next++]);
      return true;
    }
    knowledge_held_ -= choice.ways.size();
    choices_.pop_back();
  }
  return false;
}

Found Causes::run() {
  Found found;
  if (turns_.hopeless) found.answer = Answer::violated;
  found.too_large = row_width(turns_) > kRowMax;
  found.certain = turns_.certain;
  if (turns_.hopeless || found.too_large) return found;
  while (true) {
    place_all_at_once();
    found.longest = std::max(found.longest, turns_.certain - certain_left_);
    if (steps_left_ <= 0 || found.too_large) break;
    if (certain_left_ == 0) found.answer = Answer::holds;
    if (certain_left_ == 0) break;
    if (is_new()) choices_.push_back(choice());
    found.too_large = std::uint64_t{knowledge_held_} * knows_.size() > kKnowledgeMax;
    if (steps_left_ <= 0 || found.too_large) break;
    if (!take_next()) found.answer = Answer::violated;
    if (choices_.empty()) break;
  }
  found.work = steps_max_ - steps_left_;
  return found;
}

}  // namespace

Verdict check_by_search(const History& history, const Options& options, CausalModel model,
                        std::string_view holds) {
  const Found found = Causes(history, options, model, options.steps_max).run();
  Verdict verdict;
  verdict.answer = found.answer;
  verdict.work = found.work;
  if (found.answer == Answer::holds) verdict.why = holds;
  if (found.answer == Answer::undecided) {
    verdict.why = undecided_text(options.steps_max, found, "");
  }
  return verdict;
}

}  // namespace caplab::check
