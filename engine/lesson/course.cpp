// One object a chapter, one a lesson; no lesson twice.
#include "engine/lesson/course.h"

#include "engine/base/json_reader.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

Course::Entry read_entry(const json::Reader& reader, std::vector<std::string>& ids) {
  const json::Fields fields = reader.object({"id"}, {"core"});
  const json::Reader id = fields["id"];
  add_id(id, ids);
  return {ids.back(), fields["core"].boolean(), id.place(), id.pointer()};
}

}  // namespace

Course load_course(std::string_view json, json::Report& report) {
  Course course;
  const std::optional<json::Value> root = json::parse(json, report);
  if (!root) return course;
  const json::Fields fields =
      json::Reader(*root, report).object({"format", "chapters"}, {"$schema"});
  fields["format"].integer({1, 1}, 1);
  fields["$schema"].text({1, 200});
  std::vector<std::string> chapters;
  std::vector<std::string> lessons;
  for (const json::Reader& reader : fields["chapters"].items({1, 32})) {
    const json::Fields of_chapter = reader.object({"id", "title", "lessons"});
    add_id(of_chapter["id"], chapters);
    Course::Chapter chapter{chapters.back(), of_chapter["title"].text({1, 60}), {}};
    for (const json::Reader& entry : of_chapter["lessons"].items({1, 64})) {
      chapter.lessons.push_back(read_entry(entry, lessons));
    }
    course.chapters.push_back(std::move(chapter));
  }
  return course;
}

}  // namespace caplab::lesson
