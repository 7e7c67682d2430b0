// What happened, in the lesson's own words: one sentence or label at a time.
#pragma once
#include <string>

#include "engine/lesson/grade.h"
#include "engine/lesson/lesson.h"
#include "engine/sim/log.h"

namespace caplab::web {

// How a call stands: under way, or how it ended for its client.
enum class Ended : std::uint8_t { not_yet, accepted, declined, refused, unknown };
Ended ended_of(const Operation& operation);

// Whether such calls are made by another operation and not by a client: the entry in the history
// that follows a withdrawal.
bool follows(const System& system, std::uint16_t operation);

// "€80", "−€80": the number with the currency of the object, if it has one; thousands apart.
std::string amount_text(const StoreSpec& store, std::int64_t amount);
std::string count_text(std::int64_t number);  // "1,000"

// "€100" or "2 entries": what a version holds; "7 | 9" where it holds several values.
std::string content_text(const StoreSpec& store, const object::Content& content);

// "0.340 s", on the writer's clock; "start" for what was there at the beginning.
std::string as_of_text(const object::Version& version);

const std::string& node_name(const lesson::Lesson& lesson, NodeId node);
std::string node_short(const lesson::Lesson& lesson, NodeId node);  // its initials

// "Withdraw €80", and how it ended: "paid", "€100", "declined", "refused", "no answer".
// While it is under way, where there is little room: "€80?".
std::string asking_text(const lesson::Lesson& lesson, const Operation& operation);
std::string call_text(const lesson::Lesson& lesson, const Operation& operation);
std::string result_text(const lesson::Lesson& lesson, const Operation& operation);
// "Withdraw €80 → paid".
std::string operation_text(const lesson::Lesson& lesson, const Operation& operation);
// The level of a call under the name that it goes by here.
std::string level_text(const lesson::Lesson& lesson, const Operation& operation);

// "Harbour cut off", "North is down": what a fault is called where there is little room.
std::string fault_name(const lesson::Lesson& lesson, const Command& command);

// "write €20", "ask: withdraw €80", "yes": what a message says.
std::string message_text(const lesson::Lesson& lesson, const Log& log, const Event& sent);

// What waiting for this level means with so many replicas: the lesson's own words.
std::string level_name(const lesson::Lesson& lesson, Level level);

// A criterion's value or limit with its unit: "0 schedules", "99.5 %", "12.5 ms", "3 per 1,000".
std::string value_text(const lesson::Lesson& lesson, const lesson::Criterion& criterion,
                       std::int64_t value);

std::string violation_text(const lesson::Violation& violation);
std::string verdict_text(const lesson::Lesson& lesson, const lesson::Grade& grade);

}  // namespace caplab::web
