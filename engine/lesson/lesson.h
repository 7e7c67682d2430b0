// A lesson as data: what a lesson file says, checked and resolved. Names are positions into the
// lists of this struct, so nothing dangles.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/base/shared_value.h"
#include "engine/lesson/prose.h"
#include "engine/lesson/task.h"
#include "engine/object/invariant.h"
#include "engine/sim/scenario.h"

namespace caplab::lesson {

// A value of the lesson's file, and what stands there instead.
struct Edit {
  std::string pointer;  // RFC 6901; its last key may be new
  json::Value value;
  bool operator==(const Edit&) const = default;
};

// One way to settle a choice: the level of its operation, or any other part of the lesson.
struct Option {
  std::string id;  // "quorum", "raft", "3h"
  std::optional<Level> level;
  std::vector<Edit> edits;
  bool operator==(const Option&) const = default;
};
Option option_of(Level level);

// One thing the learner decides: the level of an operation, a store's protocol or conflict policy,
// a number that the lesson leaves open.
struct Choice {
  std::string id;  // "withdraw" (the operation's), "store.seats", "conflict.seats", "limit"
  std::optional<std::uint16_t> operation;  // whose level it is
  std::vector<Option> options;             // in the file's order
  std::size_t initial = 0;                 // what is chosen before the learner has decided
  bool operator==(const Choice&) const = default;
};

// A demand, a price or a limit that is another in every situation, so that an answer cannot be
// copied. The first option is what the file says.
struct Range {
  std::string id;
  std::vector<Option> options;
  bool operator==(const Range&) const = default;
};

// One option for every range, by position in Lesson::ranges.
using Situation = std::vector<std::size_t>;

// A stream of requests that arrive whether or not earlier ones were answered (open loop).
struct Stream {
  NodeId client = kNobody;
  std::uint16_t operation = 0;
  Duration every;  // mean distance; each is drawn from [0, 2 × every]
  std::int64_t amount_min = 0;
  std::int64_t amount_max = 0;
  std::int64_t item_min = 0;
  std::int64_t item_max = 0;
  bool operator==(const Stream&) const = default;
};

struct Workload {
  std::vector<Stream> streams;
  Time end;  // of a run; no request is made in its last `client.patience`
  bool operator==(const Workload&) const = default;
};

// Faults besides cuts and clocks that are wrong. Zero means: not this kind.
struct Mishaps {
  Duration pause_max;          // of one replica
  Ratio duplication;           // of all messages
  Duration crash_max;          // how long one replica is down
  bool loses_disk = false;     // and it has lost what it wrote last
  Duration slow_max;           // of all messages, for a while
  Ratio loss;                  // likewise
  std::int64_t drift_ppm = 0;  // of any replica's clock, fast or slow
  bool moves = false;          // a client goes to another site
  bool promotes = false;       // an operator promotes a replica
  bool operator==(const Mishaps&) const = default;
};

// The faults that the search may place into the script. Zero means: not this kind.
struct Envelope {
  std::vector<NodeSet> sides;  // each may be cut off from all others
  bool one_way = false;        // also in one direction only
  Duration skew_max;           // of any replica's clock, ahead or behind
  Duration shift_max;          // of any call, earlier or later
  int schedules = 1000;
  bool partial = false;  // sides may also be cut off from each other alone
  Mishaps mishaps = {};
  bool operator==(const Envelope&) const = default;
};

// A few calls and faults of which the grade looks at every order; their times do not count.
struct SmallCase {
  std::vector<TimedCommand> script;  // empty: the lesson has none
  std::uint64_t states = 0;          // at most so many
  int timeouts = 0;                  // see ExploreLimits
  bool operator==(const SmallCase&) const = default;
};

// What a sampled run draws: one cut, and clocks that are not quite right; while the cut lasts, also
// one mishap of each kind that there is.
struct FaultProcess {
  std::vector<NodeSet> sides;  // one of them, equally likely
  Duration cut_after_min;
  Duration cut_after_max;
  Duration lasts_min;
  Duration lasts_max;
  Duration skew_max;  // each replica's clock, ahead or behind, equally likely
  int runs = 1000;
  Mishaps mishaps = {};
  bool operator==(const FaultProcess&) const = default;
};

struct Prediction {
  std::string id;
  struct Option {
    std::string id;
    std::vector<Condition> when;  // all of them hold: this is what happened
    std::string misconception;    // what a learner believes who picks this wrongly
    bool operator==(const Option&) const = default;
  };
  std::vector<Option> options;  // exactly one is true of any run
  bool operator==(const Prediction&) const = default;
};

enum class Side : std::uint8_t { safety, availability, latency, repair };
inline constexpr std::size_t kSides = 4;

enum class Measure : std::uint8_t {
  overdraft,   // safety: money paid out beyond what was put in
  stale,       // safety: reads that promise to be current and are not (linearizable)
  lost,        // safety: acknowledged entries that no replica holds at the end
  miscounted,  // safety, repair: likes that differ from the people who are for it
  rule,        // safety, repair: a rule of the operation's object was broken
  useful,      // availability: useful answers of requests due, from the cut to the heal + 10 s
  accepted,    // availability: likewise, but a truthful no does not count either
  worst,       // availability: the same for the worst-off client
  p99,         // latency: fault-free 99th percentile at the worst site
  unknown,     // repair: outcomes left unknown, per 1,000 confirmed
  late,        // repair: answers that missed something acknowledged, per 1,000 answers
  unsold,      // repair: sales that somebody wanted and that stock was left for, per 1,000 sales
  converge,    // repair: 95th percentile of the time from healing until replicas agree
  traffic,     // repair: what replicas sent each other between sites, per sampled run
  cost,        // repair: what all that has a price came to, per sampled run
};

// In what a measure's numbers are counted.
enum class Unit : std::uint8_t {
  schedules,
  thousandths,    // of all requests, "%" for people
  milliseconds,   // a number is microseconds, written in milliseconds
  seconds,        // likewise, in seconds
  per_confirmed,  // per 1,000 confirmed
  per_answers,    // per 1,000 answers
  per_sales,      // per 1,000 sales that there were and might have been
  kilobytes,      // a number is bytes, written in thousands of them
  price,          // the lesson's own
};

struct Criterion {
  std::string id;  // "safety.withdraw.overdraft"
  Side side = Side::safety;
  Measure measure = Measure::overdraft;
  std::uint16_t operation = 0;  // unused by converge
  // In the measure's own unit: safety: violating schedules; useful, worst: thousandths, at least;
  // p99, converge: microseconds, at most; unknown, late: per 1,000, at most.
  std::int64_t limit = 0;
  // stale: the levels whose answer promises to be current. late: how old something acknowledged
  // must be before missing it counts.
  std::vector<Level> promised;
  Duration grace;
  std::int64_t price = 0;  // availability, repair: what one costs, in the lesson's unit
  object::Rule rule = object::Rule::one_customer;  // rule: which
  bool operator==(const Criterion&) const = default;
};

// Settings that the lesson's own tests prove right or wrong.
struct Solution {
  Choices choices;
  Situation situation;        // in which they do so
  std::string fails;          // empty for a reference; else a side or a criterion
  std::string misconception;  // of a wrong one
  bool operator==(const Solution&) const = default;
};

// A lesson as it was written.
struct Source {
  json::Value file;
  Prose prose;
  std::vector<std::string> criteria;  // all that stand in the file, also those of options alone
  bool operator==(const Source&) const = default;
};

struct Lesson {
  std::string id;
  std::int64_t version = 1;
  Task task = Task::configure;
  std::int64_t minutes = 0;
  std::vector<std::string> site_ids;       // by SiteId
  std::vector<std::string> node_ids;       // by NodeId
  std::vector<std::string> object_ids;     // by StoreId
  std::vector<std::string> operation_ids;  // as in System::operations
  System system;                           // with the initial choices
  std::vector<TimedCommand> script;
  Time script_end;
  Workload workload;
  Envelope envelope;
  SmallCase small_case;
  FaultProcess fault_process;
  std::vector<Choice> choices;
  std::vector<Range> ranges;
  Situation situation;  // what the file says: all zeroes
  std::vector<Prediction> predictions;
  std::vector<Criterion> rubric;
  std::vector<std::string> hints;  // prose ids, weakest first
  std::vector<Solution> references;
  std::vector<Solution> wrong;
  Attack attack;  // of this task alone, as are the next two
  Diagnosis diagnosis;
  Construction construction;
  std::vector<TaskSolution> task_references;  // of every task but configure, as are the next
  std::vector<TaskSolution> task_wrong;
  Prose prose;
  SharedValue<Source> source;  // for options that change more than a level; else not needed
  bool operator==(const Lesson&) const = default;
};

Choices initial_choices(const Lesson& lesson);

// "withdraw:quorum,show-balance:one" into choices; what is not named stays initial. Errors name
// what is unknown and what there is.
Result<Choices> choices_from_text(const Lesson& lesson, std::string_view text);
std::string choices_text(const Lesson& lesson, const Choices& choices);

// The lesson with what was chosen in place of what its file says.
// REQUIRES: the options fit together, as `caplab lint` proves for those of a lesson file.
Lesson settled(const Lesson& lesson, const Choices& choices);
System system_with(const Lesson& lesson, const Choices& choices);

// Situation 0 is what the file says; every other number draws from each range.
Situation situation_of(const Lesson& lesson, std::uint64_t number);
// "answered:90,demand:few" into a situation, and back; what is not named is as the file says.
// Errors name what is unknown and what there is.
Result<Situation> situation_from_text(const Lesson& lesson, std::string_view text);
std::string situation_text(const Lesson& lesson, const Situation& situation);
// The lesson in another situation; its words say the new numbers where they name a variable in
// {braces}. REQUIRES: one option for every range.
Lesson in_situation(const Lesson& lesson, const Situation& situation);

// The id of an option's name in the lesson's prose; with ".help" behind it, of what it does.
std::string words_of(const Choice& choice, const Option& option);

std::string choice_name(const Lesson& lesson, const Choice& choice);
std::string choice_help(const Lesson& lesson, const Choice& choice);
std::string option_name(const Lesson& lesson, const Choice& choice, std::size_t option);
std::string option_help(const Lesson& lesson, const Choice& choice, std::size_t option);

// The run that the learner watches: the lesson's own script.
Scenario scenario_for(const Lesson& lesson, const Choices& choices, std::uint64_t seed);

std::string_view name_of(Side side);
// "overdraft"; of a broken rule the rule's name, "one-customer".
std::string_view measure_name(const Criterion& criterion);
Unit unit_of(const Criterion& criterion);
int decimals_of(Unit unit);  // a number is written as number / 10^decimals

}  // namespace caplab::lesson
