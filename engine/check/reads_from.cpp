// First every read with only one possible writer, all at once: in most histories that is all. Then,
// depth first, one read after the other with each of its possible writers.
#include "engine/check/reads_from.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace caplab::check {
namespace {

using Position = std::int32_t;

class Chooser {
 public:
  Chooser(const Accesses& accesses, const Options& options, Judge judge);
  Judged run();

 private:
  struct Source {  // something that can be found on a key
    std::int32_t key = 0;
    history::Value value = history::kNoValue;
    Position writer = kStart;
  };
  struct Choice {
    std::size_t reader = 0;
    std::vector<Position> candidates;
    std::size_t next = 0;      // the candidate to try next
    bool made_happen = false;  // the current candidate had not happened without this choice
  };

  const Access& at(Position position) const {
    return accesses_.all[static_cast<std::size_t>(position)];
  }
  void list_sources();
  std::vector<Position> candidates_of(std::size_t reader) const;
  bool is_open(std::size_t reader) const;
  bool choose_forced();
  bool object();
  bool settle();
  bool take_next();
  void undo(Choice& choice);
  bool assign(std::size_t reader, Position writer);
  void count_explained();

  const Accesses& accesses_;
  const Options& options_;
  const Judge judge_;
  std::vector<Source> sources_;  // by key, value and writer
  ReadsFrom reads_from_;
  std::vector<Choice> choices_;
  Judged judged_;
};

Chooser::Chooser(const Accesses& accesses, const Options& options, Judge judge)
    : accesses_(accesses), options_(options), judge_(judge) {
  reads_from_.writer.assign(accesses.all.size(), kUnchosen);
  for (const Access& access : accesses.all) reads_from_.happened.push_back(access.certain ? 1 : 0);
  list_sources();
}

void Chooser::list_sources() {
  for (std::size_t key = 0; key < accesses_.keys; ++key) {
    sources_.push_back({static_cast<std::int32_t>(key), accesses_.initial, kStart});
  }
  for (std::size_t i = 0; i < accesses_.all.size(); ++i) {
    const Access& access = accesses_.all[i];
    if (!access.writes) continue;
    sources_.push_back({access.key, access.written, static_cast<Position>(i)});
  }
  std::sort(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) {
    return std::tie(a.key, a.value, a.writer) < std::tie(b.key, b.value, b.writer);
  });
}

// Likely ones first: in a recorded run it mostly was the latest write before the read's return.
std::vector<Position> Chooser::candidates_of(std::size_t reader) const {
  const Access& read = accesses_.all[reader];
  const auto of_key =
      std::equal_range(sources_.begin(), sources_.end(), Source{.key = read.key},
                       [](const Source& a, const Source& b) { return a.key < b.key; });
  auto [first, last] = of_key;
  if (read.finds) {
    std::tie(first, last) =
        std::equal_range(first, last, Source{.value = read.value},
                         [](const Source& a, const Source& b) { return a.value < b.value; });
  }
  std::vector<Position> candidates;
  for (auto source = first; source != last; ++source) {
    const bool fits = read.finds || source->value != read.value;
    if (fits && source->writer != static_cast<Position>(reader)) {
      candidates.push_back(source->writer);
    }
  }
  const auto likelihood = [&](Position writer) {
    if (writer == kStart) return INT64_MIN + 1;
    return at(writer).called <= read.returned ? at(writer).called : INT64_MIN;
  };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](Position a, Position b) { return likelihood(a) > likelihood(b); });
  return candidates;
}

bool Chooser::is_open(std::size_t reader) const {
  const Access& access = accesses_.all[reader];
  return (access.finds || access.avoids) && reads_from_.happened[reader] != 0 &&
         reads_from_.writer[reader] == kUnchosen;
}

// Whether the writer had not happened without this.
bool Chooser::assign(std::size_t reader, Position writer) {
  reads_from_.writer[reader] = writer;
  if (writer == kStart) return false;
  std::uint8_t& happened = reads_from_.happened[static_cast<std::size_t>(writer)];
  const bool made_happen = happened == 0;
  happened = 1;
  return made_happen;
}

// False if something was found that nobody wrote.
bool Chooser::choose_forced() {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t reader = 0; reader < accesses_.all.size(); ++reader) {
      if (judged_.work > options_.steps_max) return true;
      if (!is_open(reader)) continue;
      const std::vector<Position> candidates = candidates_of(reader);
      judged_.work += static_cast<std::int64_t>(candidates.size()) + 1;
      if (candidates.empty()) {
        judged_.reason.contradiction = Contradiction::no_writer;
        judged_.reason.read = accesses_.all[reader].operation;
        return false;
      }
      if (candidates.size() > 1) continue;
      changed = assign(reader, candidates.front()) || changed;
    }
  }
  return true;
}

// Whether the model has something against the choices so far.
bool Chooser::object() {
  ++judged_.tried;
  judged_.reason = judge_(accesses_, reads_from_, options_, judged_.work);
  return judged_.reason.contradiction != Contradiction::none;
}

// Whether nothing is open any more; else the next open read becomes a choice.
bool Chooser::settle() {
  std::size_t reader = 0;
  while (reader < accesses_.all.size() && !is_open(reader)) ++reader;
  if (reader == accesses_.all.size()) return true;
  choices_.push_back({.reader = reader, .candidates = candidates_of(reader)});
  return false;
}

void Chooser::undo(Choice& choice) {
  if (choice.next == 0) return;
  const Position writer = choice.candidates[choice.next - 1];
  reads_from_.writer[choice.reader] = kUnchosen;
  if (choice.made_happen) reads_from_.happened[static_cast<std::size_t>(writer)] = 0;
}

// The next candidate of the latest choice that has one; false if none is left.
bool Chooser::take_next() {
  while (!choices_.empty()) {
    Choice& choice = choices_.back();
    undo(choice);
    if (choice.next < choice.candidates.size()) {
      choice.made_happen = assign(choice.reader, choice.candidates[choice.next++]);
      return true;
    }
    choices_.pop_back();
  }
  return false;
}

void Chooser::count_explained() {
  for (std::size_t reader = 0; reader < accesses_.all.size(); ++reader) {
    const bool chosen = reads_from_.writer[reader] != kUnchosen;
    if (chosen) ++judged_.explained;
    if (chosen || is_open(reader)) ++judged_.reads;
  }
}

Judged Chooser::run() {
  judged_.answer = Answer::violated;
  if (!choose_forced()) return judged_;
  bool bad = object();
  while (true) {
    if (bad && choices_.empty()) return judged_;
    if (judged_.work > options_.steps_max) break;
    if (!bad && settle()) {
      judged_.answer = Answer::holds;
      return judged_;
    }
    if (!take_next()) return judged_;
    bad = object();
  }
  judged_.answer = Answer::undecided;
  count_explained();
  return judged_;
}

}  // namespace

Judged judge_reads(const Accesses& accesses, const Options& options, Judge judge) {
  return Chooser(accesses, options, judge).run();
}

}  // namespace caplab::check
