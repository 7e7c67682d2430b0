# What browser tests need from npm, for tools/setup: the browser driver, and the validator that holds
# the lessons' schemas to their word. Each is one archive with a known hash.

# NAME VERSION SHA512 of every package; the validator's others are what it requires.
npm_packages() {
  cat <<TABLE
playwright-core $PLAYWRIGHT_VERSION $PLAYWRIGHT_SHA512
ajv $AJV_VERSION $AJV_SHA512
fast-deep-equal $FAST_DEEP_EQUAL_VERSION $FAST_DEEP_EQUAL_SHA512
fast-uri $FAST_URI_VERSION $FAST_URI_SHA512
json-schema-traverse $JSON_SCHEMA_TRAVERSE_VERSION $JSON_SCHEMA_TRAVERSE_SHA512
require-from-string $REQUIRE_FROM_STRING_VERSION $REQUIRE_FROM_STRING_SHA512
TABLE
}

fetch_npm_packages() {
  local name version hash
  while read -r name version hash; do
    fetch_npm_package "$name" "$version" "$hash" </dev/null
  done < <(npm_packages)
}

fetch_npm_package() {
  local name=$1 version=$2 hash=$3
  local target=$cache/node_modules/$name archive=$cache/$name-$version.tgz
  if [ "$(cat "$target/made-from" 2>/dev/null)" = "$hash" ]; then
    say "$name $version is there" && return
  fi
  say "fetching $name $version"
  (cd "$cache" && quietly "$name could not be downloaded: check the network." \
    npm pack --silent "$name@$version")
  check_hash "$archive" "$hash"
  rm -rf "$target"
  mkdir -p "$target"
  tar -xzf "$archive" -C "$target" --strip-components=1
  rm "$archive"
  echo "$hash" >"$target/made-from"
}
