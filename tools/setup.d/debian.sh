# Debian's side of tools/setup: packages of this Debian, and files of newer suites through private
# lists, so that the machine's own package sources stay as they are.

missing_packages() {
  on_known_debian || return 0
  local pair shown
  for pair in $PACKAGES; do
    shown=${pair#*:}
    [ -e "$shown" ] || command -v "$shown" >/dev/null || echo "${pair%%:*}"
  done
}

install_packages() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "$missing" ] || { say "Debian's packages are there" && return; }
  [ "$(id -u)" = 0 ] ||
    fail "Debian packages are missing, and installing them needs root:" \
      "sudo apt-get install -y ${missing% }"
  say "installing Debian's packages: ${missing% }"
  quietly "the package lists could not be fetched: check the network and run tools/setup again." \
    apt-get -qq -oAPT::Update::Error-Mode=any update
  DEBIAN_FRONTEND=noninteractive quietly "apt-get could not install $missing" \
    apt-get -qq -y -oAcquire::Retries=3 install --no-install-recommends $missing
}

# The machine's own package source for this Debian, with another suite's name put in.
# Both forms are known: stanzas (*.sources) and lines (*.list).
sources_for() {
  local suite=$1 types=$2
  awk -v RS= -v codename="$DEBIAN_CODENAME" -v suite="$suite" -v types="$types" '
    $0 ~ "(^|\n)Suites:[^\n]*[ \t]" codename "([ \t\n]|$)" && !done {
      done = 1
      count = split($0, line, "\n")
      for (i = 1; i <= count; i++) {
        if (line[i] ~ /^#/) continue
        sub(/^Types:.*/, "Types: " types, line[i])
        sub(/^Suites:.*/, "Suites: " suite, line[i])
        sub(/^Components:.*/, "Components: main", line[i])
        print line[i]
      }
      print ""
    }' /etc/apt/sources.list.d/*.sources 2>/dev/null || true
}

source_lines_for() {
  local suite=$1 type
  for type in $2; do
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
      sed -n "s/^deb \+\(\[[^]]*\] \+\)\?\([^ ]\+\) \+$DEBIAN_CODENAME .*/\1\2 $suite main/p" |
      sed "s/^/$type /; q"
  done
}

write_private_sources() {
  local parts=$cache/apt/parts
  mkdir -p "$parts" "$cache/apt/lists/partial" "$cache/apt/cache/archives/partial"
  rm -f "$parts"/*
  {
    sources_for "$EMSCRIPTEN_SUITE" "deb deb-src"
    sources_for "$IMGUI_SUITE" "deb-src"
  } >"$parts/suites.sources"
  [ -s "$parts/suites.sources" ] && return
  rm "$parts/suites.sources"
  {
    source_lines_for "$EMSCRIPTEN_SUITE" "deb deb-src"
    source_lines_for "$IMGUI_SUITE" "deb-src"
  } >"$parts/suites.list"
  [ -s "$parts/suites.list" ] ||
    fail "no package source for $DEBIAN_CODENAME was found in /etc/apt: add one."
}

# apt-get with the private lists. Nothing that it does touches the machine's own package state.
private_apt() {
  apt-get -qq -oDir::Etc::SourceList=/dev/null -oDir::Etc::SourceParts="$cache/apt/parts" \
    -oDir::State::Lists="$cache/apt/lists" -oDir::Cache="$cache/apt/cache" -oAcquire::Retries=3 \
    -oAPT::Sandbox::User=root "$@"
}

update_private_lists() {
  [ -n "${private_lists_fresh:-}" ] && return
  say "reading the package lists of $EMSCRIPTEN_SUITE and $IMGUI_SUITE"
  write_private_sources
  quietly "the package lists could not be fetched: check the network and run tools/setup again." \
    private_apt -oAPT::Update::Error-Mode=any update
  private_lists_fresh=yes
}

# fetch_debs FOLDER PACKAGE...: downloads, does not install.
fetch_debs() {
  local folder=$1
  shift
  mkdir -p "$folder"
  update_private_lists
  (cd "$folder" && quietly "$* could not be downloaded: check the network and try again." \
    private_apt download "$@")
}

# unpack_deb FOLDER FILE HASH TARGET: only what has the expected name and hash is unpacked.
unpack_deb() {
  local folder=$1 file=$2 hash=$3 target=$4
  [ -f "$folder/$file" ] ||
    fail "the suite $EMSCRIPTEN_SUITE no longer has $file" \
      "but $(cd "$folder" && ls -- "${file%%_*}"_*): if that will do, put its name and" \
      "hash into tools/versions."
  check_hash "$folder/$file" "$hash"
  quietly "$file could not be unpacked" dpkg-deb -x "$folder/$file" "$target"
}
