"""tools/serve and its server: what they refuse in one sentence, and how they hand out files."""

import http.client
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"


def serve(*arguments):
    done = subprocess.run([TOOLS / "serve", *arguments], capture_output=True, text=True)
    return done.returncode, done.stderr


class Refusals(unittest.TestCase):
    def test_a_port_must_be_a_number(self):
        for port in ["abc", "0", "70000", "-1", ""]:
            status, said = serve("--port", port)
            self.assertEqual(status, 2)
            self.assertEqual(
                said, f"tools/serve: --port needs a number from 1 to 65535, not '{port}'.\n"
            )

    def test_an_unknown_option_is_named(self):
        status, said = serve("--prot", "1")
        self.assertEqual(status, 2)
        self.assertEqual(
            said, "tools/serve: '--prot' is not an option; --port N, --build-only and --help are.\n"
        )

    def test_a_port_in_use_is_said_before_anything_is_built(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            status, said = serve("--port", str(port))
        self.assertEqual(status, 1)
        self.assertEqual(
            said, f"tools/serve: port {port} is already in use; choose another with --port N.\n"
        )


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        for name in ["index.html", "a-0123456789.wasm", "a-0123456789.js", "text.md"]:
            pathlib.Path(self.folder.name, name).write_text("x")
        command = [sys.executable, TOOLS / "http_server.py", "--port", "0", self.folder.name]
        self.server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.address = self.server.stdout.readline().split()[0].removeprefix("http://").rstrip("/")

    def tearDown(self):
        self.server.terminate()
        self.server.communicate()
        self.folder.cleanup()

    def fetch(self, path):
        connection = http.client.HTTPConnection(self.address)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def test_media_types(self):
        self.assertEqual(
            self.fetch("/a-0123456789.wasm").getheader("Content-Type"), "application/wasm"
        )
        self.assertEqual(
            self.fetch("/a-0123456789.js").getheader("Content-Type"),
            "text/javascript; charset=utf-8",
        )
        self.assertEqual(
            self.fetch("/text.md").getheader("Content-Type"), "text/markdown; charset=utf-8"
        )
        self.assertEqual(self.fetch("/").getheader("Content-Type"), "text/html; charset=utf-8")

    def test_only_what_is_named_by_its_content_is_kept(self):
        self.assertIn("immutable", self.fetch("/a-0123456789.js").getheader("Cache-Control"))
        self.assertEqual(self.fetch("/").getheader("Cache-Control"), "no-cache")
        self.assertEqual(self.fetch("/text.md").getheader("Cache-Control"), "no-cache")

    def test_what_is_absent_is_not_found(self):
        self.assertEqual(self.fetch("/absent.js").status, 404)


if __name__ == "__main__":
    unittest.main()
