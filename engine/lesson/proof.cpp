#include "engine/lesson/proof.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/sim/world.h"

namespace caplab::lesson {
namespace {

constexpr std::array<Side, kSides> kAllSides{Side::safety, Side::availability, Side::latency,
                                             Side::repair};
constexpr int kPassingPercentMax = 40;

std::vector<std::string> failed_criteria(const Grade& grade) {
  std::vector<std::string> ids;
  for (const Mark& mark : grade.marks) {
    if (!mark.pass) ids.push_back(grade.rubric[mark.criterion].id);
  }
  return ids;
}

// Failed for good, not only for want of steps: a safety count may be undecided.
bool fails(const Grade& grade, const Mark& mark) {
  const Criterion& criterion = grade.rubric[mark.criterion];
  if (mark.pass) return false;
  return criterion.side != Side::safety || mark.value > criterion.limit ||
         broken_in_orders(grade, mark.criterion);
}

bool fails_as_named(const Grade& grade, const std::string& name) {
  return std::any_of(grade.marks.begin(), grade.marks.end(), [&](const Mark& mark) {
    const Criterion& criterion = grade.rubric[mark.criterion];
    return (criterion.id == name || name_of(criterion.side) == name) && fails(grade, mark);
  });
}

// Whose marks decide whether it fails as named: a criterion of its own choices in its situation, or
// a side; none where the name is neither.
std::optional<Pool> pool_named(const Lesson& lesson, const Solution& wrong) {
  const Lesson own = settled(in_situation(lesson, wrong.situation), wrong.choices);
  for (const Criterion& criterion : own.rubric) {
    if (criterion.id == wrong.fails || name_of(criterion.side) == wrong.fails) {
      return pool_of(criterion);
    }
  }
  return std::nullopt;
}

bool more_is_better(const Criterion& criterion) { return criterion.side == Side::availability; }

// By 10 %, and the intervals do not meet.
bool clearly_better(const Criterion& criterion, const Mark& a, const Mark& b) {
  if (more_is_better(criterion)) {
    return a.low > b.high && a.value * 10 >= b.value * 11;
  }
  return a.high < b.low && b.value * 10 >= a.value * 11;
}

// What only one of the two is judged by does not compare.
std::vector<Side> better_sides(const Grade& a, const Grade& b) {
  std::vector<Side> sides;
  for (const Mark& mark : a.marks) {
    const Criterion& criterion = a.rubric[mark.criterion];
    const auto other = std::find_if(b.marks.begin(), b.marks.end(), [&](const Mark& one) {
      return b.rubric[one.criterion].id == criterion.id;
    });
    if (other == b.marks.end()) continue;
    if (clearly_better(criterion, mark, *other)) sides.push_back(criterion.side);
  }
  return sides;
}

// The one level that is chosen everywhere, if there is one. Where more is open than levels, they
// alone are no answer.
std::optional<Level> uniform_level(const Lesson& lesson, const Choices& choices) {
  const std::optional<Level> level = lesson.choices[0].options[choices[0]].level;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (lesson.choices[i].options[choices[i]].level != level) return std::nullopt;
  }
  return level;
}

std::vector<const Grade*> passing(const std::vector<Grade>& grades) {
  std::vector<const Grade*> those;
  for (const Grade& grade : grades) {
    if (grade.pass) those.push_back(&grade);
  }
  return those;
}

bool has_trade(const std::vector<const Grade*>& grades) {
  for (const Grade* a : grades) {
    for (const Grade* b : grades) {
      if (is_trade(*a, *b)) return true;
    }
  }
  return false;
}

Log script_log(const Lesson& lesson, const Choices& choices, std::uint64_t seed) {
  return run_all(scenario_for(lesson, choices, seed), false);
}

// The options of `prediction` that are true of the run.
std::vector<std::size_t> true_options(const Prediction& prediction, const Log& log) {
  std::vector<std::size_t> those;
  for (std::size_t i = 0; i < prediction.options.size(); ++i) {
    if (check_prediction(prediction, i, log).refuted_at == kNever) those.push_back(i);
  }
  return those;
}

std::string pointer_of(std::string_view list, std::size_t position) {
  return json::pointer_to(json::pointer_to("", list), position);
}

// Where one prediction has no answer, or several: the first settings, and how many more there are.
struct Ambiguity {
  std::string found;  // "no true answer"
  std::string under;
  int settings = 0;
};

void note_answers(const Lesson& lesson, std::size_t position, const Choices& choices,
                  const std::vector<std::size_t>& those, Ambiguity& ambiguity) {
  if (those.size() == 1 || ambiguity.settings++ > 0) return;
  std::vector<std::string> names;
  for (std::size_t option : those) {
    names.push_back(lesson.predictions[position].options[option].id);
  }
  ambiguity.found = those.empty() ? "no true answer" : "the answers " + join(names, " and ");
  ambiguity.under = choices_text(lesson, choices);
}

std::optional<Doubt> doubt_answers(std::size_t position, const Ambiguity& ambiguity) {
  if (ambiguity.settings == 0) return std::nullopt;
  const int more = ambiguity.settings - 1;
  return Doubt{
      pointer_of("predict", position) + "/options", "prediction-ambiguous",
      "has " + ambiguity.found + " under " + ambiguity.under +
          (more == 0 ? ""
                     : ", and not exactly one under " + std::to_string(more) + " more settings") +
          ", must have exactly one for every choice"};
}

void doubt_misconceptions(const Lesson& lesson, std::size_t position,
                          const std::vector<std::size_t>& those, std::vector<Doubt>& doubts) {
  const Prediction& prediction = lesson.predictions[position];
  for (std::size_t i = 0; i < prediction.options.size(); ++i) {
    const bool is_true = std::find(those.begin(), those.end(), i) != those.end();
    if (is_true || !prediction.options[i].misconception.empty()) continue;
    doubts.push_back({json::pointer_to(pointer_of("predict", position) + "/options", i),
                      "misconception-missing",
                      "is wrong on the first run and names no misconception, must name one"});
  }
}

// About the golden section of `count`, and without a common divisor: steps of it, round and round,
// meet no number twice and leave no large gap.
std::uint64_t even_step(std::uint64_t count) {
  std::uint64_t step = (count / 1000 * 618 + count % 1000 * 618 / 1000) | 1U;
  while (std::gcd(step, count) != 1) step += 2;
  return step;
}

using Digits = std::vector<std::size_t>;

Digits digits_of(std::uint64_t number, const Digits& sizes) {
  Digits digits(sizes.size());
  for (std::size_t digit = sizes.size(); digit-- > 0;) {
    digits[digit] = static_cast<std::size_t>(number % sizes[digit]);
    number /= sizes[digit];
  }
  return digits;
}

// All numbers whose digits are below `sizes`, or `most` of them: first 0 0 0, 1 1 1, … as far as
// the digits go, so that each is there once; then evenly, each number once.
std::vector<Digits> all_of(const Digits& sizes, std::size_t most) {
  std::uint64_t count = 1;
  for (const std::size_t size : sizes) count *= size;
  std::vector<Digits> all;
  if (count <= most) {
    for (std::uint64_t number = 0; number < count; ++number) {
      all.push_back(digits_of(number, sizes));
    }
    return all;
  }
  for (std::size_t i = 0; i < *std::max_element(sizes.begin(), sizes.end()); ++i) {
    Digits diagonal;
    for (const std::size_t size : sizes) diagonal.push_back(i % size);
    all.push_back(std::move(diagonal));
  }
  const std::uint64_t step = even_step(count);
  for (std::uint64_t number = step; all.size() < most; number = (number + step) % count) {
    Digits digits = digits_of(number, sizes);
    if (std::find(all.begin(), all.end(), digits) == all.end()) all.push_back(std::move(digits));
  }
  return all;
}

}  // namespace

std::optional<Doubt> doubt_reference(std::size_t position, const Grade& grade) {
  if (grade.pass && grade.orders && grade.orders->late < 0) {
    return Doubt{"/smallCase/states", "small-case-too-big",
                 "is too few for the orders in which no message is late, under reference " +
                     std::to_string(position + 1) + ": take steps away, or allow more states"};
  }
  if (grade.pass) return std::nullopt;
  const std::vector<std::string> ids = failed_criteria(grade);
  const bool undecided = std::none_of(grade.marks.begin(), grade.marks.end(),
                                      [&](const Mark& mark) { return fails(grade, mark); });
  return Doubt{pointer_of("reference", position), undecided ? "undecided" : "reference-fails",
               (undecided ? "is undecided for " : "fails ") + join(ids, ", ") + " under seed " +
                   std::to_string(grade.seed) + ", a reference must pass",
               undecided};
}

std::optional<Doubt> doubt_wrong(const Lesson& lesson, std::size_t position, const Grade& grade) {
  const std::string& name = lesson.wrong[position].fails;
  if (fails_as_named(grade, name)) return std::nullopt;
  const std::vector<std::string> ids = failed_criteria(grade);
  const std::string instead = ids.empty() ? "passes" : "fails only " + join(ids, ", ");
  return Doubt{pointer_of("wrong", position) + "/fails", "wrong-passes",
               instead + " under seed " + std::to_string(grade.seed) + ", must fail " + name};
}

std::optional<Doubt> prove_wrong(const Lesson& lesson, std::size_t position,
                                 Grading::Options options) {
  const Solution& wrong = lesson.wrong[position];
  options.survey = true;
  options.only = pool_named(lesson, wrong);
  if (!doubt_wrong(lesson, position, grade(lesson, wrong, options))) return std::nullopt;
  options.survey = false;
  options.only = std::nullopt;
  return doubt_wrong(lesson, position, grade(lesson, wrong, options));
}

std::vector<Choices> all_choices(const Lesson& lesson) {
  std::vector<std::size_t> sizes;
  for (const Choice& choice : lesson.choices) sizes.push_back(choice.options.size());
  return all_of(sizes, kCombinationsMax);
}

std::vector<Situation> all_situations(const Lesson& lesson) {
  std::vector<std::size_t> sizes;
  for (const Range& range : lesson.ranges) sizes.push_back(range.options.size());
  return all_of(sizes, kSituationsMax);
}

bool is_trade(const Grade& a, const Grade& b) {
  const std::vector<Side> mine = better_sides(a, b);
  const std::vector<Side> theirs = better_sides(b, a);
  return std::any_of(kAllSides.begin(), kAllSides.end(), [&](Side side) {
    const bool is_mine = std::find(mine.begin(), mine.end(), side) != mine.end();
    const bool is_theirs = std::find(theirs.begin(), theirs.end(), side) != theirs.end();
    return is_mine && !is_theirs && !theirs.empty();
  });
}

std::vector<Doubt> doubt_effort(const Lesson& lesson, const std::vector<Grade>& grades) {
  std::vector<Doubt> doubts;
  const std::vector<const Grade*> good = passing(grades);
  const std::size_t allowed = grades.size() * kPassingPercentMax / 100;
  if (good.size() > allowed) {
    doubts.push_back({"/rubric", "too-easy",
                      "lets " + std::to_string(good.size()) + " of " +
                          std::to_string(grades.size()) + " settings pass, must let at most " +
                          std::to_string(allowed) + " pass"});
  }
  for (const Grade* grade : good) {
    const std::optional<Level> level = uniform_level(lesson, grade->choices);
    if (!level || lesson.choices.size() < 2) continue;
    doubts.push_back({"/rubric", "one-for-all",
                      "lets " + std::string(name_of(*level)) +
                          " for every operation pass, operations must need different settings"});
  }
  return doubts;
}

std::vector<Doubt> doubt_decision(const Lesson& lesson, const std::vector<Grade>& grades) {
  std::vector<Doubt> doubts = doubt_effort(lesson, grades);
  const std::vector<const Grade*> good = passing(grades);
  if (has_trade(good)) return doubts;
  doubts.push_back({"/rubric", "no-trade",
                    "leaves nothing to weigh among the " + std::to_string(good.size()) +
                        " settings that pass, two must each be better by 10 % on another side"});
  return doubts;
}

std::vector<Doubt> doubt_predictions(const Lesson& lesson, const std::vector<Choices>& choices,
                                     std::uint64_t seed) {
  std::vector<Doubt> unnamed;
  std::vector<Ambiguity> ambiguities(lesson.predictions.size());
  for (const Choices& one : choices) {
    const Log log = script_log(lesson, one, seed);
    for (std::size_t i = 0; i < lesson.predictions.size(); ++i) {
      const std::vector<std::size_t> those = true_options(lesson.predictions[i], log);
      note_answers(lesson, i, one, those, ambiguities[i]);
      if (one == initial_choices(lesson)) doubt_misconceptions(lesson, i, those, unnamed);
    }
  }
  std::vector<Doubt> doubts;
  for (std::size_t i = 0; i < ambiguities.size(); ++i) {
    const std::optional<Doubt> doubt = doubt_answers(i, ambiguities[i]);
    if (doubt) doubts.push_back(*doubt);
  }
  doubts.insert(doubts.end(), unnamed.begin(), unnamed.end());
  return doubts;
}

}  // namespace caplab::lesson
