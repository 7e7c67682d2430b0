// Updates are put in an order, one after the other. Each read has a set of states that it may have
// come to by seeing the update or not; the guarantee says when it must, or when it cannot any more.
// What keeps it small, without changing an answer:
// - one order of all operations, as in most recorded runs, keeps every guarantee; it is asked
// first;
// - states from which the rest cannot lead to the read's result are dropped;
// - of two neighbours that commute only one order is tried;
// - what has been placed, with the same states of the reads, is searched once.
#include "engine/check/session_search.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/check/interleave.h"
#include "engine/check/reach.h"
#include "engine/check/session_question.h"
#include "engine/check/turns.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::ObjectType;

using Row = std::vector<std::int64_t>;

constexpr std::size_t kRowsMax = std::size_t{1} << 20;  // that are kept at a time
constexpr std::size_t kMemoMax = std::size_t{1} << 23;  // numbers
constexpr std::size_t kNobody = SIZE_MAX;
constexpr std::int64_t kShareOfStronger = 4;  // of the budget

class SessionSearch {
 public:
  SessionSearch(const Turns& turns, const Options& options, Guarantee guarantee,
                const Question& question, std::int64_t steps_max);
  SessionFound run();

 private:
  using Rows = std::vector<Row>;
  struct Level {
    std::vector<std::size_t> candidates;
    std::size_t next = 0;
    std::size_t placed = kNobody;                      // the update that led here
    std::vector<std::pair<std::size_t, Rows>> before;  // groups as they were without it
    std::vector<std::size_t> closed;                   // groups that it closed
  };

  const Problem& problem(std::size_t object) const { return turns_.objects[object].problem; }
  bool fits(const Group& group, const Row& row) const;
  bool is_done() const;
  bool may_come(std::size_t update) const;
  bool commute(std::size_t a, std::size_t b) const;
  std::vector<std::size_t> candidates() const;
  bool must_see(const Update& update, const Group& group) const;
  bool step(const Update& update, std::size_t reader, std::size_t size, const Row& row, Row& next);
  void add_ways(const Update& update, std::size_t group, const Row& row, Rows& after);
  bool close_readers(const Update& update, Level& level);
  bool show(const Update& update, Level& level);
  bool place(std::size_t update);
  void take_back();
  bool is_new();
  Reach::Left left_for(const Group& group) const;
  bool is_alive(const Group& group, const Row& row, const Reach::Left& left);

  const Turns& turns_;
  const Options& options_;
  const Guarantee guarantee_;
  const Question& question_;
  const std::int64_t steps_max_;
  std::int64_t steps_ = 0;
  std::vector<Rows> rows_;            // by group
  std::vector<std::uint8_t> closed_;  // by group
  std::vector<std::uint8_t> placed_;  // by update
  std::size_t placed_count_ = 0;
  std::size_t rows_kept_ = 0;
  std::vector<Level> levels_;
  std::set<Row> seen_;
  std::size_t seen_size_ = 0;
  SessionFound found_;
};

SessionSearch::SessionSearch(const Turns& turns, const Options& options, Guarantee guarantee,
                             const Question& question, std::int64_t steps_max)
    : turns_(turns),
      options_(options),
      guarantee_(guarantee),
      question_(question),
      steps_max_(steps_max),
      closed_(question.groups.size(), 0),
      placed_(question.updates.size(), 0) {
  for (const Group& group : question.groups) {
    Row row;
    for (std::size_t i = 0; i < group.readers.size(); ++i) {
      const auto& start = problem(group.object).start;
      row.insert(row.end(), start.begin(), start.end());
    }
    rows_.push_back({row});
  }
  found_.updates = question.updates.size();
}

// Whether the row is what all of the group's reads have shown.
bool SessionSearch::fits(const Group& group, const Row& row) const {
  const Problem& of = problem(group.object);
  Row unused(of.start.size());
  for (std::size_t i = 0; i < group.readers.size(); ++i) {
    const std::int64_t* state = row.data() + i * of.start.size();
    if (!of.step(of, *group.readers[i].action, state, unused.data())) return false;
  }
  return true;
}

bool SessionSearch::is_done() const {
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    if (placed_[i] == 0 && question_.updates[i].certain) return false;
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Group& group = question_.groups[i];
    const auto fit = [&](const Row& row) { return fits(group, row); };
    if (std::none_of(rows_[i].begin(), rows_[i].end(), fit)) return false;
  }
  return true;
}

bool SessionSearch::may_come(std::size_t update) const {
  if (placed_[update] != 0) return false;
  const Update& next = question_.updates[update];
  for (const std::size_t earlier : next.earlier) {
    if (placed_[earlier] == 0) return false;
  }
  if (guarantee_ != Guarantee::monotonic_writes) return true;
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    const Update& other = question_.updates[i];
    const bool own_earlier =
        other.place.process == next.place.process && other.place.turn < next.place.turn;
    if (own_earlier && other.certain && placed_[i] == 0) return false;
  }
  return true;
}

// Whether their order makes no difference when they follow each other.
bool SessionSearch::commute(std::size_t a, std::size_t b) const {
  if (guarantee_ == Guarantee::writes_follow_reads || !options_.version_order.empty()) return false;
  const Update& one = question_.updates[a];
  const Update& other = question_.updates[b];
  if (one.object != other.object) return true;
  if (options_.object == ObjectType::counter) return true;
  if (options_.object != ObjectType::set) return false;
  return one.action.function == other.action.function ||
         one.action.argument != other.action.argument;
}

std::vector<std::size_t> SessionSearch::candidates() const {
  const std::size_t last = levels_.empty() ? kNobody : levels_.back().placed;
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    if (last != kNobody && i < last && commute(i, last)) continue;
    if (may_come(i)) result.push_back(i);
  }
  return result;
}

bool SessionSearch::must_see(const Update& update, const Group& group) const {
  const Place& read = group.readers.front().place;
  return guarantee_ == Guarantee::read_your_writes && read.process == update.place.process &&
         update.place.turn < read.turn;
}

// The state of one of a row's reads after the update.
bool SessionSearch::step(const Update& update, std::size_t reader, std::size_t size, const Row& row,
                         Row& next) {
  ++steps_;
  const Problem& of = problem(update.object);
  return of.step(of, update.action, row.data() + reader * size, next.data() + reader * size);
}

// The updates of the group's object that are not placed yet. What must be seen will come, but for
// what may not have happened.
Reach::Left SessionSearch::left_for(const Group& group) const {
  Reach::Left left;
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    const Update& update = question_.updates[i];
    if (placed_[i] != 0 || update.object != group.object) continue;
    const bool must = update.certain && must_see(update, group);
    (must ? left.must : left.may).push_back(&update.action);
  }
  return left;
}

// What a read still needs its process's later ones will see, too.
bool SessionSearch::is_alive(const Group& group, const Row& row, const Reach::Left& left) {
  const std::size_t size = problem(group.object).start.size();
  const bool is_chain = group.readers.size() > 1;
  Reach::Left rest = left;
  const std::size_t size_left = left.may.size() + left.must.size();
  steps_ += static_cast<std::int64_t>(size_left * group.readers.size() / 8);
  for (std::size_t i = 0; i < group.readers.size(); ++i) {
    const Reach& reach = group.readers[i].reach;
    if (!reach.is_possible(row.data() + i * size, rest)) return false;
    if (is_chain) reach.settle(row.data() + i * size, rest);
  }
  return true;
}

// The last read sees it, or the last two, and so on: what a read has seen, later ones do, too.
void SessionSearch::add_ways(const Update& update, std::size_t at, const Row& row, Rows& after) {
  const Group& group = question_.groups[at];
  const std::size_t size = problem(group.object).start.size();
  if (!must_see(update, group)) after.push_back(row);
  Row next = row;
  for (std::size_t reader = group.readers.size(); reader-- > 0;) {
    if (!step(update, reader, size, row, next)) return;
    after.push_back(next);
  }
}

// Under writes follow reads what the process read before must have been there before.
bool SessionSearch::close_readers(const Update& update, Level& level) {
  if (guarantee_ != Guarantee::writes_follow_reads) return true;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Group& group = question_.groups[i];
    const Place& read = group.readers.front().place;
    const bool reads_before = read.process == update.place.process && read.turn < update.place.turn;
    if (closed_[i] != 0 || !reads_before) continue;
    closed_[i] = 1;
    level.closed.push_back(i);
    const auto fit = [&](const Row& row) { return fits(group, row); };
    steps_ += static_cast<std::int64_t>(rows_[i].size());
    if (std::none_of(rows_[i].begin(), rows_[i].end(), fit)) return false;
  }
  return true;
}

// Says no where the budget ends; whoever asked looks at that first.
bool SessionSearch::show(const Update& update, Level& level) {
  for (std::size_t i = 0; i < rows_.size() && steps_ <= steps_max_; ++i) {
    const Group& group = question_.groups[i];
    if (group.object != update.object || closed_[i] != 0) continue;
    const Reach::Left left = left_for(group);
    Rows after;
    for (const Row& row : rows_[i]) {
      if (steps_ > steps_max_) return false;
      add_ways(update, i, row, after);
    }
    std::sort(after.begin(), after.end());
    after.erase(std::unique(after.begin(), after.end()), after.end());
    std::erase_if(
        after, [&](const Row& row) { return steps_ > steps_max_ || !is_alive(group, row, left); });
    if (after == rows_[i]) continue;
    rows_kept_ += rows_[i].size();
    level.before.push_back({i, std::exchange(rows_[i], std::move(after))});
    if (rows_[i].empty()) return false;
  }
  // What may not have happened and shows nowhere is of no use.
  return update.certain || !level.before.empty();
}

// Whether every read may still come to its result.
bool SessionSearch::place(std::size_t at) {
  const Update& update = question_.updates[at];
  placed_[at] = 1;
  ++placed_count_;
  found_.placed_max = std::max(found_.placed_max, placed_count_);
  Level level{.candidates = {}, .placed = at, .before = {}, .closed = {}};
  const bool closes = close_readers(update, level);
  const bool alive = closes && show(update, level);
  levels_.push_back(std::move(level));
  return alive;
}

void SessionSearch::take_back() {
  Level& level = levels_.back();
  const std::size_t at = level.placed;
  for (auto& [group, rows] : level.before) {
    rows_[group] = std::move(rows);
    rows_kept_ -= rows_[group].size();
  }
  for (const std::size_t group : level.closed) closed_[group] = 0;
  levels_.pop_back();
  placed_[at] = 0;
  --placed_count_;
}

// Which update came last does not belong to it, though that decides which neighbours are tried: one
// that is passed over was tried before, in the other order, and led to the same.
bool SessionSearch::is_new() {
  Row row(placed_.begin(), placed_.end());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    row.push_back(static_cast<std::int64_t>(rows_[i].size()));
    if (closed_[i] != 0) continue;
    for (const Row& states : rows_[i]) row.insert(row.end(), states.begin(), states.end());
  }
  steps_ += static_cast<std::int64_t>(row.size() / 8 + 1);
  if (seen_size_ + row.size() > kMemoMax) return !seen_.contains(row);
  const std::size_t size = row.size();
  const bool is_new = seen_.insert(std::move(row)).second;
  if (is_new) seen_size_ += size;
  return is_new;
}

SessionFound SessionSearch::run() {
  found_.answer = Answer::violated;
  levels_.push_back({.candidates = candidates(), .before = {}, .closed = {}});
  bool done = is_done();
  while (!done) {
    Level& level = levels_.back();
    if (level.next == level.candidates.size()) {
      if (levels_.size() == 1) break;
      take_back();
      continue;
    }
    const bool alive = place(level.candidates[level.next++]);
    found_.work = steps_;
    if (steps_ > steps_max_ || rows_kept_ > kRowsMax) {
      found_.answer = Answer::undecided;
      return found_;
    }
    if (!alive || !is_new()) {
      take_back();
      continue;
    }
    done = is_done();
    levels_.back().candidates = candidates();
  }
  if (done) found_.answer = Answer::holds;
  return found_;
}

// Asks about each group of reads alone: what one violates is violated, by few operations. Where all
// updates commute no order can suit one group and not another, so then that is the whole answer.
SessionFound ask_each(const Turns& turns, const Options& options, Guarantee guarantee,
                      const Question& question, std::int64_t steps_max) {
  const bool all_commute =
      options.object == ObjectType::counter && guarantee != Guarantee::writes_follow_reads;
  const bool one_key =
      guarantee == Guarantee::read_your_writes || guarantee == Guarantee::monotonic_reads;
  const bool any_order = one_key && options.version_order.empty();
  SessionFound found;
  found.answer = all_commute && !question.groups.empty() ? Answer::holds : Answer::undecided;
  for (const Group& group : question.groups) {
    Question alone{question.updates, {group}};
    if (any_order) let_others_be(alone);
    const SessionFound of =
        SessionSearch(turns, options, guarantee, alone, steps_max - found.work).run();
    found.work += of.work;
    found.updates = of.updates;
    found.placed_max = std::max(found.placed_max, of.placed_max);
    if (of.answer != Answer::holds) found.answer = of.answer;
    if (of.answer == Answer::violated) found.operations = operations_of(alone);
    if (of.answer != Answer::holds) break;
  }
  return found;
}

SessionFound ask(const Turns& turns, const Options& options, Guarantee guarantee,
                 const Question& question, std::int64_t steps_max) {
  SessionFound each = ask_each(turns, options, guarantee, question, steps_max / 2);
  if (each.answer != Answer::undecided) return each;
  SessionFound all =
      SessionSearch(turns, options, guarantee, question, steps_max - each.work).run();
  all.work += each.work;
  if (all.answer == Answer::violated) all.operations = operations_of(question);
  return all;
}

}  // namespace

SessionFound search_session(const History& history, const Options& options, Guarantee guarantee) {
  const Turns turns(history, options);
  SessionFound found;
  found.answer = turns.hopeless ? Answer::violated : Answer::holds;
  for (const Object& object : turns.objects) {
    if (object.problem.hopeless == kNoAction) continue;
    found.operations = {object.problem.actions[object.problem.hopeless].operation};
  }
  if (turns.hopeless) return found;
  if (options.version_order.empty()) {
    const Found stronger = interleave(history, options, options.steps_max / kShareOfStronger);
    found.work = stronger.work;
    if (stronger.answer == Answer::holds) return found;
  }
  for (const Question& question : questions_of(turns, options, guarantee)) {
    const std::int64_t work = found.work;
    SessionFound of = ask(turns, options, guarantee, question, options.steps_max - work);
    of.work += work;
    if (of.answer == Answer::violated) return of;
    const bool undecided = found.answer == Answer::undecided || of.answer == Answer::undecided;
    found = of;
    if (undecided) found.answer = Answer::undecided;
  }
  return found;
}

}  // namespace caplab::check
