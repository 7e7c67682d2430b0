// The criteria of the grade: side.operation.measure with its limit.
#include <algorithm>
#include <array>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/lesson/load_parts.h"
#include "engine/lesson/sales.h"
#include "engine/object/invariant.h"
#include "engine/sim/history_of.h"

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

struct MeasureOfSide {
  Measure measure;
  Side side;
};
constexpr auto kMeasures = std::to_array<MeasureOfSide>({
    {Measure::overdraft, Side::safety},
    {Measure::stale, Side::safety},
    {Measure::lost, Side::safety},
    {Measure::miscounted, Side::safety},
    {Measure::useful, Side::availability},
    {Measure::accepted, Side::availability},
    {Measure::worst, Side::availability},
    {Measure::p99, Side::latency},
    {Measure::unknown, Side::repair},
    {Measure::late, Side::repair},
    {Measure::miscounted, Side::repair},
    {Measure::unsold, Side::repair},
    {Measure::converge, Side::repair},
    {Measure::traffic, Side::repair},
    {Measure::cost, Side::repair},
});

// Harm is beyond repair or can be mended, as the case has it, so a rule may stand on either side.
bool may_have_rules(Side side) { return side == Side::safety || side == Side::repair; }

// All that can be demanded on a side.
std::vector<Criterion> known_on(Side side) {
  std::vector<Criterion> known;
  for (const MeasureOfSide& row : kMeasures) {
    if (row.side != side) continue;
    known.emplace_back();
    known.back().measure = row.measure;
  }
  for (const object::Rule rule : object::all_rules()) {
    if (!may_have_rules(side)) break;
    known.emplace_back();
    known.back().measure = Measure::rule;
    known.back().rule = rule;
  }
  return known;
}

std::vector<std::string> measure_names(Side side) {
  std::vector<std::string> names;
  for (const Criterion& known : known_on(side)) names.emplace_back(measure_name(known));
  return names;
}

// What is measured on everything that clients did.
constexpr std::array kOfAll{Measure::unsold, Measure::converge, Measure::traffic, Measure::cost};

bool is_of_all(Measure measure) {
  return std::find(kOfAll.begin(), kOfAll.end(), measure) != kOfAll.end();
}

bool measures(const Criterion& criterion, const OperationSpec& operation, object::ObjectType type) {
  const Verb verb = operation.verb;
  switch (criterion.measure) {
    case Measure::overdraft: return object::pays_out(verb);
    case Measure::lost:
      return object::enters(verb) || (type == object::ObjectType::reg && !object::is_read(verb));
    case Measure::miscounted: return verb == Verb::add;
    case Measure::stale: return verb == Verb::read || verb == Verb::balance;
    case Measure::late: return object::is_read(verb);
    case Measure::rule: return object::concerns(criterion.rule, type);
    case Measure::useful:
    case Measure::accepted:
    case Measure::worst:
    case Measure::p99:
    case Measure::unknown:
    case Measure::unsold:
    case Measure::converge:
    case Measure::traffic:
    case Measure::cost: return true;
  }
  return false;
}

bool sells(const System& system) {
  return std::any_of(system.operations.begin(), system.operations.end(),
                     [&](const OperationSpec& spec) { return is_sale(system, spec); });
}

// A mail may claim what is not to be only where its operation follows one whose object may have to
// take back what it confirmed.
bool may_be_wrong(const Criterion& criterion, const System& system) {
  if (criterion.measure != Measure::rule || criterion.rule != object::Rule::effect_stands) {
    return true;
  }
  bool follows = false;
  for (const OperationSpec& spec : system.operations) {
    if (spec.then != criterion.operation) continue;
    const object::ObjectType type = system.stores[index(spec.store)].type;
    if (concerns(object::Rule::one_customer, type)) return true;
    if (concerns(object::Rule::one_rider, type)) return true;
    follows = true;
  }
  return !follows;
}

// Fills in side, operation and measure; returns whether the id made sense.
bool load_criterion_id(const json::Reader& reader, Side side, const Lesson& lesson,
                       Criterion& criterion) {
  criterion.side = side;
  criterion.id = reader.text({1, 120});
  if (criterion.id.empty()) return false;
  const CriterionName name = parts_of(criterion.id);
  const std::vector<Criterion> all_known = known_on(side);
  const auto known = std::find_if(all_known.begin(), all_known.end(), [&](const Criterion& one) {
    return measure_name(one) == name.measure;
  });
  const auto& ids = lesson.operation_ids;
  const auto operation = std::find(ids.begin(), ids.end(), name.operation);
  const bool all = known != all_known.end() && is_of_all(known->measure);
  const bool named = all ? name.operation == "all" : operation != ids.end();
  if (name.side != name_of(side) || known == all_known.end() || !named) {
    reader.fail(
        "not-allowed",
        "is " + json::excerpt(criterion.id) + ", must be " + std::string(name_of(side)) +
            ".<operation>.<measure> with one of the operations " + join(ids, ", ") +
            " and one of the measures " + join(measure_names(side), ", ") +
            (side == Side::repair ? " (unsold, converge, traffic and cost are of \"all\")" : ""));
    return false;
  }
  criterion.measure = known->measure;
  criterion.rule = known->rule;
  criterion.operation =
      all ? std::uint16_t{0} : static_cast<std::uint16_t>(operation - ids.begin());
  const OperationSpec& spec = lesson.system.operations[criterion.operation];
  const Verb verb = spec.verb;
  const object::ObjectType type = lesson.system.stores[index(spec.store)].type;
  if (criterion.measure == Measure::stale && object::is_read(verb) && !history_type(type)) {
    reader.fail("not-allowed", "is " + json::excerpt(criterion.id) + ", but a " +
                                   std::string(name_of(type)) +
                                   " has no checker that could tell what is stale");
    return false;
  }
  if (!all && !may_be_wrong(criterion, lesson.system)) {
    reader.fail("not-allowed",
                "is " + json::excerpt(criterion.id) +
                    ", but nothing that it could tell of is ever taken back: it must follow an "
                    "operation on a seat, stock, name, auction or matching");
    return false;
  }
  if (criterion.measure == Measure::unsold && !sells(lesson.system)) {
    reader.fail("not-allowed", "is " + json::excerpt(criterion.id) +
                                   ", but nothing is sold: an operation must reserve from a stock");
    return false;
  }
  if (all || measures(criterion, spec, type)) return true;
  reader.fail("not-allowed",
              "is " + json::excerpt(criterion.id) + ", but " + std::string(name.measure) +
                  " must not be asked of an operation that does " + json::excerpt(name_of(verb)) +
                  " to a " + std::string(name_of(type)));
  return false;
}

// A number and its unit, "20 per 1000" or "6 kB", times 10^decimals.
std::int64_t with_unit(const json::Reader& reader, std::string_view unit, int decimals,
                       std::int64_t most, std::string_view must_be) {
  const bool is_text = reader.kind() == json::Kind::text;
  const std::string text = is_text ? reader.text({0, SIZE_MAX}) : "";
  if (text.ends_with(unit)) {
    const std::string_view digits = std::string_view(text).substr(0, text.size() - unit.size());
    const Result<std::int64_t> number =
        decimals > 0 ? parse_scaled(digits, decimals) : parse_integer(digits);
    if (number && *number >= 0 && *number <= most) return *number;
  }
  if (reader.present()) {
    reader.fail("out-of-range", (text.empty() ? "is no text" : "is " + json::excerpt(text)) +
                                    ", must be " + std::string(must_be));
  }
  return 0;
}

std::int64_t per_thousand(const json::Reader& reader) {
  return with_unit(reader, " per 1000", 0, 1000, "a count such as \"20 per 1000\", from 0 to 1000");
}

// In bytes.
std::int64_t kilobytes(const json::Reader& reader) {
  return with_unit(reader, " kB", 3, 1'000'000'000, "a size such as \"6 kB\", at most 1000000 kB");
}

std::int64_t limit_of(const json::Reader& limit, const Criterion& criterion, const Lesson& lesson) {
  switch (unit_of(criterion)) {
    case Unit::schedules: return limit.integer({0, lesson.envelope.schedules - 1});
    case Unit::milliseconds:
    case Unit::seconds: return limit.duration({microseconds(1), kRunMax}).us;
    case Unit::per_confirmed:
    case Unit::per_answers:
    case Unit::per_sales: return per_thousand(limit);
    case Unit::kilobytes: return kilobytes(limit);
    case Unit::thousandths: return percent(limit, 1, {0, 1000});
    case Unit::price: return limit.integer({0, kAmountMax});
  }
  return 0;
}

// The levels that promise a current answer, among those that the operation's store offers.
std::vector<Level> promised_levels(const json::Reader& promised, const Lesson& lesson,
                                   const Criterion& criterion) {
  const OperationSpec& operation = lesson.system.operations[criterion.operation];
  const std::vector<Level> offered = levels_of(lesson.system.stores[index(operation.store)]);
  std::vector<std::string> names;
  for (Level level : offered) names.emplace_back(name_of(level));
  return promised.list({1, offered.size()},
                       [&](const json::Reader& level) { return offered[level.one_of(names)]; });
}

// What is an amount for the whole run is no number of misses, and none of them has a price.
bool is_amount(const Criterion& criterion) {
  return criterion.measure == Measure::cost || criterion.measure == Measure::traffic;
}

json::Fields fields_of(const json::Reader& reader, const Criterion& criterion) {
  switch (criterion.side) {
    case Side::safety:
      if (criterion.measure != Measure::stale) return reader.object({"criterion", "atMost"});
      return reader.object({"criterion", "atMost", "promised"});
    case Side::availability: return reader.object({"criterion", "atLeast"}, {"price"});
    case Side::latency: return reader.object({"criterion", "atMost"});
    case Side::repair:
      if (is_amount(criterion)) return reader.object({"criterion", "atMost"});
      if (criterion.measure != Measure::late) {
        return reader.object({"criterion", "atMost"}, {"price"});
      }
      return reader.object({"criterion", "atMost", "grace"}, {"price"});
  }
  return reader.object({"criterion"});
}

// Every measure has its own keys, so an unused one is a mistake.
void load_details(const json::Reader& reader, Criterion& criterion, const Lesson& lesson) {
  const json::Fields fields = fields_of(reader, criterion);
  const bool at_least = criterion.side == Side::availability;
  criterion.limit = limit_of(fields[at_least ? "atLeast" : "atMost"], criterion, lesson);
  if (criterion.measure == Measure::stale) {
    criterion.promised = promised_levels(fields["promised"], lesson, criterion);
  }
  if (criterion.measure == Measure::late) {
    criterion.grace = fields["grace"].duration({microseconds(0), kRunMax});
  }
  const bool may_have_price = at_least || criterion.side == Side::repair;
  if (may_have_price && !is_amount(criterion)) {
    criterion.price = fields["price"].integer({0, kPriceMax});
  }
}

// The harm that a criterion counts, whatever it is called: some measures are a rule by another
// name.
struct KindOfHarm {
  StoreId store{0};
  Measure measure = Measure::rule;
  object::Rule rule = object::Rule::one_customer;
  bool operator==(const KindOfHarm&) const = default;
};

KindOfHarm kind_of(const Criterion& criterion, const Lesson& lesson) {
  const StoreId store = lesson.system.operations[criterion.operation].store;
  const bool log = lesson.system.stores[index(store)].type == object::ObjectType::log;
  if (criterion.measure == Measure::overdraft) {
    return {store, Measure::rule, object::Rule::paid_within};
  }
  if (criterion.measure == Measure::lost && log) {
    return {store, Measure::rule, object::Rule::entry_kept};
  }
  return {store, criterion.measure, criterion.rule};
}

// One harm counts on one side: the case says whether it can be mended. Which operation of the
// object a criterion names does not make it another harm.
void expect_one_side(const json::Reader& id, const Criterion& criterion, const Lesson& lesson) {
  for (const Criterion& known : lesson.rubric) {
    if (!may_have_rules(known.side) || !may_have_rules(criterion.side)) continue;
    const bool same = kind_of(known, lesson) == kind_of(criterion, lesson);
    if (!same || known.side == criterion.side) continue;
    id.fail("duplicate-id", "counts a harm that " + json::excerpt(known.id) +
                                " counts, too, must be on one side only");
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
    expect_one_side(entry.value, criterion, lesson);
    load_details(reader, criterion, lesson);
    if (criterion.measure == Measure::traffic) lesson.system.weighs_messages = true;
    lesson.rubric.push_back(std::move(criterion));
    return;
  }
  if (reader.kind() == json::Kind::object) {
    reader.fail("missing-key", "has no key \"criterion\", must have it");
  }
}

}  // namespace

bool names_criterion(std::string_view id, const Lesson& lesson) {
  const CriterionName name = parts_of(id);
  const auto& ids = lesson.operation_ids;
  const bool named =
      name.operation == "all" || std::find(ids.begin(), ids.end(), name.operation) != ids.end();
  for (const Side side : {Side::safety, Side::availability, Side::latency, Side::repair}) {
    if (name_of(side) != name.side) continue;
    const std::vector<std::string> measures = measure_names(side);
    return named && std::find(measures.begin(), measures.end(), name.measure) != measures.end();
  }
  return false;
}

void load_rubric(const json::Reader& rubric, Lesson& lesson) {
  if (lesson.task == Task::attack) {
    for (const json::Reader& criterion :
         rubric.object({"safety"})["safety"].items({1, kCriteriaMax})) {
      load_criterion(criterion, Side::safety, lesson);
    }
    return;
  }
  const json::Fields fields = rubric.object({"safety", "availability", "latency", "repair"});
  for (Side side : {Side::safety, Side::availability, Side::latency, Side::repair}) {
    for (const json::Reader& criterion : fields[name_of(side)].items({1, kCriteriaMax})) {
      load_criterion(criterion, side, lesson);
    }
  }
}

}  // namespace caplab::lesson
