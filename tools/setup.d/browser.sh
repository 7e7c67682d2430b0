# The browser driver for tools/setup: playwright-core from npm, as one archive with a known hash.

fetch_playwright() {
  local target=$cache/node_modules/playwright-core
  local archive=$cache/playwright-core-$PLAYWRIGHT_VERSION.tgz
  if [ "$(cat "$target/made-from" 2>/dev/null)" = "$PLAYWRIGHT_SHA512" ]; then
    say "playwright-core $PLAYWRIGHT_VERSION is there" && return
  fi
  say "fetching playwright-core $PLAYWRIGHT_VERSION"
  (cd "$cache" && quietly "playwright-core could not be downloaded: check the network." \
    npm pack --silent "playwright-core@$PLAYWRIGHT_VERSION")
  check_hash "$archive" "$PLAYWRIGHT_SHA512"
  rm -rf "$target"
  mkdir -p "$target"
  tar -xzf "$archive" -C "$target" --strip-components=1
  rm "$archive"
  echo "$PLAYWRIGHT_SHA512" >"$target/made-from"
}
