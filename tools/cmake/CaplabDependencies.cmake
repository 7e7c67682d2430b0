# Third-party libraries as targets: nlohmann_json, catch2, imgui (with its SDL2 and OpenGL parts),
# sdl2. Their sources lie in the folder that tools/setup filled; nothing third-party is in this
# tree.
include(CaplabCache)
include(CaplabVersions)
if(NOT EXISTS "${CAPLAB_CACHE}/paths.cmake")
  message(FATAL_ERROR "The libraries are not set up yet: run tools/setup first.")
endif()

# Where tools/setup could not bring the sources (not a Debian 12), they come from upstream, by hash.
if(NOT DEFINED CAPLAB_IMGUI_DIR)
  include(FetchContent)
  set(FETCHCONTENT_QUIET OFF)
  foreach(name IMGUI CATCH2 JSON)
    FetchContent_Declare(caplab_${name} URL "${CAPLAB_${name}_URL}" SOURCE_SUBDIR nothing-to-add
      URL_HASH SHA256=${CAPLAB_${name}_URL_SHA256} DOWNLOAD_EXTRACT_TIMESTAMP ON)
    FetchContent_MakeAvailable(caplab_${name})
    string(TOLOWER "caplab_${name}" lower_name)
    set(CAPLAB_${name}_DIR "${${lower_name}_SOURCE_DIR}")
  endforeach()
  set(CAPLAB_JSON_INCLUDE "${CAPLAB_JSON_DIR}/include")
endif()

add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${CAPLAB_JSON_INCLUDE}")
target_compile_definitions(nlohmann_json INTERFACE
  JSON_NOEXCEPTION JSON_NO_IO JSON_USE_IMPLICIT_CONVERSIONS=0)

# Catch2 as its one amalgamated file: one compile instead of a hundred. The headers are the usual
# ones.
set(CATCH_CONFIG_DEFAULT_REPORTER console)
set(CATCH_CONFIG_CONSOLE_WIDTH 100)
configure_file("${CAPLAB_CATCH2_DIR}/src/catch2/catch_user_config.hpp.in"
               "${CMAKE_BINARY_DIR}/generated/catch2/catch_user_config.hpp")
add_library(catch2 STATIC "${CAPLAB_CATCH2_DIR}/extras/catch_amalgamated.cpp")
target_include_directories(catch2 SYSTEM PUBLIC
  "${CAPLAB_CATCH2_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
target_compile_options(catch2 PRIVATE -w -O1)
if(CAPLAB_SANITIZE)
  # It is not ours to search for mistakes, and its one large file would take a minute.
  target_compile_options(catch2 PRIVATE -fno-sanitize=all -g0)
endif()
if(EMSCRIPTEN)
  target_compile_definitions(catch2 PUBLIC CATCH_CONFIG_DISABLE_EXCEPTIONS)
endif()

# SDL2: Emscripten's port for the page, the machine's own library for the native window.
add_library(sdl2 INTERFACE)
if(EMSCRIPTEN)
  target_compile_options(sdl2 INTERFACE -sUSE_SDL=2)
  target_link_options(sdl2 INTERFACE -sUSE_SDL=2)
  set(CAPLAB_HAS_WINDOW ON)
else()
  find_package(SDL2 QUIET)
  find_library(CAPLAB_GLES GLESv2)
  if(SDL2_FOUND AND CAPLAB_GLES)
    target_link_libraries(sdl2 INTERFACE SDL2::SDL2 "${CAPLAB_GLES}")
    set(CAPLAB_HAS_WINDOW ON)
  else()
    message(STATUS "caplab-window is left out: SDL2 and OpenGL ES are missing (see tools/setup)")
  endif()
endif()

# Dear ImGui, configured by web/imconfig.h. Its headers are SYSTEM, so our warnings do not look into
# them.
add_library(imgui STATIC EXCLUDE_FROM_ALL
  "${CAPLAB_IMGUI_DIR}/imgui.cpp"
  "${CAPLAB_IMGUI_DIR}/imgui_draw.cpp"
  "${CAPLAB_IMGUI_DIR}/imgui_tables.cpp"
  "${CAPLAB_IMGUI_DIR}/imgui_widgets.cpp"
  "${CAPLAB_IMGUI_DIR}/backends/imgui_impl_sdl2.cpp"
  "${CAPLAB_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp")
target_include_directories(imgui SYSTEM PUBLIC "${CAPLAB_IMGUI_DIR}" "${CAPLAB_IMGUI_DIR}/backends")
target_include_directories(imgui PRIVATE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="web/imconfig.h" IMGUI_IMPL_OPENGL_ES3)
target_compile_options(imgui PRIVATE -w ${CAPLAB_SMALL})
target_link_libraries(imgui PUBLIC sdl2)
