#!/usr/bin/env python3
"""Runs the parts of tools/test one after another and adds up their test cases.

A build that fails, a program that breaks off and a suite without tests each count as one failed
case.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SEED = "1"  # of Catch2: the order of the cases; the tests' own seeds are in the tests
SUBSET = "~[full]"  # what sanitizers and wasm run
FUZZ_RUNS = 60000
HOUR = 3600  # no part may hang for ever


class Tally:
    """What has passed and failed so far, and the lines that repeat each failure alone."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.replays = []

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed

    def fail(self, replay):
        self.failed += 1
        self.replays.append(replay)


def say(text):
    print(text, flush=True)


def shell_build(tally, function):
    """Calls a function of tools/build.sh; its output is shown only when it fails."""
    script = f'set -euo pipefail; root="{ROOT}"; source "$root/tools/build.sh"; {function}'
    done = subprocess.run(
        ["bash", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=HOUR
    )
    if done.returncode == 0:
        return True
    say(done.stdout.decode("utf-8", "replace"))
    say(f"the build failed: {function}")
    tally.fail(f'root=. bash -c "source tools/build.sh && {function}"')
    return False


def test_format(tally):
    done = subprocess.run([ROOT / "tools" / "format.sh", "--check"], timeout=HOUR)
    if done.returncode == 0:
        tally.add(1, 0)
    else:
        tally.fail("tools/format.sh")


def test_tools(tally):
    suite = unittest.defaultTestLoader.discover(str(ROOT / "tests" / "tools"), pattern="*_test.py")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    bad = result.failures + result.errors
    tally.add(result.testsRun - len(bad), 0)
    for case, _ in bad:
        tally.fail(
            "python3 -m unittest discover -s tests/tools -p '*_test.py' -k "
            + case.id().split(".")[-1]
        )
    if result.testsRun == 0:
        say("no test was found in tests/tools")
        tally.fail("tools/test tools")


def test_native(tally):
    if shell_build(tally, "build_preset native"):
        run_catch2(tally, "native", [str(BUILD / "native" / "caplab_tests")], [])


def test_sanitize(tally):
    if shell_build(tally, "build_preset native-sanitize caplab_tests"):
        run_catch2(
            tally, "native-sanitize", [str(BUILD / "native-sanitize" / "caplab_tests")], [SUBSET]
        )


def test_fuzz(tally):
    if not shell_build(tally, "build_preset native-sanitize caplab_fuzz"):
        return
    found = BUILD / "native-sanitize" / "fuzz"  # what it keeps, and the text of a failure
    shutil.rmtree(found, ignore_errors=True)
    found.mkdir()
    command = [
        str(BUILD / "native-sanitize" / "caplab_fuzz"),
        f"-seed={SEED}",
        f"-runs={FUZZ_RUNS}",
        "-max_len=1024",
        f"-dict={ROOT / 'tests' / 'fuzz' / 'history.dict'}",
        "-timeout=20",
        f"-artifact_prefix={found}/",
        str(found),
        str(ROOT / "tests" / "histories"),
    ]
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=HOUR
    )
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode == 0 and "Done " in output:
        tally.add(1, 0)
    else:
        say(output)
        tally.fail(" ".join(command))


def test_wasm(tally):
    if shell_build(tally, "build_preset web"):
        run_catch2(tally, "web", ["node", str(BUILD / "web" / "caplab_tests.js")], [SUBSET])


def run_catch2(tally, preset, program, tests):
    """Runs one test program as several processes, each with a share of the cases."""
    shards = os.cpu_count() or 1
    runs = []
    for shard in range(shards):
        report = BUILD / preset / f"tests-{shard}.xml"
        report.unlink(missing_ok=True)
        options = ["--rng-seed", SEED, "--order", "rand", "--allow-running-no-tests"]
        options += ["--shard-count", str(shards), "--shard-index", str(shard)]
        options += ["--reporter", "console", "--reporter", f"xml::out={report}"]
        log = open(report.with_suffix(".log"), "wb+")
        process = subprocess.Popen(
            program + tests + options, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )
        runs.append((process, report, log))
    cases = sum(finish_catch2(tally, program, *run) for run in runs)
    if cases == 0:
        say("the program ran no test")
        tally.fail(" ".join(program + tests))


def finish_catch2(tally, program, process, report, log):
    """Waits for one process, reads its report, and returns how many cases it ran."""
    try:
        status = process.wait(timeout=HOUR)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    log.seek(0)
    output = log.read().decode("utf-8", "replace")
    cases = read_report(report)
    bad = [name for name, good in cases if not good]
    tally.add(len(cases) - len(bad), 0)
    for name in bad:
        escaped = name.replace("\\", "\\\\").replace(",", "\\,").replace("[", "\\[")
        tally.fail(" ".join(program) + f' "{escaped}" --rng-seed {SEED}')
    if status != 0:
        say(output)
        if not bad:
            say(f"the program broke off with exit code {status}")
            tally.fail(" ".join(process.args))
    return len(cases)


def read_report(path):
    """[(name, whether it passed)] of a Catch2 XML report, which ends where the program did."""
    cases, parser = [], ElementTree.XMLPullParser(["end"])
    try:
        parser.feed(path.read_bytes() if path.exists() else b"")
        for _, element in parser.read_events():
            if element.tag == "TestCase":
                result = element.find("OverallResult")
                cases.append(
                    (element.get("name"), result is not None and result.get("success") == "true")
                )
    except ElementTree.ParseError as error:
        say(f"{path} cannot be read: {error}")
    return cases


def test_browser(tally, only=""):
    # The page's grade is compared with that of the command line.
    if not shell_build(tally, "build_preset native caplab && build_site"):
        return
    report = BUILD / "browser" / "report.json"
    report.unlink(missing_ok=True)
    command = ["node", str(ROOT / "tools" / "browser" / "run.mjs")] + (
        ["--only", only] if only else []
    )
    status = subprocess.run(command, cwd=ROOT, timeout=HOUR).returncode
    cases = json.loads(report.read_text()) if report.exists() else []
    bad = [case["name"] for case in cases if not case["ok"]]
    tally.add(len(cases) - len(bad), 0)
    for name in bad:
        tally.fail(f'tools/test browser --only "{name}"')
    if not bad and (status != 0 or not cases):
        say("the browser tests broke off" if status else "no browser test was found")
        tally.fail("tools/test browser")


PARTS = {
    "format": test_format,
    "tools": test_tools,
    "native": test_native,
    "sanitize": test_sanitize,
    "fuzz": test_fuzz,
    "wasm": test_wasm,
    "browser": test_browser,
}


def run_part(tally, part, only):
    try:
        PARTS[part](tally, **({"only": only} if part == "browser" else {}))
    except subprocess.TimeoutExpired as late:
        say(f"given up after an hour: {late.cmd}")
        tally.fail(f"tools/test {part}")


def main():
    parser = argparse.ArgumentParser(prog="tools/test")
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    for part in arguments.parts:
        if part not in PARTS:
            parser.exit(
                2, f"tools/test: '{part}' is not a part; the parts are {', '.join(PARTS)}.\n"
            )
    tally = Tally()
    for part in arguments.parts or PARTS:
        say(f"== {part}")
        before = (tally.passed, tally.failed)
        run_part(tally, part, arguments.only)
        say(f"{part}: {tally.passed - before[0]} passed, {tally.failed - before[1]} failed")
    if tally.replays:
        say("To repeat what failed:")
        for replay in tally.replays:
            say("  " + replay)
    say(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed or not tally.passed else 0)


if __name__ == "__main__":
    main()
