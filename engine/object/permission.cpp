#include "engine/object/permission.h"

namespace caplab::object {

bool may_access(const Records& records, std::int32_t person) {
  bool may = false;
  for (const Record& record : records) {
    if (record.item != person) continue;
    if (record.verb == Verb::grant) may = true;
    if (record.verb == Verb::revoke) may = false;
  }
  return may;
}

}  // namespace caplab::object
