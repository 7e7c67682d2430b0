// `caplab new`: a small lesson that is whole and passes `caplab lint`, to be changed piece by
// piece.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"
#include "tools/caplab/skeleton_texts.h"

namespace caplab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHelp = R"(usage: caplab new LESSON

Writes the folder LESSON with a small lesson that is whole: lesson.json, text/en.md and
instructor.md. LESSON is an id, then the folder comes into lessons/ of the working directory or of
one above it, or a path whose last part is the id. Nothing that is there is overwritten.

  --json   the files as one line of JSON
  --help   this text

Exit code: 0 done, 2 bad usage, or the folder is there already.

example: caplab new corner-shop && caplab lint lessons/corner-shop
)";

// As the loader wants it.
bool is_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.size() <= 40 && id[0] >= 'a' && id[0] <= 'z' &&
         std::all_of(id.begin(), id.end(), allowed);
}

void replace_all(std::string& text, std::string_view place, const std::string& with) {
  for (std::size_t at = text.find(place); at != std::string::npos;
       at = text.find(place, at + with.size())) {
    text.replace(at, place.size(), with);
  }
}

std::string schema_line(const std::string& way) {
  return "  \"$schema\": " + json::quoted(way) + ",\n";
}

// Where an editor finds the schema, seen from the lesson; no line at all where there is none.
std::string own_schema_line(const fs::path& folder) {
  const std::optional<fs::path> lessons = find_lessons_folder();
  if (!lessons) return "";
  std::error_code failed;
  const fs::path schema = fs::weakly_canonical(*lessons, failed) / "schema" / "lesson.schema.json";
  if (!is_file(schema)) return "";
  const fs::path way = fs::relative(schema, fs::weakly_canonical(folder, failed), failed);
  return failed ? "" : schema_line(way.generic_string());
}

std::string completed(std::string_view text, const fs::path& folder, const std::string& id) {
  std::string result(text);
  replace_all(result, "@ID@", id);
  replace_all(result, schema_line("../schema/lesson.schema.json"), own_schema_line(folder));
  return result;
}

// The folder that a word names: beside the other lessons, or where the path leads.
fs::path folder_of(const std::string& word) {
  const std::optional<fs::path> lessons = find_lessons_folder();
  const bool is_path = word.find('/') != std::string::npos;
  return is_path || !lessons ? fs::path(word).lexically_normal() : *lessons / word;
}

bool write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return file.good();
}

int write_lesson(const fs::path& folder, const std::string& id, bool as_json) {
  const std::pair<fs::path, std::string_view> files[] = {
      {folder / "lesson.json", kSkeleton_lesson_json},
      {folder / "text" / "en.md", kSkeleton_en_md},
      {folder / "instructor.md", kSkeleton_instructor_md},
  };
  std::error_code failed;
  fs::create_directories(folder / "text", failed);
  std::string text;
  std::string list;
  for (const auto& [path, content] : files) {
    if (failed || !write_file(path, completed(content, folder, id))) {
      return usage_mistake("new", shown_name(path) +
                                      " cannot be written, must be in a folder that "
                                      "can be written to");
    }
    text += shown_name(path) + "\n";
    list += (list.empty() ? "\"" : ",\"") + shown_name(path) + "\"";
  }
  print(as_json ? "{\"files\":[" + list + "]}\n"
                : text + "next: caplab lint " + shown_name(folder) + "\n");
  return kDone;
}

}  // namespace

int new_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {});
  if (!arguments) return usage_mistake("new", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const Result<std::string> word = only_word(*arguments, "LESSON");
  if (!word) return usage_mistake("new", word.error().message);
  const fs::path folder = folder_of(*word);
  const std::string id = folder.filename().string();
  if (!is_id(id)) {
    return usage_mistake("new", json::excerpt(id) +
                                    " is no id, must be 1 to 40 of a-z, 0-9 and "
                                    "-, beginning with a letter");
  }
  std::error_code failed;
  if (fs::exists(folder, failed)) {
    return usage_mistake("new", shown_name(folder) + " is there already, must be a new folder");
  }
  return write_lesson(folder, id, arguments->has("--json"));
}

}  // namespace caplab
