// Predictions: a question, and what must have happened in the run for each answer to be true.
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kPredictionsMax = 8;
constexpr std::size_t kOptionsMax = 8;
constexpr int kCallsMax = 1000;

// "accepted": 2, or [1, 2] for anything between.
void load_condition(const json::Reader& count, Condition condition,
                    std::vector<Condition>& conditions) {
  if (!count.present()) return;
  if (count.kind() == json::Kind::array) {
    const std::vector<json::Reader> ends = count.items({2, 2});
    if (ends.size() != 2) return;
    condition.min = static_cast<int>(ends[0].integer({0, kCallsMax}));
    condition.max = static_cast<int>(ends[1].integer({condition.min, kCallsMax}));
  } else {
    condition.min = static_cast<int>(count.integer({0, kCallsMax}));
    condition.max = condition.min;
  }
  conditions.push_back(condition);
}

// Whether its answer is a number, or several of them.
bool shows_numbers(const Lesson& lesson, std::uint16_t operation) {
  const OperationSpec& spec = lesson.system.operations[operation];
  const bool reads = spec.verb == object::Verb::read || spec.verb == object::Verb::balance;
  const object::ObjectType type = lesson.system.stores[index(spec.store)].type;
  return reads && type != object::ObjectType::text && type != object::ObjectType::presence;
}

void load_shown(const json::Fields& fields, const Lesson& lesson, Condition& condition) {
  const json::Reader& shows = fields["shows"];
  if (!shows.present()) return;
  if (!shows_numbers(lesson, condition.operation)) {
    shows.fail("not-allowed",
               "stands at an operation that shows no number, only reads of a register, account, "
               "counter, log or set do");
  }
  if (!fields["accepted"].present()) {
    shows.fail("not-allowed", "counts nothing here, must stand beside \"accepted\"");
  }
  condition.shows = shows.integer({-kAmountMax, kAmountMax});
}

}  // namespace

void load_conditions(const json::Reader& when, const Lesson& lesson,
                     std::vector<Condition>& conditions) {
  using Ended = Condition::Ended;
  const json::Fields fields =
      when.object({"operation"}, {"amount", "shows", "accepted", "declined", "refused", "unknown"});
  const std::size_t before = conditions.size();
  Condition condition;
  condition.operation =
      static_cast<std::uint16_t>(fields["operation"].one_of(lesson.operation_ids));
  if (fields["amount"].present()) condition.amount = fields["amount"].integer({1, kAmountMax}, 1);
  load_shown(fields, lesson, condition);
  load_condition(fields["accepted"], condition, conditions);
  condition.shows.reset();
  condition.ended = Ended::declined;
  load_condition(fields["declined"], condition, conditions);
  condition.ended = Ended::refused;
  load_condition(fields["refused"], condition, conditions);
  condition.ended = Ended::unknown;
  load_condition(fields["unknown"], condition, conditions);
  if (conditions.size() > before || when.kind() != json::Kind::object) return;
  when.fail("missing-key",
            "counts nothing, must have \"accepted\", \"declined\", \"refused\" or \"unknown\"");
}

namespace {

Prediction::Option read_option(const json::Reader& reader, const Lesson& lesson,
                               std::vector<std::string>& ids) {
  const json::Fields fields = reader.object({"id", "when"}, {"misconception"});
  add_id(fields["id"], ids);
  Prediction::Option option{.id = ids.back(), .when = {}, .misconception = {}};
  for (const json::Reader& when : fields["when"].items({1, 16})) {
    load_conditions(when, lesson, option.when);
  }
  option.misconception = fields["misconception"].id();
  return option;
}

}  // namespace

void load_predictions(const json::Reader& reader, Lesson& lesson) {
  if (!reader.present()) return;
  std::vector<std::string> ids;
  for (const json::Reader& item : reader.items({1, kPredictionsMax})) {
    const json::Fields fields = item.object({"id", "options"});
    add_id(fields["id"], ids);
    Prediction prediction{.id = ids.back(), .options = {}};
    std::vector<std::string> option_ids;
    for (const json::Reader& option : fields["options"].items({2, kOptionsMax})) {
      prediction.options.push_back(read_option(option, lesson, option_ids));
    }
    lesson.predictions.push_back(std::move(prediction));
  }
}

}  // namespace caplab::lesson
