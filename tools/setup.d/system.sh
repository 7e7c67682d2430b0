# What every step of tools/setup uses: messages, the cache folder, hashes, and a look at the
# machine.

say() { echo "setup: $*"; }

fail() {
  echo "tools/setup: $*" >&2
  exit 1
}

prepare_cache() {
  { mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; } ||
    fail "cannot write to $cache: name a folder of your own in CAPLAB_CACHE."
  # Two set-ups at once would unpack over each other: the second one waits here.
  exec 9>"$cache/lock"
  ! command -v flock >/dev/null || flock 9
  rm -f "$cache/complete"
  : >"$log"
}

# Runs a step's noisy command; when it fails, the sentence given first is all that the caller sees.
quietly() {
  local sentence=$1
  shift
  "$@" >>"$log" 2>&1 || fail "$sentence (what was said is in $log)"
}

# at_least HAVE WANT: is version HAVE not older than WANT?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

# check_hash FILE EXPECTED: a download that is not what tools/versions names is never unpacked.
check_hash() {
  local file=$1 expected=$2 sum=sha256sum actual
  [ ${#expected} = 64 ] || sum=sha512sum
  actual=$($sum "$file" | cut -d' ' -f1)
  [ "$actual" = "$expected" ] && return
  rm -f "$file"
  fail "$(basename "$file") has the hash $actual, but tools/versions expects $expected: run" \
    "tools/setup once more; if it stays so, the file was changed where it comes from, and only if" \
    "that is right put the new hash into tools/versions."
}

on_known_debian() {
  local id="" version=""
  [ -r /etc/os-release ] || return 1
  id=$(. /etc/os-release && echo "${ID:-}")
  version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  [ "$id" = debian ] && [ "$version" = "$DEBIAN_VERSION" ] && command -v apt-get >/dev/null
}

check_system() {
  on_known_debian && return
  local missing="" program
  for program in c++ cmake ninja git node npm python3; do
    command -v "$program" >/dev/null || missing+=" $program"
  done
  emcc_on_path || missing+=" emcc(>=$EMCC_MIN)"
  [ -z "$missing" ] ||
    fail "this is not Debian $DEBIAN_VERSION: please install and put on the PATH:$missing."
  [ -n "$(find_chromium)" ] ||
    fail "please install Chromium, or name its program in CAPLAB_CHROMIUM."
  [ -d "$(find_fonts)" ] ||
    fail "please name in CAPLAB_FONTS a folder with the fonts Inter and JetBrains Mono."
  "$(find_python)" -c 'import fontTools, brotli' 2>/dev/null ||
    fail "please install the Python packages fonttools and brotli."
}

check_tools() {
  at_least "$(cmake --version | sed -n '1s/.* //p')" "$CMAKE_MIN" ||
    fail "the cmake on the PATH is too old: install CMake $CMAKE_MIN or newer."
  at_least "$(node -p process.versions.node)" "$NODE_MIN" ||
    fail "the node on the PATH is too old: install Node.js $NODE_MIN or newer."
}

find_chromium() {
  echo "${CAPLAB_CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}"
}

find_fonts() { echo "${CAPLAB_FONTS:-/usr/share/fonts}"; }

# Debian's fonttools belongs to Debian's Python, which need not be the first on the PATH.
find_python() {
  if on_known_debian; then echo /usr/bin/python3; else command -v python3; fi
}
