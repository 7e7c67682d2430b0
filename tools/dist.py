#!/usr/bin/env python3
"""Assembles dist/, the whole site as static files: the wasm build, web/page, fonts and lessons.

Every file but index.html is named by its content (app.js -> app-1a2b3c4d5e.js), so a browser may
keep it for ever and a page never meets the parts of another version. What the pages write, and what
this script puts there:

  {{asset:NAME}}   the file's address, relative to index.html (in CSS: to the style sheet). NAME is
                   a path in web/page (app.js), a built file (caplab-page.js, caplab-page.wasm), a
                   font (fonts/Inter-Regular.otf), a file of lessons/ (lessons/course.json) or
                   course-cards.json, which tells of each lesson of the course what its list says
  {{bytes:NAME}}   the file's size, for the progress bar
  {{lessons}}      JSON: every file of lessons/ by its path there -> its address
  {{theme}}        web/theme.json as custom properties of CSS
  {{prose}}        the lessons' text as HTML, for readers without JavaScript
  {{opening}}      the same of the lesson that a first visit shows
  {{modules}}      a <link rel="modulepreload"> for every module that main.js needs, directly or not
  {{build}}        a name for this very build, made from all of its files

They are replaced in .html, .css and .js files of web/page; `import ... from "./other.js"` is
understood as well. The same input gives the same output to the byte.
"""

import argparse
import hashlib
import html
import io
import json
import pathlib
import posixpath
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILT = ["caplab-page.js", "caplab-page.wasm"]
FONTS = ["Inter-Regular", "Inter-SemiBold", "JetBrainsMono-Regular"]
FONT_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "tnum"]
TEXT_SUFFIXES = {".html", ".css", ".js", ".mjs"}
IMPORT = re.compile(r"""(\b(?:from|import)\s*\(?\s*["'])\./([\w./-]+)(["'])""")
STATIC_IMPORT = re.compile(r"""\b(?:from|import)\s+["']\./([\w./-]+)["']""")
PLACEHOLDER = re.compile(r"\{\{([a-z]+)(?::([^{}]+))?\}\}")


class Mistake(Exception):
    """Something in the input that its author must mend; told in one sentence."""


def read_inputs(build, fonts):
    """All files of the site by their logical names, contents as they are before any replacing."""
    files = {}
    for name in BUILT:
        if not (build / name).is_file():
            raise Mistake(f"{build / name} is missing: build the preset `web` first")
        files[name] = (build / name).read_bytes()
    page = ROOT / "web" / "page"
    for path in sorted(page.rglob("*")):
        if path.is_file():
            files[path.relative_to(page).as_posix()] = path.read_bytes()
    if "index.html" not in files:
        raise Mistake("web/page/index.html is missing: it is the page itself")
    lessons = ROOT / "lessons"
    for path in sorted(lessons.rglob("*")):
        if path.is_file():
            files["lessons/" + path.relative_to(lessons).as_posix()] = path.read_bytes()
    files["course-cards.json"] = course_cards(files)
    files.update(subset_fonts(fonts, build / "fonts"))
    return files


def course_cards(files):
    """The course's chapters, each lesson with what the list of lessons says of it. A lesson that is
    not there is left out: `caplab lint` tells of it."""
    course = json.loads(files.get("lessons/course.json", b'{"chapters":[]}'))
    for chapter in course["chapters"]:
        chapter["lessons"] = [
            course_card(files, lesson["id"], lesson.get("core", 0))
            for lesson in chapter["lessons"]
            if f"lessons/{lesson['id']}/lesson.json" in files
        ]
    return json.dumps({"chapters": course["chapters"]}, ensure_ascii=False).encode("utf-8")


def course_card(files, name, core):
    lesson = json.loads(files[f"lessons/{name}/lesson.json"])
    words = dict(
        (key.strip(), text.strip())
        for key, text in re.findall(
            r"(?ms)^## +(title|summary)$(.*?)(?=^## |\Z)",
            files[f"lessons/{name}/text/en.md"].decode("utf-8"),
        )
    )
    return {
        "id": name,
        "core": core,
        "title": words.get("title", name),
        "summary": words.get("summary", ""),
        "task": lesson.get("task", "configure"),
        "minutes": lesson.get("minutes", 0),
        "instructor": f"lessons/{name}/instructor.md" in files,
    }


def characters():
    """The characters that the fonts keep: Latin and what web/font_symbols.txt lists."""
    kept = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    for line in (ROOT / "web" / "font_symbols.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kept |= {ord(c) for c in line.partition(":")[2] if not c.isspace()}
    return kept


def subset_fonts(folder, cache):
    """Each font with only our characters, under its logical name; made only when it changed."""
    kept = characters()
    result, covered = {}, set()
    for name in FONTS:
        source = next(iter(sorted(folder.rglob(name + ".[ot]tf"))), None)
        if source is None:
            raise Mistake(
                f"the font {name} is not in {folder}: run tools/setup, "
                "or name its folder in CAPLAB_FONTS"
            )
        data, has = subset_font(source, kept, cache)
        result[f"fonts/{name}{source.suffix}"] = data
        covered |= has
    absent = sorted(kept - covered)
    if absent:
        raise Mistake(
            "no font has "
            + " ".join(f"{chr(c)} (U+{c:04X})" for c in absent)
            + ": see web/font_symbols.txt"
        )
    return result


def subset_font(source, kept, cache):
    """One font's bytes and the wanted characters that it has."""
    key = hashlib.sha256(
        source.read_bytes() + repr((sorted(kept), FONT_FEATURES)).encode()
    ).hexdigest()[:16]
    cached, listed = (
        cache / f"{source.stem}-{key}{source.suffix}",
        cache / f"{source.stem}-{key}.json",
    )
    if cached.is_file() and listed.is_file():
        return cached.read_bytes(), set(json.loads(listed.read_text()))
    from fontTools import (
        subset,
    )  # only here: the import alone takes longer than the rest of this script

    options = subset.Options(
        layout_features=FONT_FEATURES, hinting=False, desubroutinize=False, notdef_outline=True
    )
    font = subset.load_font(str(source), options)
    has = sorted(kept & set(font.getBestCmap()))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=has)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    cache.mkdir(parents=True, exist_ok=True)
    cached.write_bytes(out.getvalue())
    listed.write_text(json.dumps(has))
    return out.getvalue(), set(has)


def theme_css():
    """web/theme.json as CSS: sizes and type in pixels, motion in milliseconds, colours by theme."""
    theme = json.loads((ROOT / "web" / "theme.json").read_text("utf-8"))
    units = {"sizes": "px", "type": "px", "motion": "ms"}
    shared = [f"--{k}:{v}{unit}" for part, unit in units.items() for k, v in theme[part].items()]

    def block(selector, name):
        scheme = "light" if name == "light" else "dark"
        return (
            selector
            + "{color-scheme:"
            + scheme
            + "".join(f";--{k}:{v}" for k, v in theme["colors"][name].items())
            + "}"
        )

    by_name = [block(f':root[data-theme="{name}"]', name) for name in theme["colors"]]
    by_system = (
        "@media (prefers-color-scheme:light){" + block(":root:not([data-theme])", "light") + "}"
    )
    return "\n".join(
        [":root{" + ";".join(shared) + "}", block(":root", "dark"), by_system, *by_name]
    )


def prose_html(files):
    """Every lesson's English text, in the course's order as far as it names them."""
    names = sorted(n for n in files if re.fullmatch(r"lessons/[^/]+/text/en\.md", n))
    course = files.get("lessons/course.json", b"").decode("utf-8")
    names.sort(key=lambda n: (course.find(f'"{n.split("/")[1]}"') % (1 << 30), n))
    return "\n".join(
        f'<article id="text-{n.split("/")[1]}">{markdown_html(files[n].decode("utf-8"))}</article>'
        for n in names
    )


def first_lesson(files):
    """The first of the core path, as web/page/open.js has it."""
    course = json.loads(files.get("lessons/course.json", b'{"chapters":[]}'))
    lessons = [lesson for chapter in course["chapters"] for lesson in chapter["lessons"]]
    core = sorted((one for one in lessons if one.get("core")), key=lambda one: one["core"])
    return (core or lessons or [{"id": ""}])[0]["id"]


def opening_html(files):
    first = f"lessons/{first_lesson(files)}/text/en.md"
    return prose_html({first: files[first]} if first in files else files)


def markdown_html(text):
    """The small Markdown of lessons: paragraphs, lists, `code`, **strong**, *emphasis*, `## id`."""
    head, *sections = re.split(r"(?m)^## +(.*)$", text)
    blocks = markdown_blocks(head)
    for name, body in zip(sections[0::2], sections[1::2]):
        blocks += (
            f'<section data-prose="{html.escape(name.strip())}">{markdown_blocks(body)}</section>\n'
        )
    return blocks


def markdown_blocks(text):
    out = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if lines and lines[0].startswith("#"):
            out.append(f"<h3>{markdown_spans(lines.pop(0).lstrip('# '))}</h3>")
        if lines and all(re.match(r"[-*] |\d+\. ", line) for line in lines):
            items = [markdown_spans(re.sub(r"^([-*]|\d+[.]) ", "", line)) for line in lines]
            out.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
        elif lines:
            out.append(f"<p>{markdown_spans(' '.join(lines))}</p>")
    return "".join(out)


def markdown_spans(text):
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)


def hashed_name(name, data):
    """bank/text/en.md -> bank/text/en-1a2b3c4d5e.md"""
    path = pathlib.PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:10]}{path.suffix}"))


class Site:
    """Finishes files in the order of their mentions: a file's name depends on the names in it."""

    def __init__(self, files):
        self.files = files
        self.done = {}  # name -> (address, bytes)
        self.open = []  # the files being finished, to find circles

    def finish(self, name, mentioned_in="the site"):
        if name in self.done:
            return self.done[name]
        if name not in self.files:
            raise Mistake(f"{mentioned_in} mentions {name}, which is not a file of the site")
        if name in self.open:
            circle = " -> ".join(self.open[self.open.index(name) :] + [name])
            raise Mistake(
                f"these files mention each other in a circle, so none can be named first: {circle}"
            )
        self.open.append(name)
        data = self.files[name]
        if pathlib.PurePosixPath(name).suffix in TEXT_SUFFIXES and name not in BUILT:
            data = self.fill(name, data.decode("utf-8")).encode("utf-8")
        self.open.pop()
        address = name if name == "index.html" else hashed_name(name, data)
        self.done[name] = (address, data)
        return self.done[name]

    def fill(self, name, text):
        folder = posixpath.dirname(name) or "."

        def imported(match):
            other = posixpath.normpath(posixpath.join(folder, match[2]))
            return (
                match[1] + "./" + posixpath.relpath(self.finish(other, name)[0], folder) + match[3]
            )

        text = IMPORT.sub(imported, text)
        return PLACEHOLDER.sub(lambda match: self.value(name, match[1], match[2]), text)

    def value(self, name, kind, argument):
        if kind == "asset":
            start = posixpath.dirname(name) if name.endswith(".css") else ""
            return posixpath.relpath(self.finish(argument, name)[0], start or ".")
        if kind == "bytes":
            return str(len(self.finish(argument, name)[1]))
        if kind == "lessons":
            known = [n for n in sorted(self.files) if n.startswith("lessons/")]
            return compact({n.removeprefix("lessons/"): self.finish(n, name)[0] for n in known})
        if kind == "theme":
            return theme_css()
        if kind == "prose":
            return prose_html(self.files)
        if kind == "opening":
            return opening_html(self.files)
        if kind == "modules":
            return "\n".join(
                f'<link rel="modulepreload" href="{self.finish(n, name)[0]}">'
                for n in self.modules("main.js")
            )
        if kind == "build":
            everything = b"".join(n.encode() + d for n, d in sorted(self.files.items()))
            return hashlib.sha256(everything).hexdigest()[:10]
        raise Mistake(
            f"{name} has {{{{{kind}}}}}, which this script does not know; "
            "its first lines list what it knows"
        )

    def modules(self, first):
        """What `first` imports, directly or through others, and itself; not what it may later."""
        found, due = [], [first]
        while due:
            name = due.pop(0)
            if name not in found:
                found.append(name)
                self.finish(name)
                folder = posixpath.dirname(name)
                due += [
                    posixpath.normpath(posixpath.join(folder, m[1]))
                    for m in STATIC_IMPORT.finditer(self.files[name].decode())
                ]
        return found


def compact(value):
    """JSON that may stand inside a <script> element."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")


def write_site(site, out):
    """A fresh folder: nothing of an earlier build stays."""
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for address, data in site.done.values():
        path = fresh / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)


def main():
    parser = argparse.ArgumentParser(
        description="Assembles dist/ from build/web, web/page, the fonts and the lessons."
    )
    parser.add_argument(
        "--build", type=pathlib.Path, default=ROOT / "build" / "web", help="the wasm build's folder"
    )
    parser.add_argument(
        "--out", type=pathlib.Path, default=ROOT / "dist", help="the folder to write"
    )
    parser.add_argument(
        "--fonts",
        type=pathlib.Path,
        default=pathlib.Path("/usr/share/fonts"),
        help="where the fonts are",
    )
    arguments = parser.parse_args()
    try:
        site = Site(read_inputs(arguments.build, arguments.fonts))
        for name in sorted(site.files):
            site.finish(name)
        write_site(site, arguments.out)
    except Mistake as mistake:
        sys.exit(f"tools/dist.py: {mistake}.")
    total = sum(len(data) for _, data in site.done.values())
    print(f"{arguments.out.name}/: {len(site.done)} files, {total // 1000} kB")


if __name__ == "__main__":
    main()
