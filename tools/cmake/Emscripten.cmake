# The CMake toolchain file of the web preset: Emscripten's own, from where tools/setup put or found
# it.
include("${CMAKE_CURRENT_LIST_DIR}/CaplabCache.cmake")
if(NOT DEFINED CAPLAB_EMSCRIPTEN_ROOT)
  message(FATAL_ERROR "No Emscripten is set up yet: run tools/setup first.")
endif()
include("${CAPLAB_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
