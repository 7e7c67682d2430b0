// Every call of the file system that can fail takes an error code: nothing throws.
#include "tools/caplab/files.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>

#include "engine/base/json.h"
#include "engine/base/nearest.h"
#include "engine/base/text.h"
#include "engine/lesson/load.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLessonFile = "lesson.json";

Error no_such_lesson(const std::string& word, const std::optional<fs::path>& lessons) {
  const std::vector<std::string> ids = lessons ? lesson_ids(*lessons) : std::vector<std::string>{};
  const std::string_view meant = nearest(word, {ids.begin(), ids.end()});
  const std::string hint = meant.empty() ? "" : " (did you mean " + json::excerpt(meant) + "?)";
  return Error{json::excerpt(word) + " is no lesson" + hint + ", must be a folder with " +
               kLessonFile +
               (ids.empty() ? "; there is no lessons folder here or above"
                            : " or one of " + join(ids, ", "))};
}

}  // namespace

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::string shown_name(const fs::path& path) {
  std::error_code failed;
  const fs::path here = fs::proximate(path, failed);
  const bool elsewhere = failed || here.string().starts_with("..");
  return elsewhere ? path.string() : here.string();
}

std::vector<fs::path> text_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (is_file(entry->path()) && entry->path().extension() == ".md") {
      files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<std::string> read_file(const fs::path& path) {
  if (is_folder(path)) return std::nullopt;
  std::FILE* file = std::fopen(path.string().c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 1 << 16> piece;
  for (std::size_t size = 1; size > 0;) {
    size = std::fread(piece.data(), 1, piece.size(), file);
    text.append(piece.data(), size);
  }
  const bool good = std::ferror(file) == 0;
  std::fclose(file);
  return good ? std::optional(text) : std::nullopt;
}

std::optional<fs::path> find_lessons_folder() {
  std::error_code failed;
  fs::path folder = fs::current_path(failed);
  while (!failed && !folder.empty()) {
    if (is_file(folder / "lessons" / "course.json")) return folder / "lessons";
    if (folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return std::nullopt;
}

std::vector<std::string> lesson_ids(const fs::path& lessons) {
  std::vector<std::string> ids;
  std::error_code failed;
  for (fs::directory_iterator entry(lessons, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (is_file(entry->path() / kLessonFile)) ids.push_back(entry->path().filename().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

Result<fs::path> find_lesson(const std::string& word) {
  const std::optional<fs::path> lessons = find_lessons_folder();
  const bool is_id = word.find_first_of("/\\.") == std::string::npos && !word.empty();
  if (is_id && lessons && is_file(*lessons / word / kLessonFile)) return *lessons / word;
  const fs::path folder = fs::path(word);
  if (folder.filename() == kLessonFile && is_file(folder)) {
    return folder.has_parent_path() ? folder.parent_path() : fs::path(".");
  }
  if (is_folder(folder) && is_file(folder / kLessonFile)) return folder;
  return no_such_lesson(word, lessons);
}

std::optional<lesson::Lesson> load_lesson_or_complain(const fs::path& folder) {
  const fs::path words = folder / "text" / "en.md";
  const std::string names[] = {shown_name(folder / kLessonFile), shown_name(words)};
  const std::optional<std::string> json = read_file(folder / kLessonFile);
  const std::optional<std::string> prose = read_file(words);
  if (!json || !prose) {
    complain(names[json ? 1 : 0] + ": cannot be read, must be a readable file");
    return std::nullopt;
  }
  lesson::Loaded loaded = lesson::load_lesson({*json, names[0], *prose, names[1]});
  if (loaded.mistakes > 0 && loaded.mistakes == loaded.words_missing) {
    complain("warning: " + names[1] + ": " + std::to_string(loaded.words_missing) +
             (loaded.words_missing == 1 ? " entry is missing, its id stands"
                                        : " entries are missing, their ids stand") +
             " for words; caplab lint names what is missing");
    return std::move(loaded.lesson);
  }
  for (const std::string& error : loaded.errors) complain(error);
  if (!loaded.errors.empty()) return std::nullopt;
  return std::move(loaded.lesson);
}

std::optional<std::vector<lesson::NamedSystem>> load_systems_or_complain() {
  const std::optional<fs::path> lessons = find_lessons_folder();
  if (!lessons) {
    complain("there is no folder lessons with course.json here or above");
    return std::nullopt;
  }
  const fs::path path = *lessons / "systems.json";
  json::Report report{.file = shown_name(path), .findings = {}};
  std::vector<lesson::NamedSystem> systems =
      lesson::load_systems(read_file(path).value_or(""), report);
  for (const json::Finding& finding : report.findings) complain(json::line_of(finding));
  if (!report.ok()) return std::nullopt;
  return systems;
}

}  // namespace caplab
