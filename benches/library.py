#!/usr/bin/env python3
"""The time, memory and size of a library with many articles.

The articles are made up by this program, or taken from the text files of a folder that is named with --folder,
which are repeated with changed words until there are enough.

usage: benches/library.py [--bin target/release/pullquote] [--articles 10000] [--folder FOLDER] [--runs 30]
                         [--copies 1]

Needs nothing but Python and a built program: cargo build --release && benches/library.py
With --copies 100 only every hundredth article is read and analyzed; the example `copies` puts each of them into the
library a hundred times, with other words, dates and identities:
    cargo build --release --workspace --examples && benches/library.py --articles 100000 --copies 100
Each line has a figure and the most (or least) it may be; the exit status is 1 if one misses. Times are of whole
processes; that of an empty command (`library path`) is given beside them.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import random
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

PEOPLE = ["Mara Holt", "Ivo Brandt", "Hedda Rask", "Tomas Brill", "Maren Tolle", "Oren Taskal", "Ilse Brandvold"]
PLACES = ["Orsten", "Lindhaven", "Velmora", "Westmark", "Kassany"]
NOUNS = ["harbour", "wall", "council", "river", "school", "budget", "storm", "ferry", "bridge", "hospital", "vote", "tax"]
VERBS = ["raised", "closed", "planned", "built", "refused", "counted", "promised", "delayed", "opened", "lost"]
SYLLABLES = ["ka", "lo", "mi", "ra", "ten", "vor", "sel", "un", "dar", "pe", "shi", "gol", "ta", "ven", "or"]


def words_of_its_own(rng, count):
    return ["".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))) for _ in range(count)]


def article(number):
    """About 700 words: running text, and a quote in every fourth sentence."""
    rng = random.Random(number)
    rare = words_of_its_own(rng, 40)
    sentences = []
    while sum(len(s.split()) for s in sentences) < 700:
        noun, verb, place = rng.choice(NOUNS), rng.choice(VERBS), rng.choice(PLACES)
        if len(sentences) % 4 == 3:
            said = f"The {noun} was {verb} before the {rng.choice(NOUNS)}, and the {rng.choice(rare)} comes later"
            sentences.append(f"“{said},” said {rng.choice(PEOPLE)}, who lives in {place}.")
        else:
            sentences.append(
                f"The {noun} of {place} was {verb} when the {rng.choice(rare)} and the {rng.choice(NOUNS)} "
                f"{verb} the {rng.choice(rare)} of the {rng.choice(NOUNS)} in the {rng.choice(rare)}."
            )
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return f"The {rng.choice(NOUNS)} of {rng.choice(PLACES)} {number}\n\n" + "\n\n".join(paragraphs) + "\n"


def write_articles(folder, count, source):
    texts = [p.read_text("utf-8", "replace") for p in sorted(pathlib.Path(source).rglob("*.txt"))] if source else []
    for number in range(count):
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        if texts:
            rng = random.Random(number)
            text = texts[number % len(texts)]
            turn = number // len(texts)
            text = f"{text}\n\nEdition {turn} of this text has the words {' '.join(words_of_its_own(rng, 5))}.\n"
        else:
            text = article(number)
        (below / f"{number:06}.txt").write_text(text, "utf-8")


def run(environment, command):
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return time.perf_counter() - begun, done


class Screen:
    """The program in a pseudo-terminal."""

    def __init__(self, environment, command, rows=40, columns=140):
        self.begun = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.environ.clear()
            os.environ.update(environment)
            os.execv(command[0], command)

    def read(self, seconds):
        """What the program writes within this time; nothing if it writes nothing."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.terminal, 1 << 20)
        except OSError:
            return b""

    def first_paint(self):
        """Seconds until the first frame was drawn."""
        seen = b""
        while time.perf_counter() - self.begun < 10:
            seen += self.read(0.05)
            if b"Library" in seen:
                return time.perf_counter() - self.begun
        return 10.0

    def settle(self, seconds=0.3):
        """Waits until nothing was written for this time; the time of the last output."""
        last = time.perf_counter()
        while self.read(seconds):
            last = time.perf_counter()
        return last

    def key(self, key, quiet=0.3):
        """Seconds from a key until the last output that it leads to."""
        begun = time.perf_counter()
        os.write(self.terminal, key)
        return max(0.0, self.settle(quiet) - begun)

    def memory(self):
        """The most memory that it had, in megabytes, and what it has now without pages of files."""
        facts = {}
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            name, _, value = line.partition(":")
            if value.strip().endswith("kB"):
                facts[name] = int(value.split()[0]) / 1000
        return facts.get("VmHWM", 0.0), facts.get("RssAnon", 0.0)

    def end(self):
        os.write(self.terminal, b"Q")
        deadline = time.perf_counter() + 10
        while time.perf_counter() < deadline and os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            self.read(0.05)
        os.close(self.terminal)


def p95(times):
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]


class Report:
    def __init__(self):
        self.missed = False

    def line(self, name, figure, unit, most=None, least=None):
        word = ""
        if most is not None:
            word = f"at most {most:g} {unit}" if figure <= most else f"TOO MUCH: {most:g} {unit}"
        if least is not None:
            word = f"at least {least:g} {unit}" if figure >= least else f"TOO LITTLE: {least:g} {unit}"
        self.missed |= word.startswith("TOO")
        print(f"{name:<58}{figure:>10.2f} {unit:<11} {word}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/pullquote")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", help="a folder with .txt files to make the articles of")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--copies", type=int, default=1, help="how many times each article that is read is in the library")
    parser.add_argument("--keep", help="make the library in this folder and keep it, or use the one there")
    options = parser.parse_args()
    program = str(pathlib.Path(options.bin).resolve())
    home = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="pullquote-library-")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    environment = {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
    }
    report = Report()
    large = options.articles > 20_000
    try:
        folder, file = home / "articles", home / "state/pullquote/library.sqlite"
        if not file.exists():
            written = options.articles // options.copies
            write_articles(folder, written, options.folder)
            seconds, done = run(environment, [program, "library", "add", str(folder)])
            if done.returncode:
                sys.exit(done.stderr)
            report.line("adding", written / seconds, "articles/s", least=150)
            if options.copies > 1:
                copies = pathlib.Path(program).parent / "examples/copies"
                made = file.with_name("copies.sqlite")
                subprocess.run([copies, file, made, str(options.copies)], check=True)
                made.replace(file)
        size = sum(p.stat().st_size for p in folder.rglob("*.txt")) * options.copies
        report.line("the file, divided by the text", file.stat().st_size / size, "", most=2.5)
        nothing = statistics.median(run(environment, [program, "library", "path"])[0] for _ in range(options.runs))
        report.line("an empty command", nothing * 1000, "ms")
        rng = random.Random(1)
        queries = [[rng.choice(NOUNS), rng.choice(NOUNS + PLACES)] for _ in range(options.runs)]
        times = [run(environment, [program, "search", "--json", *query])[0] for query in queries]
        report.line("a search of two words, 95 % of them", p95(times) * 1000, "ms", most=250 if large else 50)
        times = [run(environment, [program, "search", "--json", f'speaker:"{rng.choice(PEOPLE)}"', f"said:{q[0]}"])[0] for q in queries]
        report.line("who said a word, 95 %", p95(times) * 1000, "ms", most=250 if large else 50)
        paints = []
        for _ in range(max(5, options.runs // 3)):
            screen = Screen(environment, [program])
            paints.append(screen.first_paint())
            screen.settle()
            screen.end()
        report.line("the library's first frame", statistics.median(paints) * 1000, "ms", most=None if large else 30)
        screen = Screen(environment, [program])
        screen.first_paint()
        screen.settle(1.0)
        typed = []
        for first, second in queries[: max(5, options.runs // 3)]:
            screen.key(b"/")
            typed += [screen.key(letter.encode()) for letter in f"{first} {second}"]
            screen.key(b"\x1b")
            screen.key(b"\x1b")
        report.line("a key of a search in the screen, 95 %", p95(typed) * 1000, "ms", most=None if large else 15)
        report.line("the slowest of these keys", max(typed) * 1000, "ms")
        scrolled = [screen.key(key, 0.1) for key in [b"G", b"g", b"g", *[b"\x06"] * 60, *[b"j"] * 60, b"G", *[b"\x02"] * 60]]
        report.line("a key that scrolls, 95 %", p95(scrolled) * 1000, "ms")
        report.line("the slowest of these keys", max(scrolled) * 1000, "ms", most=50)
        most, own = screen.memory()
        screen.end()
        report.line("memory of its screen", most, "MB", most=60)
        report.line("of that without pages of files, at the end", own, "MB")
    finally:
        if not options.keep:
            shutil.rmtree(home, ignore_errors=True)
    sys.exit(1 if report.missed else 0)


main()
