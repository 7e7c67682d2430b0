#include "engine/base/json_edit.h"

#include <utility>

#include "engine/base/number.h"

namespace caplab::json {
namespace {

// One part of a pointer as the key that it spells: ~1 is a slash, ~0 a tilde (RFC 6901 §4).
std::string key_of(std::string_view part) {
  std::string key;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool escaped = part[i] == '~' && i + 1 < part.size();
    if (escaped) ++i;
    key += escaped ? (part[i] == '1' ? '/' : '~') : part[i];
  }
  return key;
}

Value* item_at(Value& array, std::string_view part) {
  const Result<std::int64_t> index = parse_integer(part);
  if (!index || *index < 0 || *index >= static_cast<std::int64_t>(array.items.size())) {
    return nullptr;
  }
  return &array.items[static_cast<std::size_t>(*index)];
}

Value* member_at(Value& object, const std::string& key) {
  for (Member& member : object.members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Value* child_at(Value& parent, std::string_view part) {
  if (parent.kind == Kind::array) return item_at(parent, part);
  return parent.kind == Kind::object ? member_at(parent, key_of(part)) : nullptr;
}

}  // namespace

bool set_at(Value& root, std::string_view pointer, Value value) {
  Value* here = &root;
  while (pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string_view part = pointer.substr(0, end);
    pointer.remove_prefix(end);
    Value* child = child_at(*here, part);
    if (pointer.empty() && child == nullptr && here->kind == Kind::object) {
      here->members.push_back({.key = key_of(part), .key_place = value.place, .value = {}});
      child = &here->members.back().value;
    }
    if (child == nullptr) return false;
    if (pointer.empty()) {
      *child = std::move(value);
      return true;
    }
    here = child;
  }
  return false;
}

}  // namespace caplab::json
