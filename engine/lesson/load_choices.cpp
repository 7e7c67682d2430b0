// What a lesson leaves open besides levels, and what another situation changes. Each option is a
// list of edits of the lesson's own file, so it can say whatever the file can.
#include <algorithm>
#include <array>

#include "engine/base/json_edit.h"
#include "engine/base/text.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kChoicesMax = 12;
constexpr std::size_t kRangesMax = 12;
constexpr std::size_t kOptionsMax = 12;
constexpr std::size_t kEditsMax = 40;
constexpr std::string_view kStore = "store.";
constexpr std::string_view kConflict = "conflict.";

// What stands still, what happens and what is demanded; never what the choices themselves are.
constexpr std::array<std::string_view, 12> kEditable{
    "sites",   "network",    "replicas", "clients",  "patience", "session",
    "objects", "operations", "script",   "workload", "faults",   "faultProcess"};

enum class Opens : std::uint8_t { store, conflict, other };

// What kind of choice an id names, and of which object.
struct ChoiceName {
  Opens opens = Opens::other;
  std::size_t object = 0;
};

bool is_option_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !id.empty() && std::all_of(id.begin(), id.end(), allowed);
}

std::string option_id(const json::Reader& reader, const std::vector<Option>& known) {
  const std::string id = reader.text({1, 40});
  if (reader.kind() != json::Kind::text) return id;
  if (!is_option_id(id)) {
    reader.fail("not-allowed",
                "is " + json::excerpt(id) + ", must be 1 to 40 of a-z, 0-9, - and .");
  }
  const auto same = [&id](const Option& option) { return option.id == id; };
  if (std::any_of(known.begin(), known.end(), same)) {
    reader.fail("duplicate-id", "is an option that stands there already, must be there once");
  }
  return id;
}

bool may_be_edited(std::string_view pointer) {
  const auto begins = [pointer](std::string_view part) {
    const std::string key = "/" + std::string(part);
    return pointer == key || pointer.starts_with(key + "/");
  };
  return begins("rubric") || std::any_of(kEditable.begin(), kEditable.end(), begins);
}

void add_edit(const json::Reader& at, std::string pointer, const json::Value& value,
              const Lesson& lesson, std::vector<Edit>& edits) {
  json::Value file = lesson.source->file;
  if (!may_be_edited(pointer)) {
    at.fail_at_key("not-allowed", "is " + json::excerpt(pointer) + ", must lead into one of " +
                                      join({kEditable.begin(), kEditable.end()}, ", ") +
                                      ", rubric");
  } else if (!json::set_at(file, pointer, value)) {
    at.fail_at_key("unknown-key",
                   "is " + json::excerpt(pointer) + ", must lead to a value of this file");
  } else {
    edits.push_back({std::move(pointer), value});
  }
}

void load_sets(const json::Reader& sets, const Lesson& lesson, std::vector<Edit>& edits) {
  if (!sets.present()) return;
  for (const json::Entry& entry : sets.entries({1, kEditsMax})) {
    add_edit(entry.value, entry.key, entry.value.value(), lesson, edits);
  }
}

json::Value text_value(std::string_view text, json::Place place) {
  json::Value value;
  value.kind = json::Kind::text;
  value.text = text;
  value.place = place;
  return value;
}

json::Value list_of(const json::Value& item) {
  json::Value list;
  list.kind = json::Kind::array;
  list.place = item.place;
  list.items.push_back(item);
  return list;
}

// The levels at which operations then work, since another protocol has others.
void load_levels_of(const json::Reader& levels, const Lesson& lesson, std::vector<Edit>& edits) {
  if (!levels.present()) return;
  for (const json::Entry& entry : levels.entries({1, kEditsMax})) {
    const auto& ids = lesson.operation_ids;
    const auto id = std::find(ids.begin(), ids.end(), entry.key);
    if (id == ids.end()) {
      entry.value.fail_at_key("unknown-key", "is no operation, must be one of " + join(ids, ", "));
      continue;
    }
    const json::Value level = text_value(entry.value.text({1, 40}), entry.value.place());
    const std::string operation =
        json::pointer_to("/operations", static_cast<std::size_t>(id - ids.begin()));
    edits.push_back({operation + "/choices", list_of(level)});
    edits.push_back({operation + "/default", level});
  }
}

Option load_option(const json::Reader& reader, const ChoiceName& name, const Choice& choice,
                   const Lesson& lesson) {
  const std::string store = json::pointer_to("/objects", name.object) + "/store";
  Option option;
  switch (name.opens) {
    case Opens::store: {
      const json::Fields fields = reader.object({"id", "store"}, {"levels", "sets"});
      option.id = option_id(fields["id"], choice.options);
      if (fields["store"].present()) option.edits.push_back({store, fields["store"].value()});
      load_levels_of(fields["levels"], lesson, option.edits);
      load_sets(fields["sets"], lesson, option.edits);
      break;
    }
    case Opens::conflict: {
      const json::Fields fields = reader.object({"id"}, {"sets"});
      option.id = option_id(fields["id"], choice.options);
      option.edits.push_back({store + "/conflict", text_value(option.id, fields["id"].place())});
      load_sets(fields["sets"], lesson, option.edits);
      break;
    }
    case Opens::other: {
      const json::Fields fields = reader.object({"id"}, {"sets"});
      option.id = option_id(fields["id"], choice.options);
      load_sets(fields["sets"], lesson, option.edits);
      break;
    }
  }
  return option;
}

// "store.seats" and "conflict.seats" name an object; every other id stands for itself.
std::optional<ChoiceName> load_choice_id(const json::Reader& reader, const Lesson& lesson,
                                         std::string& id) {
  id = reader.text({1, 60});
  for (const auto& [prefix, opens] :
       {std::pair{kStore, Opens::store}, std::pair{kConflict, Opens::conflict}}) {
    if (!id.starts_with(prefix)) continue;
    const auto& ids = lesson.object_ids;
    const auto object = std::find(ids.begin(), ids.end(), id.substr(prefix.size()));
    if (object != ids.end()) {
      return ChoiceName{opens, static_cast<std::size_t>(object - ids.begin())};
    }
    reader.fail("unknown-name", "is " + json::excerpt(id) + ", must name one of the objects " +
                                    join(ids, ", ") + " after \"" + std::string(prefix) + "\"");
    return std::nullopt;
  }
  id = reader.id();
  return ChoiceName{};
}

// The options of a conflict policy are policies; which of them a protocol can keep is seen when the
// option is tried.
bool expect_policy(const json::Reader& option, const ChoiceName& name, const std::string& id,
                   const Lesson& lesson) {
  if (name.opens != Opens::conflict) return true;
  const object::ObjectType type = lesson.system.stores[name.object].type;
  std::vector<std::string> policies;
  for (const object::Conflict policy : object::conflicts_of(type)) {
    policies.emplace_back(object::name_of(policy));
  }
  if (std::find(policies.begin(), policies.end(), id) != policies.end()) return true;
  option.fail("not-allowed", "is " + json::excerpt(id) + ", must be one of the policies of a " +
                                 std::string(object::name_of(type)) + ": " + join(policies, ", "));
  return false;
}

void load_choice(const json::Reader& reader, Lesson& lesson) {
  const json::Fields fields = reader.object({"id", "options", "default"});
  Choice choice;
  const std::optional<ChoiceName> name = load_choice_id(fields["id"], lesson, choice.id);
  if (!name) return;
  for (const Choice& known : lesson.choices) {
    if (known.id != choice.id) continue;
    fields["id"].fail("duplicate-id", "is a choice already, must be another id");
  }
  std::vector<std::string> ids;
  bool whole = true;
  for (const json::Reader& option : fields["options"].items({2, kOptionsMax})) {
    choice.options.push_back(load_option(option, *name, choice, lesson));
    ids.push_back(choice.options.back().id);
    whole = expect_policy(option, *name, ids.back(), lesson) && whole;
  }
  if (choice.options.empty() || !whole) return;
  choice.initial = fields["default"].one_of(ids);
  lesson.choices.push_back(std::move(choice));
}

}  // namespace

void load_choices(const json::Reader& choices, Lesson& lesson) {
  if (!choices.present()) return;
  for (const json::Reader& choice : choices.items({0, kChoicesMax})) load_choice(choice, lesson);
}

void load_ranges(const json::Reader& ranges, Lesson& lesson) {
  if (!ranges.present()) return;
  std::vector<std::string> ids;
  for (const json::Reader& item : ranges.items({0, kRangesMax})) {
    const json::Fields fields = item.object({"id", "options"});
    add_id(fields["id"], ids);
    Range range{.id = ids.back(), .options = {}};
    for (const json::Reader& reader : fields["options"].items({2, kOptionsMax})) {
      const json::Fields option = reader.object({"id"}, {"sets"});
      Option drawn{.id = option_id(option["id"], range.options), .level = {}, .edits = {}};
      load_sets(option["sets"], lesson, drawn.edits);
      if (range.options.empty() && option["sets"].present()) {
        option["sets"].fail_at_key("not-allowed",
                                   "is set, the first option is what the file says and must have "
                                   "none");
      }
      range.options.push_back(std::move(drawn));
    }
    if (!range.options.empty()) lesson.ranges.push_back(std::move(range));
  }
}

}  // namespace caplab::lesson
