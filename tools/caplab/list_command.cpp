// `caplab list`: the lessons in the order of the course, and the named systems.
#include <optional>
#include <string_view>

#include "engine/base/json_writer.h"
#include "engine/lesson/course.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

constexpr std::string_view kHelp = R"(usage: caplab list [--json]

Lists the lessons: their ids, as other commands take them, and their titles; then the named systems.
Lessons lie in the folder lessons/ of the working directory or of one above it; lessons/course.json
gives their order, lessons/systems.json the systems.

  --json   one line of JSON
  --help   this text

Exit code: 0 done, 2 there are no lessons or one of the files is malformed.

example: caplab list
)";

// The course, or nothing after having told what is wrong with its file.
std::optional<lesson::Course> read_course(const std::filesystem::path& lessons) {
  const std::filesystem::path path = lessons / "course.json";
  json::Report report{.file = path.string(), .findings = {}};
  const lesson::Course course = lesson::load_course(read_file(path).value_or(""), report);
  if (report.ok()) return course;
  for (const json::Finding& finding : report.findings) complain(json::line_of(finding));
  return std::nullopt;
}

struct Entry {
  std::string id;
  std::string chapter;
  bool core = false;
};

std::vector<Entry> entries_of(const lesson::Course& course) {
  std::vector<Entry> entries;
  for (const lesson::Course::Chapter& chapter : course.chapters) {
    for (const lesson::Course::Entry& entry : chapter.lessons) {
      entries.push_back({entry.id, chapter.id, entry.core > 0});
    }
  }
  return entries;
}

void write_lesson(json::Writer& out, const Entry& entry, const lesson::Lesson& lesson) {
  out.begin_object().key("id").text(entry.id);
  out.key("title").text(say(lesson.prose, "title")).key("chapter").text(entry.chapter);
  out.key("task").text(name_of(lesson.task)).key("core").boolean(entry.core).end_object();
}

std::string line_of(const Entry& entry, const lesson::Lesson& lesson) {
  constexpr std::size_t kIdWidth = 12;
  const std::string pad(entry.id.size() < kIdWidth ? kIdWidth - entry.id.size() : 1, ' ');
  return entry.id + pad + say(lesson.prose, "title") + " (" + entry.chapter + ", " +
         std::string(name_of(lesson.task)) + ", " + std::to_string(lesson.minutes) + " minutes" +
         (entry.core ? ", core path)" : ")") + "\n";
}

int list_lessons(bool as_json) {
  const std::optional<std::filesystem::path> lessons = find_lessons_folder();
  if (!lessons) {
    return usage_mistake("list", "there is no folder lessons with course.json here or above");
  }
  const std::optional<lesson::Course> course = read_course(*lessons);
  if (!course) return kBadInput;
  json::Writer out;
  std::string text;
  out.begin_object().key("lessons").begin_array();
  for (const Entry& entry : entries_of(*course)) {
    const std::optional<lesson::Lesson> lesson = load_lesson_or_complain(*lessons / entry.id);
    if (!lesson) return kBadInput;
    write_lesson(out, entry, *lesson);
    text += line_of(entry, *lesson);
  }
  const std::optional<std::vector<lesson::NamedSystem>> systems = load_systems_or_complain();
  if (!systems) return kBadInput;
  out.end_array().key("systems").begin_array();
  text += "systems:";
  for (const lesson::NamedSystem& system : *systems) {
    out.text(system.id);
    text += " " + system.id;
  }
  out.end_array().end_object();
  print(as_json ? out.str() + "\n" : text + "\n");
  return kDone;
}

}  // namespace

int list_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {});
  if (!arguments) return usage_mistake("list", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  if (!arguments->words.empty()) {
    return usage_mistake("list", json::excerpt(arguments->words.front()) +
                                     " is one word too many, must be options only");
  }
  return list_lessons(arguments->has("--json"));
}

}  // namespace caplab
