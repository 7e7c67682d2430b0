# Emscripten for tools/setup: the one on the PATH if it is new enough, else Debian's newer one,
# unpacked into the cache folder and made to run on this Debian, with SDL2 built into it.

emcc_on_path() {
  [ -n "${emcc_on_path_answer:-}" ] || look_for_emcc
  [ "$emcc_on_path_answer" = yes ]
}

look_for_emcc() {
  emcc_on_path_answer=no
  command -v emcc >/dev/null && command -v em-config >/dev/null || return 0
  local version
  version=$(emcc --version 2>/dev/null | sed -n '1s/.*) \([0-9.]*\).*/\1/p')
  [ -n "$version" ] && at_least "$version" "$EMCC_MIN" || return 0
  emcc_on_path_answer=yes
  say "using the emcc $version on the PATH"
}

emscripten_root() {
  if emcc_on_path; then em-config EMSCRIPTEN_ROOT; else echo "$emscripten/usr/share/emscripten"; fi
}

# A new version goes to a new folder, so an old one is never half replaced.
emscripten=$cache/emscripten-$EMSCRIPTEN_VERSION

fetch_emscripten() {
  local made_from="$EMSCRIPTEN_SHA256 $BINARYEN_SHA256 $ACORN_SHA256 $(command -v node)"
  if [ "$(cat "$emscripten/made-from" 2>/dev/null)" = "$made_from" ]; then
    say "Emscripten $EMSCRIPTEN_VERSION is there" && return
  fi
  [ "$(dpkg --print-architecture)" = amd64 ] ||
    fail "Debian's Emscripten can be borrowed on amd64 alone: put an emcc of $EMCC_MIN or newer" \
      "on the PATH."
  rm -rf "$emscripten"
  say "fetching Emscripten $EMSCRIPTEN_VERSION (240 MB)"
  unpack_emscripten
  wrap_binaryen
  configure_emscripten
  echo "$made_from" >"$emscripten/made-from"
}

unpack_emscripten() {
  local debs=$cache/debs package
  rm -rf "$debs"
  fetch_debs "$debs" emscripten binaryen node-acorn $RUNTIME_PACKAGES
  mkdir -p "$emscripten"
  unpack_deb "$debs" "$EMSCRIPTEN_DEB" "$EMSCRIPTEN_SHA256" "$emscripten"
  unpack_deb "$debs" "$BINARYEN_DEB" "$BINARYEN_SHA256" "$emscripten"
  unpack_deb "$debs" "$ACORN_DEB" "$ACORN_SHA256" "$emscripten"
  for package in $RUNTIME_PACKAGES; do
    quietly "$package could not be unpacked" dpkg-deb -x "$debs/${package}"_*.deb "$emscripten"
  done
  rm -rf "$debs"
}

# Debian's newer binaryen needs a newer C library than this machine's: each of its programs is
# started through the loader of the C library that was unpacked beside it.
wrap_binaryen() {
  local libraries=$emscripten/usr/lib/x86_64-linux-gnu program
  mkdir -p "$emscripten/binaryen/bin"
  ln -sfn "$libraries" "$emscripten/binaryen/lib"
  for program in "$emscripten"/usr/bin/wasm*; do
    cat >"$emscripten/binaryen/bin/$(basename "$program")" <<TEXT
#!/bin/sh
exec '$libraries/ld-linux-x86-64.so.2' --library-path '$libraries' '$program' "\$@"
TEXT
  done
  chmod +x "$emscripten"/binaryen/bin/*
}

# Emscripten reads a .emscripten file that lies beside its own programs, so nothing need be in the
# environment.
configure_emscripten() {
  local home=$emscripten/usr/share/emscripten
  mkdir -p "$home/node_modules"
  ln -sfn "$emscripten/usr/share/nodejs/acorn" "$home/node_modules/acorn"
  cat >"$home/.emscripten" <<TEXT
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$emscripten/binaryen'
NODE_JS = '$(command -v node)'
CACHE = '$home/cache'
FROZEN_CACHE = False
TEXT
}

# Without what the page has no use for, audio and drawing without OpenGL: a fifth of its wasm.
sdl2_flags="-Oz -DSDL_LEAN_AND_MEAN=1 -DSDL_RENDER_DISABLED=1 -DSDL_AUDIO_DISABLED=1"

# Emscripten knows how to build SDL2 as its port; it is given our sources instead of its older ones.
fetch_sdl2() {
  local home=$emscripten/usr/share/emscripten source=$cache/sdl2-$SDL2_VERSION
  local made_from="$SDL2_SHA256 $sdl2_flags"
  if [ "$(cat "$emscripten/sdl2-made-from" 2>/dev/null)" = "$made_from" ]; then
    say "SDL2 $SDL2_VERSION is there" && return
  fi
  say "building SDL2 $SDL2_VERSION for the page"
  fetch_source "libsdl2/$SOURCES_SUITE" "$SDL2_TAR" "$SDL2_SHA256" "$source"
  # These two folders hold links to nowhere, which break Emscripten's copy.
  rm -rf "$source"/android-project* "$home/cache/ports/sdl2"
  sed -i "s/^    flags = .*/    flags = '-sUSE_SDL=0 $sdl2_flags'.split()/" \
    "$home/tools/ports/sdl2.py"
  quietly "an earlier SDL2 could not be removed" "$home/embuilder" clear sdl2
  EMCC_LOCAL_PORTS="sdl2=$source" quietly "SDL2 could not be built" "$home/embuilder" build sdl2
  mark_port_as_fetched "$home"
  rm -rf "$source"
  echo "$made_from" >"$emscripten/sdl2-made-from"
}

# With this mark Emscripten takes its copy of the port as the one that it would have downloaded.
# Without it every compile would need EMCC_LOCAL_PORTS, compare two source trees by date, and print
# warnings.
mark_port_as_fetched() {
  local home=$1 port tag
  port=$home/tools/ports/sdl2.py
  tag=$(sed -n "s/^TAG = '\(.*\)'$/\1/p" "$port")
  sed -n "s/.*f'\(http[^']*\)'.*/\1/p" "$port" | head -1 | sed "s/{TAG}/$tag/" \
    >"$home/cache/ports/sdl2/.emscripten_url"
}
