// Dear ImGui's compile-time settings for CAP Lab; included by imgui.h through IMGUI_USER_CONFIG.
#pragma once

// The demo and debug windows are a third of the program, and no learner ever sees them.
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS

// The page has no file system; settings are kept by the page itself.
#define IMGUI_DISABLE_FILE_FUNCTIONS

// Our own fonts come with the page.
#define IMGUI_DISABLE_DEFAULT_FONT

// WebGL has no base vertex, so a frame with more than 65,536 vertices needs wide indices.
#define ImDrawIdx unsigned int
