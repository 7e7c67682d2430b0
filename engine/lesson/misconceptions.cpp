// lessons/misconceptions.json, and which lesson names what.
#include "engine/lesson/misconceptions.h"

#include <algorithm>

#include "engine/base/json_reader.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {

std::vector<Misconception> load_misconceptions(std::string_view json, json::Report& report) {
  const std::optional<json::Value> root = json::parse(json, report);
  if (!root) return {};
  const json::Fields fields =
      json::Reader(*root, report).object({"format", "misconceptions"}, {"$schema"});
  fields["format"].integer({1, 1}, 1);
  fields["$schema"].text({1, 200});
  std::vector<std::string> ids;
  return fields["misconceptions"].list({1, 100}, [&](const json::Reader& reader) {
    const json::Fields one = reader.object({"id", "title", "why", "refutedBy"});
    add_id(one["id"], ids);
    const json::Reader by = one["refutedBy"];
    return Misconception{.id = ids.back(),
                         .title = one["title"].text({1, 100}),
                         .why = one["why"].text({1, 400}),
                         .refuted_by = by.id(),
                         .place = by.place(),
                         .pointer = by.pointer()};
  });
}

bool names(const Lesson& lesson, std::string_view misconception) {
  const auto is_it = [misconception](const auto& one) {
    return one.misconception == misconception;
  };
  const auto asks = [&](const Prediction& prediction) {
    return std::any_of(prediction.options.begin(), prediction.options.end(), is_it);
  };
  return std::any_of(lesson.wrong.begin(), lesson.wrong.end(), is_it) ||
         std::any_of(lesson.task_wrong.begin(), lesson.task_wrong.end(), is_it) ||
         std::any_of(lesson.predictions.begin(), lesson.predictions.end(), asks);
}

}  // namespace caplab::lesson
