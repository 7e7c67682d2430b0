// The criteria of the grade: side.operation.measure with its limit.
#include <algorithm>
#include <array>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

using object::Verb;

constexpr std::size_t kCriteriaMax = 16;
constexpr std::int64_t kPriceMax = 1'000'000;

// A criterion's id taken apart.
struct CriterionName {
  std::string_view side;
  std::string_view operation;
  std::string_view measure;
};

CriterionName parts_of(std::string_view id) {
  const std::size_t first = std::min(id.find('.'), id.size());
  const std::size_t last = id.rfind('.');
  if (last == std::string_view::npos || last == first) return {};
  return {id.substr(0, first), id.substr(first + 1, last - first - 1), id.substr(last + 1)};
}

constexpr std::array<std::pair<Measure, Side>, 9> kMeasures{{
    {Measure::overdraft, Side::safety},
    {Measure::stale, Side::safety},
    {Measure::lost, Side::safety},
    {Measure::useful, Side::availability},
    {Measure::worst, Side::availability},
    {Measure::p99, Side::latency},
    {Measure::unknown, Side::repair},
    {Measure::late, Side::repair},
    {Measure::converge, Side::repair},
}};

std::vector<std::string> measure_names(Side side) {
  std::vector<std::string> names;
  for (const auto& [measure, of] : kMeasures) {
    if (of == side) names.emplace_back(name_of(measure));
  }
  return names;
}

bool measures(Measure measure, Verb verb) {
  switch (measure) {
    case Measure::overdraft: return object::pays_out(verb);
    case Measure::lost: return object::enters(verb);
    case Measure::stale:
    case Measure::late: return verb == Verb::read || verb == Verb::balance;
    case Measure::useful:
    case Measure::worst:
    case Measure::p99:
    case Measure::unknown:
    case Measure::converge: return true;
  }
  return false;
}

// Fills in side, operation and measure; returns whether the id made sense.
bool load_criterion_id(const json::Reader& reader, Side side, const Lesson& lesson,
                       Criterion& criterion) {
  criterion.side = side;
  criterion.id = reader.text({1, 120});
  if (criterion.id.empty()) return false;
  const CriterionName name = parts_of(criterion.id);
  const auto measure = std::find_if(kMeasures.begin(), kMeasures.end(), [&](const auto& known) {
    return known.second == side && name_of(known.first) == name.measure;
  });
  const auto& ids = lesson.operation_ids;
  const auto operation = std::find(ids.begin(), ids.end(), name.operation);
  const bool all = measure != kMeasures.end() && measure->first == Measure::converge;
  const bool named = all ? name.operation == "all" : operation != ids.end();
  if (name.side != name_of(side) || measure == kMeasures.end() || !named) {
    reader.fail("not-allowed",
                "is " + json::excerpt(criterion.id) + ", must be " + std::string(name_of(side)) +
                    ".<operation>.<measure> with one of the operations " + join(ids, ", ") +
                    " and one of the measures " + join(measure_names(side), ", ") +
                    (side == Side::repair ? " (converge is of \"all\")" : ""));
    return false;
  }
  criterion.measure = measure->first;
  criterion.operation =
      all ? std::uint16_t{0} : static_cast<std::uint16_t>(operation - ids.begin());
  const Verb verb = lesson.system.operations[criterion.operation].verb;
  if (all || measures(criterion.measure, verb)) return true;
  reader.fail("not-allowed", "is " + json::excerpt(criterion.id) + ", but " +
                                 std::string(name.measure) + " must not be asked of a " +
                                 std::string(name_of(verb)));
  return false;
}

// "20 per 1000".
std::int64_t per_thousand(const json::Reader& reader) {
  constexpr std::string_view kUnit = " per 1000";
  const bool is_text = reader.kind() == json::Kind::text;
  const std::string text = is_text ? reader.text({0, SIZE_MAX}) : "";
  if (text.ends_with(kUnit)) {
    const Result<std::int64_t> count =
        parse_integer(std::string_view(text).substr(0, text.size() - kUnit.size()));
    if (count && *count >= 0 && *count <= 1000) return *count;
  }
  if (reader.present()) {
    reader.fail("out-of-range", (text.empty() ? "is no text" : "is " + json::excerpt(text)) +
                                    ", must be a count such as \"20 per 1000\", from 0 to 1000");
  }
  return 0;
}

void load_limit(const json::Reader& at_most, Criterion& criterion, const Lesson& lesson) {
  switch (criterion.measure) {
    case Measure::overdraft:
    case Measure::stale:
    case Measure::lost:
      criterion.limit = at_most.integer({0, lesson.envelope.schedules - 1});
      return;
    case Measure::p99:
    case Measure::converge:
      criterion.limit = at_most.duration({microseconds(1), seconds(3600)}).us;
      return;
    case Measure::unknown:
    case Measure::late: criterion.limit = per_thousand(at_most); return;
    case Measure::useful:
    case Measure::worst: return;
  }
}

// The levels that promise a current answer, among those that the operation's store offers.
std::vector<Level> promised_levels(const json::Reader& promised, const Lesson& lesson,
                                   const Criterion& criterion) {
  const OperationSpec& operation = lesson.system.operations[criterion.operation];
  const std::vector<Level> offered =
      levels_of(lesson.system.stores[index(operation.store)].protocol);
  std::vector<std::string> names;
  for (Level level : offered) names.emplace_back(name_of(level));
  return promised.list({1, offered.size()},
                       [&](const json::Reader& level) { return offered[level.one_of(names)]; });
}

// Every measure has its own keys, so an unused one is a mistake.
void load_details(const json::Reader& reader, Criterion& criterion, const Lesson& lesson) {
  switch (criterion.side) {
    case Side::safety:
      if (criterion.measure == Measure::stale) {
        const json::Fields fields = reader.object({"criterion", "atMost", "promised"});
        load_limit(fields["atMost"], criterion, lesson);
        criterion.promised = promised_levels(fields["promised"], lesson, criterion);
      } else {
        load_limit(reader.object({"criterion", "atMost"})["atMost"], criterion, lesson);
      }
      return;
    case Side::availability:
      criterion.limit = percent(reader.object({"criterion", "atLeast"})["atLeast"], 1, {0, 1000});
      return;
    case Side::latency:
      load_limit(reader.object({"criterion", "atMost"})["atMost"], criterion, lesson);
      return;
    case Side::repair:
      if (criterion.measure == Measure::late) {
        const json::Fields fields = reader.object({"criterion", "atMost", "grace"}, {"price"});
        load_limit(fields["atMost"], criterion, lesson);
        criterion.grace = fields["grace"].duration({microseconds(0), seconds(3600)});
        criterion.price = fields["price"].integer({0, kPriceMax});
      } else {
        const json::Fields fields = reader.object({"criterion", "atMost"}, {"price"});
        load_limit(fields["atMost"], criterion, lesson);
        criterion.price = fields["price"].integer({0, kPriceMax});
      }
      return;
  }
}

// The value of "criterion" is needed before the keys beside it can be checked.
void load_criterion(const json::Reader& reader, Side side, Lesson& lesson) {
  for (const json::Entry& entry : reader.entries({1, 20})) {
    if (entry.key != "criterion") continue;
    Criterion criterion;
    if (!load_criterion_id(entry.value, side, lesson, criterion)) return;
    for (const Criterion& known : lesson.rubric) {
      if (known.id != criterion.id) continue;
      entry.value.fail("duplicate-id", "is demanded for the second time, must be there once");
    }
    load_details(reader, criterion, lesson);
    lesson.rubric.push_back(std::move(criterion));
    return;
  }
  if (reader.kind() == json::Kind::object) {
    reader.fail("missing-key", "has no key \"criterion\", must have it");
  }
}

}  // namespace

void load_rubric(const json::Reader& rubric, Lesson& lesson) {
  const json::Fields fields = rubric.object({"safety", "availability", "latency", "repair"});
  for (Side side : {Side::safety, Side::availability, Side::latency, Side::repair}) {
    for (const json::Reader& criterion : fields[name_of(side)].items({1, kCriteriaMax})) {
      load_criterion(criterion, side, lesson);
    }
  }
}

}  // namespace caplab::lesson
