// What messages say, and what the grade comes to, in words.
#include "engine/base/text.h"
#include "engine/proto/message_words.h"
#include "web/words.h"

namespace caplab::web {
namespace {

// What a version that travels holds, by its digest: a log's digest names no number.
std::string held_text(const lesson::Lesson& lesson, const Event& event) {
  const StoreSpec& store = lesson.system.stores[index(event.store)];
  return object::number_of(store.initial) ? amount_text(store, event.value) : store.name;
}

std::string ask_text(const lesson::Lesson& lesson, const Log& log, const Event& event) {
  if (index(event.op) >= log.operations.size()) return "request";
  return call_text(lesson, log.operations[index(event.op)]);
}

// A reply's content is what its operation ended with, once it has.
std::string reply_text(const lesson::Lesson& lesson, const Log& log, const Event& event) {
  if (index(event.op) >= log.operations.size()) return "answer";
  const Operation& operation = log.operations[index(event.op)];
  const bool known = operation.returned != kNever && operation.outcome != Outcome::unknown;
  return known ? result_text(lesson, operation) : "answer";
}

}  // namespace

std::string message_text(const lesson::Lesson& lesson, const Log& log, const Event& sent) {
  if (sent.message == MessageKind::reply) return reply_text(lesson, log, sent);
  return fill(words_of(sent.message).label,
              {{"call", ask_text(lesson, log, sent)}, {"held", held_text(lesson, sent)}});
}

std::string value_text(const lesson::Lesson& lesson, const lesson::Criterion& criterion,
                       std::int64_t value) {
  using lesson::Unit;
  if (value == kNever.us) return "never";
  switch (lesson::unit_of(criterion)) {
    case Unit::schedules: return count_text(value);
    case Unit::thousandths: return decimal_text(value, 1) + " %";
    case Unit::milliseconds:
    case Unit::seconds: return duration_text({value});
    case Unit::per_confirmed:
    case Unit::per_answers:
    case Unit::per_sales: return count_text(value) + " per 1,000";
    case Unit::kilobytes: return size_text(value);
    case Unit::price: return lesson::money(lesson, value);
  }
  return "";
}

std::string violation_text(const lesson::Violation& violation) {
  std::string text;
  for (const lesson::Fragment& fragment : violation.sentence) text += fragment.text;
  return text;
}

std::string verdict_text(const lesson::Lesson& lesson, const lesson::Grade& grade) {
  if (grade.pass) return "These settings pass.";
  if (grade.first_violation) return violation_text(*grade.first_violation);
  for (const lesson::Mark& mark : grade.marks) {
    if (mark.pass) continue;
    const lesson::Criterion& criterion = grade.rubric[mark.criterion];
    return lesson::say(lesson.prose, "criterion." + criterion.id) + ": " +
           value_text(lesson, criterion, mark.value) + ", and the limit is " +
           value_text(lesson, criterion, criterion.limit) + ".";
  }
  return "These settings do not pass.";
}

}  // namespace caplab::web
