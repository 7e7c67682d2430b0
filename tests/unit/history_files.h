// The recorded histories in tests/histories.
#pragma once
#include <string>

#include "engine/history/history.h"

namespace caplab::test {

// REQUIRES: the file is there and well formed; a test fails otherwise.
history::History history_of_file(const std::string& name, history::ObjectType object);

}  // namespace caplab::test
