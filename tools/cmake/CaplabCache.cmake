# Finds the folder that tools/setup filled and reads the paths that it wrote down there. It defines
# CAPLAB_IMGUI_DIR, CAPLAB_CATCH2_DIR, CAPLAB_JSON_INCLUDE and, for wasm, CAPLAB_EMSCRIPTEN_*.
if(DEFINED ENV{CAPLAB_CACHE})
  set(CAPLAB_CACHE "$ENV{CAPLAB_CACHE}")
else()
  set(CAPLAB_CACHE "$ENV{HOME}/.cache/caplab")
endif()
include("${CAPLAB_CACHE}/paths.cmake" OPTIONAL)
