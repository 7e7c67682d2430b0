// One object a chapter, one a lesson; no lesson twice.
#include "engine/lesson/course.h"

#include <algorithm>

#include "engine/base/json_reader.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

Course::Entry read_entry(const json::Reader& reader, std::vector<std::string>& ids) {
  const json::Fields fields = reader.object({"id"}, {"core"});
  const json::Reader id = fields["id"];
  add_id(id, ids);
  const int core =
      fields["core"].present() ? static_cast<int>(fields["core"].integer({1, 64}, 1)) : 0;
  return {ids.back(), core, id.place(), id.pointer()};
}

Course::Question read_question(const json::Reader& reader) {
  const json::Fields fields = reader.object({"question", "options", "answer", "because"});
  Course::Question question;
  question.text = fields["question"].text({1, 300});
  question.options = fields["options"].list({2, 5}, [](const json::Reader& option) {
    return option.text({1, 200});
  });
  const auto last = static_cast<std::int64_t>(question.options.size());
  question.answer = static_cast<std::size_t>(
      fields["answer"].integer({1, std::max<std::int64_t>(last, 1)}, 1) - 1);
  question.because = fields["because"].text({1, 400});
  return question;
}

Course::Chapter read_chapter(const json::Reader& reader, std::vector<std::string>& chapters,
                             std::vector<std::string>& lessons) {
  const json::Fields fields = reader.object({"id", "title", "lessons"}, {"recall", "closing"});
  add_id(fields["id"], chapters);
  Course::Chapter chapter;
  chapter.id = chapters.back();
  chapter.title = fields["title"].text({1, 60});
  if (fields["recall"].present()) {
    chapter.recall = fields["recall"].list({1, 4}, read_question);
  }
  std::vector<std::string> own;
  for (const json::Reader& entry : fields["lessons"].items({1, 64})) {
    chapter.lessons.push_back(read_entry(entry, lessons));
    own.push_back(chapter.lessons.back().id);
  }
  if (fields["closing"].present() && !own.empty()) {
    chapter.closing = own[fields["closing"].one_of(own)];
  }
  return chapter;
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
    course.chapters.push_back(read_chapter(reader, chapters, lessons));
  }
  return course;
}

}  // namespace caplab::lesson
