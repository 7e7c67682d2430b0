#!/usr/bin/env python3
"""Serves a folder of static files on localhost, with the page's media types and caching.

For trying the page out and for the browser tests; a published page needs only any web server.
"""

import argparse
import functools
import http.server
import re
import sys

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
NAMED_BY_CONTENT = re.compile(r"-[0-9a-f]{10}\.[a-z0-9]+$")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files; what is named by its content never changes, all else is asked for anew."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **MEDIA_TYPES}
    protocol_version = "HTTP/1.1"

    def end_headers(self):
        lasting = NAMED_BY_CONTENT.search(self.path.partition("?")[0])
        self.send_header(
            "Cache-Control", "public, max-age=31536000, immutable" if lasting else "no-cache"
        )
        super().end_headers()

    def log_request(self, code="-", size="-"):
        """Only what went wrong is worth a line."""
        if int(code) >= 400:
            sys.stderr.write(f"tools/serve: {self.requestline} -> {int(code)}\n")

    def log_error(self, form, *arguments):
        """What log_request has said already."""


def open_server(port, folder):
    handler = functools.partial(Handler, directory=folder)
    try:
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except PermissionError:
        sys.exit(
            f"tools/serve: port {port} may not be used by this account; "
            "choose one above 1023 with --port N."
        )
    except OSError:
        sys.exit(f"tools/serve: port {port} is already in use; choose another with --port N.")


def main():
    parser = argparse.ArgumentParser(description="Serves a folder of static files on localhost.")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free port")
    parser.add_argument("--check", action="store_true", help="only see whether the port is free")
    parser.add_argument("folder", nargs="?", default=".")
    arguments = parser.parse_args()
    server = open_server(arguments.port, arguments.folder)
    if arguments.check:
        return
    print(f"http://localhost:{server.server_address[1]}/  (Ctrl-C ends)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
