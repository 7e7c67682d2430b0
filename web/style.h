// Dear ImGui's own look, for the little of it that shows: windows, scroll bars, tips.
#pragma once
#include "web/theme.h"

namespace caplab::web {

void set_style(const Theme& theme, float line);

}  // namespace caplab::web
