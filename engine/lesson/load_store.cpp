// Objects with the protocols that replicate them, and the operations on them.
#include <algorithm>

#include "engine/lesson/load_parts.h"
#include "engine/lesson/load_protocol.h"
#include "engine/object/verb_words.h"
#include "engine/proto/quorum_level.h"

namespace caplab::lesson {
namespace {

using object::ObjectType;
using object::Verb;

constexpr std::size_t kObjectsMax = 8;
constexpr std::size_t kOperationsMax = 24;
constexpr std::int64_t kKeysMax = 1000;
constexpr std::int64_t kMoneyMax = 1'000'000'000'000;

// A stock begins with so many of item 0.
bool begins_empty(ObjectType type) {
  return type != ObjectType::stock && !object::number_of(object::empty_content(type));
}

object::Content load_initial(const json::Reader& initial, const StoreSpec& store) {
  if (begins_empty(store.type)) {
    if (initial.present()) {
      initial.fail_at_key("not-allowed",
                          "is set, a " + std::string(name_of(store.type)) + " must begin empty");
    }
    return object::empty_content(store.type);
  }
  const bool counts_things = store.type == ObjectType::account || store.type == ObjectType::stock;
  const std::int64_t number = initial.integer({counts_things ? 0 : -kMoneyMax, kMoneyMax});
  return initial_content(store.protocol, store.type, number, store.conflict);
}

ObjectType type_of(const json::Reader& reader) {
  std::vector<std::string> names;
  for (const ObjectType type : object::all_types()) names.emplace_back(name_of(type));
  return object::all_types()[reader.one_of(names)];
}

std::vector<std::string> replica_ids(const Lesson& lesson) {
  return {lesson.node_ids.begin(), lesson.node_ids.begin() + lesson.system.replicas};
}

void check_coordinator(const json::Reader& reader, const StoreSpec& store) {
  const auto* config = std::get_if<quorum::Config>(&store.protocol);
  const bool by_client = config != nullptr && config->coordinator == quorum::Coordinator::client;
  if (!by_client || quorum::client_may_coordinate(store.type)) return;
  reader.fail("not-allowed", "lets clients coordinate a " + std::string(name_of(store.type)) +
                                 ", must let replicas do it: they keep what they added before");
}

bool load_object(const json::Reader& object, Lesson& lesson) {
  const json::Fields fields = object.object({"id", "type", "store"}, {"keys", "initial"});
  const bool is_new = add_id(fields["id"], lesson.object_ids);
  StoreSpec store;
  store.type = type_of(fields["type"]);
  store.keys = static_cast<int>(fields["keys"].integer({1, kKeysMax}, 1));
  store.protocol = load_protocol(fields["store"], replica_ids(lesson));
  check_coordinator(fields["store"], store);
  store.conflict = load_conflict(fields["store"], store.protocol, store.type);
  store.initial = load_initial(fields["initial"], store);
  lesson.system.stores.push_back(std::move(store));
  return is_new;
}

// The verbs that fit an object's type, by name.
std::vector<std::string> verbs_of(ObjectType type, std::vector<Verb>& verbs) {
  std::vector<std::string> names;
  for (const Verb verb : object::verbs_of(type)) {
    verbs.push_back(verb);
    names.emplace_back(name_of(verb));
  }
  return names;
}

// The levels that a store's protocol offers, and that its copies are enough for. A quorum store's
// "any" counts hints, which nobody can read.
std::vector<Level> offered_levels(const System& system, const StoreSpec& store,
                                  std::optional<Verb> verb) {
  std::vector<Level> offered = levels_of(store);
  const int copies = homes_of(store.protocol, system.replicas, Key{0}).count();
  const bool reads = verb && !object::is_blind(*verb, store.conflict);
  const bool hints = std::holds_alternative<quorum::Config>(store.protocol);
  const auto impossible = [&](Level level) {
    return (level == Level::two && copies < 2) || (level == Level::three && copies < 3) ||
           (level == Level::any && hints && reads);
  };
  offered.erase(std::remove_if(offered.begin(), offered.end(), impossible), offered.end());
  return offered;
}

std::vector<std::string> names_of(const std::vector<Level>& levels) {
  std::vector<std::string> names;
  for (Level level : levels) names.emplace_back(name_of(level));
  return names;
}

std::vector<Level> chosen_from(const json::Reader& choices, const std::vector<Level>& offered) {
  std::vector<Level> options;
  for (const json::Reader& option : choices.items({1, offered.size()})) {
    const std::optional<std::size_t> position = word_at(option, names_of(offered));
    if (!position) continue;
    const Level level = offered[*position];
    if (std::find(options.begin(), options.end(), level) == options.end()) {
      options.push_back(level);
    } else {
      option.fail("duplicate-id", "is a level that stands there already, must be there once");
    }
  }
  return options;
}

// A level is a choice only where there is something to choose from.
void load_levels(const json::Fields& fields, std::size_t position, std::optional<Verb> verb,
                 Lesson& lesson) {
  OperationSpec& operation = lesson.system.operations[position];
  const StoreSpec& store = lesson.system.stores[index(operation.store)];
  const std::vector<Level> levels =
      chosen_from(fields["choices"], offered_levels(lesson.system, store, verb));
  if (levels.empty()) return;
  Choice choice{.id = lesson.operation_ids[position],
                .operation = static_cast<std::uint16_t>(position),
                .options = {},
                .initial = fields["default"].one_of(names_of(levels))};
  operation.level = levels[choice.initial];
  if (levels.size() < 2) return;
  for (const Level level : levels) choice.options.push_back(option_of(level));
  lesson.choices.push_back(std::move(choice));
}

void load_lease(const json::Reader& lease, OperationSpec& operation) {
  if (!lease.present()) return;
  operation.lease = lease.duration({microseconds(1), kRunMax});
  if (operation.verb == Verb::acquire) return;
  lease.fail("not-allowed", "stands at " + json::excerpt(std::string(name_of(operation.verb))) +
                                ", must stand at an operation that does \"acquire\"");
}

// Returns whether object and verb are known.
bool load_operation(const json::Fields& fields, std::size_t position, Lesson& lesson) {
  OperationSpec& operation = lesson.system.operations[position];
  const std::optional<std::size_t> store = word_at(fields["object"], lesson.object_ids);
  if (!store) return false;
  operation.store = id_of<StoreId>(*store);
  std::vector<Verb> verbs;
  const std::vector<std::string> names = verbs_of(lesson.system.stores[*store].type, verbs);
  const std::optional<std::size_t> verb = word_at(fields["do"], names);
  if (verb) {
    operation.verb = verbs[*verb];
    load_lease(fields["lease"], operation);
  }
  load_levels(fields, position, verb ? std::optional(operation.verb) : std::nullopt, lesson);
  return verb.has_value();
}

bool carries_something(const OperationSpec& operation) {
  return takes_amount(operation) || object::words_of(operation.verb).takes_item;
}

// What follows takes over amount, item and key, so it must have use and room for them.
void load_then(const json::Reader& then, std::size_t position, const std::vector<bool>& known,
               Lesson& lesson) {
  if (!then.present()) return;
  const std::optional<std::size_t> target = word_at(then, lesson.operation_ids);
  if (!target || !known[position] || !known[*target]) return;
  std::vector<OperationSpec>& operations = lesson.system.operations;
  const auto& stores = lesson.system.stores;
  operations[position].then = static_cast<std::uint16_t>(*target);
  if (!carries_something(operations[position]) || !carries_something(operations[*target])) {
    then.fail("not-allowed",
              "follows or is a read, must join two operations with an amount or an item");
  } else if (stores[index(operations[*target].store)].keys <
             stores[index(operations[position].store)].keys) {
    then.fail("out-of-range",
              "has an object with fewer keys than this operation's, must have as "
              "many: the key is taken over");
  }
}

// Following `then` from any operation must come to an end.
void expect_no_circle(const json::Reader& operations, const Lesson& lesson) {
  const std::vector<OperationSpec>& specs = lesson.system.operations;
  for (std::size_t start = 0; start < specs.size(); ++start) {
    std::optional<std::uint16_t> next = specs[start].then;
    for (std::size_t steps = 0; next && *next != start && steps < specs.size(); ++steps) {
      next = specs[*next].then;
    }
    if (!next || *next != start) continue;
    operations.fail("not-allowed", "has " + json::excerpt(lesson.operation_ids[start]) +
                                       " follow itself by \"then\", the chain must end");
    return;
  }
}

}  // namespace

bool load_objects(const json::Reader& objects, Lesson& lesson) {
  bool whole = true;
  for (const json::Reader& object : objects.items({1, kObjectsMax})) {
    whole = load_object(object, lesson) && whole;
  }
  return whole && !lesson.system.stores.empty();
}

bool load_operations(const json::Reader& operations, Lesson& lesson) {
  bool whole = true;
  std::vector<json::Fields> all;
  for (const json::Reader& operation : operations.items({1, kOperationsMax})) {
    all.push_back(
        operation.object({"id", "object", "do", "choices", "default"}, {"then", "lease"}));
    const json::Reader id = all.back()["id"];
    whole = add_id(id, lesson.operation_ids) && whole;
    if (lesson.operation_ids.back() == "all") {
      id.fail("not-allowed", "is \"all\", must be another id: \"all\" names every operation");
    }
  }
  lesson.system.operations.resize(all.size());
  std::vector<bool> known;
  for (std::size_t i = 0; i < all.size(); ++i) {
    known.push_back(load_operation(all[i], i, lesson));
  }
  if (!whole || all.empty()) return false;
  for (std::size_t i = 0; i < all.size(); ++i) load_then(all[i]["then"], i, known, lesson);
  expect_no_circle(operations, lesson);
  return true;
}

}  // namespace caplab::lesson
