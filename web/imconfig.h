// Dear ImGui's compile-time settings for CAP Lab; included by imgui.h through IMGUI_USER_CONFIG.
#pragma once

// The demo and debug windows are a third of the program, and no learner ever sees them.
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS

// The page has no file system; settings are kept by the page itself.
#define IMGUI_DISABLE_FILE_FUNCTIONS

// Every item reports itself to our hooks, from which the tree for tests and assistive tools is
// made.
#define IMGUI_ENABLE_TEST_ENGINE

// WebGL has no base vertex, so a frame with more than 65,536 vertices needs wide indices.
#define ImDrawIdx unsigned int
