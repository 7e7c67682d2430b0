# Building, shared by tools/serve, tools/test and tools/bench; sourced by them, after tools/setup
# has run. Expects: root (the tree's folder). Folders: build/<preset> and dist/.

# configure_preset PRESET: quiet when all is well.
configure_preset() {
  local said
  said=$(cd "$root" && cmake --preset "$1" 2>&1) || { echo "$said" && return 1; }
}

# build_preset PRESET [TARGET...]: goes on after a failure, so that one run tells all of them.
build_preset() {
  local preset=$1
  shift
  configure_preset "$preset" && (cd "$root" && cmake --build --preset "$preset" ${1:+--target "$@"} -- -k 0)
}

# The whole site as static files in dist/.
build_site() {
  load_paths
  build_preset web caplab-page &&
    "$CAPLAB_PYTHON" "$root/tools/dist.py" --fonts "$CAPLAB_FONTS"
}

load_paths() { source "${CAPLAB_CACHE:-$HOME/.cache/caplab}/paths.sh"; }
