"""tools/dist.py on a small tree of its own: names by content, addresses that meet, mistakes."""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ["caplab-page.js", "caplab-page.wasm"]
PAGE = {
    "index.html": '<link href="{{asset:style.css}}"><script src="{{asset:main.js}}"></script>'
    "{{modules}}{{prose}}<hr>{{opening}}",
    "style.css": '{{theme}} @font-face { src: url("{{asset:fonts/Inter-Regular.otf}}") }',
    "main.js": 'import {b} from "./b.js";\n'
    "const size = {{bytes:caplab-page.wasm}}, lessons = {{lessons}};",
    "b.js": "export const b = 1;",
}


class Dist(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.subsets = (
            tempfile.TemporaryDirectory()
        )  # made by the first test, since that takes a while

    @classmethod
    def tearDownClass(cls):
        cls.subsets.cleanup()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.write("tools/dist.py", (ROOT / "tools/dist.py").read_text("utf-8"))
        for name in ["web/theme.json", "web/font_symbols.txt"]:
            self.write(name, (ROOT / name).read_text("utf-8"))
        for name in BUILT:
            self.write(f"build/web/{name}", f"content of {name}")
        shutil.copytree(self.subsets.name, self.root / "build/web/fonts")
        for name, text in PAGE.items():
            self.write(f"web/page/{name}", text)
        self.write("lessons/bank/lesson.json", "{}")
        self.write("lessons/bank/text/en.md", "## brief\n\nA *bank* & its `a<b`\n\n- one\n- two\n")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def assemble(self):
        done = subprocess.run(
            [sys.executable, self.root / "tools/dist.py"], capture_output=True, text=True
        )
        shutil.copytree(self.root / "build/web/fonts", self.subsets.name, dirs_exist_ok=True)
        return done.returncode, done.stderr

    def site(self):
        self.assertEqual(self.assemble(), (0, ""))
        dist = self.root / "dist"
        return {
            p.relative_to(dist).as_posix(): p.read_bytes() for p in dist.rglob("*") if p.is_file()
        }

    def assert_refused(self, sentence):
        status, said = self.assemble()
        self.assertEqual(status, 1)
        self.assertEqual(said, f"tools/dist.py: {sentence}.\n")

    def test_modules_for_later_are_named_and_not_preloaded(self):
        self.write("web/page/main.js", 'import {b} from "./b.js";\nimport("./later.js");')
        self.write("web/page/later.js", 'export {b} from "./b.js";')
        files = self.site()
        text = {name: data.decode("utf-8") for name, data in files.items() if name.endswith("js")}
        later = next(name for name in text if name.startswith("later-"))
        main = next(text[name] for name in text if name.startswith("main-"))
        self.assertIn(f'import("./{later}")', main)
        index = files["index.html"].decode("utf-8")
        preloaded = re.findall(r'modulepreload" href="([^"]+)"', index)
        self.assertEqual([name.split("-")[0] for name in preloaded], ["main", "b"])

    def test_every_name_but_the_index_is_that_of_the_content(self):
        site = self.site()
        self.assertIn("index.html", site)
        for name, data in site.items():
            if name != "index.html":
                named = re.search(r"-([0-9a-f]{10})\.\w+$", name)
                self.assertTrue(named, name)
                self.assertEqual(named[1], hashlib.sha256(data).hexdigest()[:10], name)

    def test_addresses_lead_to_files_of_the_site(self):
        site = self.site()
        index = site["index.html"].decode()
        found = re.findall(r'(?:href|src)="([^"]+)"', index)
        self.assertEqual(len(found), 4)
        for address in found:
            self.assertIn(address, site)
        main = next(data.decode() for name, data in site.items() if name.startswith("main-"))
        self.assertIn(re.search(r'from "\./([^"]+)"', main)[1], site)
        self.assertIn(re.search(r'"bank/lesson.json":"([^"]+)"', main)[1], site)
        self.assertIn(f"size = {len('content of caplab-page.wasm')}", main)

    def test_a_change_renames_the_file_and_whoever_mentions_it(self):
        before = set(self.site())
        self.write("web/page/b.js", "export const b = 2;")
        changed = {name.rpartition("-")[0] for name in before - set(self.site())}
        self.assertEqual(changed, {"b", "main"})

    def test_the_same_input_gives_the_same_bytes(self):
        first = self.site()
        shutil.rmtree(self.root / "build/web/fonts")
        self.assertEqual(self.site(), first)

    def test_prose_is_html_and_cannot_be_markup(self):
        index = self.site()["index.html"].decode()
        self.assertIn(
            "<p>A <em>bank</em> &amp; its <code>a&lt;b</code></p><ul><li>one</li><li>two</li></ul>",
            index,
        )

    def test_the_opening_is_the_first_lesson_of_the_core_path_alone(self):
        self.write("lessons/feed/lesson.json", "{}")
        self.write("lessons/feed/text/en.md", "## brief\n\nA feed\n")
        lessons = '[{"id": "bank", "core": 2}, {"id": "feed", "core": 1}]'
        self.write("lessons/course.json", '{"chapters": [{"lessons": %s}]}' % lessons)
        prose, opening = self.site()["index.html"].decode().split("<hr>")
        self.assertIn("A feed", opening)
        self.assertNotIn("text-bank", opening)
        self.assertIn("text-bank", prose)

    def test_the_list_of_lessons_says_what_each_is(self):
        lesson = '{"task": "attack", "minutes": 6}'
        self.write("lessons/bank/lesson.json", lesson)
        words = "## title\n\nThe bank\n\n## summary\n\nTwo machines.\n\n## brief\n\nLong.\n"
        self.write("lessons/bank/text/en.md", words)
        self.write("lessons/bank/instructor.md", "# Guide\n")
        lessons = '[{"id": "bank", "core": 1}, {"id": "moon"}]'
        chapter = '{"id": "one", "title": "One", "recall": [], "lessons": %s}' % lessons
        self.write("lessons/course.json", '{"chapters": [%s]}' % chapter)
        site = self.site()
        name = next(name for name in site if name.startswith("course-cards-"))
        [chapter] = json.loads(site[name])["chapters"]
        self.assertEqual((chapter["id"], chapter["recall"]), ("one", []))
        card = {"id": "bank", "core": 1, "title": "The bank", "summary": "Two machines."}
        card.update({"task": "attack", "minutes": 6, "instructor": True})
        self.assertEqual(chapter["lessons"], [card])

    def test_mistakes_are_told_in_a_sentence(self):
        self.write("web/page/b.js", "const x = '{{asset:nowhere.js}}';")
        self.assert_refused("b.js mentions nowhere.js, which is not a file of the site")
        self.write("web/page/b.js", 'import "./main.js";')
        self.assert_refused(
            "these files mention each other in a circle, so none can be named first: "
            "b.js -> main.js -> b.js"
        )
        self.write("web/page/b.js", "{{colour}}")
        self.assert_refused(
            "b.js has {{colour}}, which this script does not know; "
            "its first lines list what it knows"
        )

    def test_a_character_that_no_font_has_is_named(self):
        self.write("web/font_symbols.txt", "marks: ✓ \U0001f600\n")
        self.assert_refused("no font has \U0001f600 (U+1F600): see web/font_symbols.txt")


if __name__ == "__main__":
    unittest.main()
