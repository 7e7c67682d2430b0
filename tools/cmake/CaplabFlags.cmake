# Compiler and link flags: what every target gets, and what only our own code gets
# (caplab_warnings).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

# The same arithmetic on every machine: a fused multiply-add would change the last bit of a double.
add_compile_options(-ffp-contract=off)

option(CAPLAB_SANITIZE "Build with address and undefined-behaviour sanitizers" OFF)
if(CAPLAB_SANITIZE)
  # The check of virtual tables needs type information, which the engine is built without.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)
  add_compile_options(-fno-omit-frame-pointer)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CAPLAB_CCACHE ccache)
if(CAPLAB_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths count from the tree, so a fresh clone or another build folder finds what was compiled here.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${CAPLAB_CCACHE}")
endif()

if(EMSCRIPTEN)
  # Every file of a wasm program must agree on exceptions; without them and RTTI it is smallest.
  add_compile_options(-fno-exceptions -fno-rtti -sSUPPORT_LONGJMP=0)
  add_link_options(-fno-exceptions -sSUPPORT_LONGJMP=0)
  set(CAPLAB_SMALL -Oz -DNDEBUG)
  set(CAPLAB_FAST -O2)
else()
  set(CAPLAB_FAST $<$<CONFIG:Release>:-O3>)
endif()

# Warnings are errors in our own code; third-party headers come in as SYSTEM and stay silent.
add_library(caplab_warnings INTERFACE)
target_compile_options(caplab_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror)
# GCC 12 takes the vector inside a moved std::variant for uninitialised and, at -O3, for freed, and
# a text that is joined to another for its own neighbour; it is wrong each time.
target_compile_options(caplab_warnings INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict -Wno-use-after-free>)

# Programs for Node read the real files of the machine and report their exit code.
if(EMSCRIPTEN)
  set(CAPLAB_NODE_LINK
    -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=1MB)
endif()
