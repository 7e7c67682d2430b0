# The libraries' sources for tools/setup: Dear ImGui, Catch2 and nlohmann_json, in the cache folder.

fetch_libraries() {
  fetch_library "Dear ImGui $IMGUI_VERSION" "imgui-$IMGUI_VERSION" "$IMGUI_SHA256" fetch_imgui
  fetch_library "Catch2 $CATCH2_VERSION" "catch2-$CATCH2_VERSION" "$CATCH2_SHA256" fetch_catch2
  fetch_library "nlohmann_json $JSON_VERSION" "json-$JSON_VERSION" "$JSON_SHA256" fetch_json
}

# fetch_library TITLE FOLDER HASH FUNCTION: a folder counts as there only with its hash written into
# it last.
fetch_library() {
  local title=$1 target=$cache/$2 hash=$3 fetch=$4
  if [ "$(cat "$target/made-from" 2>/dev/null)" = "$hash" ]; then
    say "$title is there" && return
  fi
  say "fetching $title"
  rm -rf "$target"
  "$fetch" "$target"
  echo "$hash" >"$target/made-from"
}

fetch_catch2() { fetch_source "catch2/$SOURCES_SUITE" "$CATCH2_TAR" "$CATCH2_SHA256" "$1"; }

# This suite is still in motion: when it has moved on, the upstream archive of the same version
# serves.
fetch_imgui() {
  local found=$cache/sources
  if try_source "imgui/$IMGUI_SUITE" "$IMGUI_TAR"; then
    unpack_source "$found/$IMGUI_TAR" "$IMGUI_SHA256" "$1"
  elif try_download "$IMGUI_URL" "$found/imgui.tar.gz"; then
    unpack_source "$found/imgui.tar.gz" "$IMGUI_URL_SHA256" "$1"
  else
    local now
    now=$(ls "$found" 2>/dev/null | grep '^imgui_.*\.orig\.tar' | head -1 || true)
    fail "the suite $IMGUI_SUITE no longer has $IMGUI_TAR${now:+ but $now}: if that is 1.92 or" \
      "newer and the page works with it, put its version, name and hash into tools/versions."
  fi
}

fetch_json() {
  local debs=$cache/debs
  fetch_debs "$debs" nlohmann-json3-dev
  mkdir -p "$1/deb"
  unpack_deb "$debs" "$JSON_DEB" "$JSON_SHA256" "$1/deb"
  mkdir -p "$1/include"
  mv "$1/deb/usr/include/nlohmann" "$1/include/nlohmann"
  rm -rf "$1/deb" "$debs"
}

# fetch_source PACKAGE/SUITE FILE HASH TARGET
fetch_source() {
  try_source "$1" "$2" ||
    fail "the source $2 could not be downloaded: check the network and run tools/setup again, or" \
      "if the suite ${1#*/} has moved on, put the new name and hash into tools/versions."
  unpack_source "$cache/sources/$2" "$3" "$4"
}

# try_source PACKAGE/SUITE FILE: downloads a source package, says whether the expected archive was
# in it.
try_source() {
  update_private_lists
  rm -rf "$cache/sources"
  mkdir -p "$cache/sources"
  (cd "$cache/sources" && private_apt source --download-only "$1" >>"$log" 2>&1) || true
  [ -f "$cache/sources/$2" ]
}

try_download() {
  local fetch='import sys, urllib.request; urllib.request.urlretrieve(sys.argv[1], sys.argv[2])'
  python3 -c "$fetch" "$1" "$2" >>"$log" 2>&1
}

unpack_source() {
  local archive=$1 hash=$2 target=$3
  check_hash "$archive" "$hash"
  mkdir -p "$target"
  quietly "$(basename "$archive") could not be unpacked" \
    tar -xf "$archive" -C "$target" --strip-components=1
  rm -rf "$cache/sources"
}
