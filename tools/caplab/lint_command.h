// `caplab lint`: validates lessons and proves their solutions.
#pragma once
#include "tools/caplab/commands.h"

namespace caplab {

int lint_command(Words words);

}  // namespace caplab
