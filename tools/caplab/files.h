// Files and folders as the commands need them: texts, lessons by id or folder, the course.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/systems.h"

namespace caplab {

// The whole file; empty where it cannot be read, as with a folder.
std::optional<std::string> read_file(const std::filesystem::path& path);

bool is_file(const std::filesystem::path& path);
bool is_folder(const std::filesystem::path& path);

// A path as a reader would type it here: for messages.
std::string shown_name(const std::filesystem::path& path);

// The Markdown files of a folder, sorted; none where there is no such folder.
std::vector<std::filesystem::path> text_files(const std::filesystem::path& folder);

// The lessons folder of the working directory, or of the nearest folder above that has one.
std::optional<std::filesystem::path> find_lessons_folder();

// The ids of the folder's lessons, sorted.
std::vector<std::string> lesson_ids(const std::filesystem::path& lessons);

// A lesson's folder from its id, or from the folder itself. The error names the lessons there are.
Result<std::filesystem::path> find_lesson(const std::string& word);

// Loads the lesson in `folder`, or prints every mistake in it to standard error. Missing words are
// none that a run could not do without: a warning says how many.
std::optional<lesson::Lesson> load_lesson_or_complain(const std::filesystem::path& folder);

// The named systems of lessons/systems.json; the same.
std::optional<std::vector<lesson::NamedSystem>> load_systems_or_complain();

}  // namespace caplab
