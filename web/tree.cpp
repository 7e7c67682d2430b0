// The tree as JSON.
#include "web/tree.h"

#include "engine/base/json_writer.h"

namespace caplab::web {
namespace {

std::int64_t tenths(float pixels) { return static_cast<std::int64_t>(std::lround(pixels * 10)); }

}  // namespace

const TreeItem* Tree::find(const std::string& id) const {
  for (const TreeItem& item : items) {
    if (item.id == id) return &item;
  }
  return nullptr;
}

std::string tree_json(const Tree& tree, Vec canvas) {
  json::Writer out;
  out.begin_array();
  for (const TreeItem& item : tree.items) {
    out.begin_object().key("id").text(item.id).key("label").text(item.label);
    out.key("role").text(item.role);
    out.key("x").decimal(tenths(item.rect.x + canvas.x), 1);
    out.key("y").decimal(tenths(item.rect.y + canvas.y), 1);
    out.key("w").decimal(tenths(item.rect.w), 1).key("h").decimal(tenths(item.rect.h), 1);
    out.key("enabled").boolean(item.enabled);
    out.key("value").text(item.value);
    if (item.role == "slider") out.key("max").integer(item.max).key("step").integer(item.step);
    out.end_object();
  }
  out.end_array();
  return out.str();
}

}  // namespace caplab::web
