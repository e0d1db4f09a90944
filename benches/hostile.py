#!/usr/bin/env python3
"""Measures how the time and memory of `pullquote extract` grow with hostile input.

usage: hostile.py [--bin target/release/pullquote] [--sizes 50000,100000,200000] [--seconds 30] [SHAPE ...]

For each shape an input is made at several sizes, in characters. The table has the seconds and the
peak of memory for each size, and the growth of the time per doubling of the size, over all sizes and
between the last two: 2 is linear, 4 is quadratic. A SHAPE is a part of the name of a shape; without
one, all are tried. Larger sizes of a shape are left out after one that fails or takes too long.
"""
import argparse
import math
import os
import resource
import subprocess
import tempfile
import time

def fill(unit, size):
    return (unit * (size // len(unit) + 1))[:size]

def nest(open_, middle, close, size):
    n = size // (len(open_) + len(close))
    return open_ * n + middle + close * n

def number(i):
    """Three letters that number something: aaa, baa, …"""
    return "".join(chr(97 + i // 26**place % 26) for place in range(3))

P = "<html><body><article><h1>Title of it</h1><p>%s</p></article></body></html>"
SHAPES = {
    # text
    "opening marks": ("txt", lambda n: fill('"X: a ', n)),
    "one name": ("txt", lambda n: fill("Ida Holm ", n)),
    "no stop": ("txt", lambda n: fill("the boat of the town ", n)),
    "capitals": ("txt", lambda n: fill("IDA HOLM AT SEA ", n)),
    "no spaces": ("txt", lambda n: fill("a", n)),
    "initials": ("txt", lambda n: fill("a.b.", n)),
    "hyphens": ("txt", lambda n: fill("A-", n)),
    "commas": ("txt", lambda n: fill("Ida, Bo, ", n)),
    "said": ("txt", lambda n: fill("said he said that she ", n)),
    "quotes": ("txt", lambda n: fill("“We win,” he said. ", n)),
    "quotes names": ("txt", lambda n: fill("“We win,” said Ida Holm. ", n)),
    "distinct names": ("txt", lambda n: " ".join(f"Ida{number(i)} Holm{number(i)}son said no." for i in range(n // 24))),
    "distinct surnames": ("txt", lambda n: " ".join(f"Ida Holm{number(i)}, mayor, said no." for i in range(n // 26))),
    "one surname": ("txt", lambda n: " ".join(f"{number(i).capitalize()} Holm said no." for i in range(n // 17))),
    "one surname roles": ("txt", lambda n: " ".join(f"{number(i).capitalize()} Holm, a member of the board," for i in range(n // 32))),
    "one company": ("txt", lambda n: " ".join(f"Halvard {number(i).capitalize()} Company said no." for i in range(n // 29))),
    "bracketed": ("txt", lambda n: " ".join(f"The {number(i).capitalize()} Oar Guild ({number(i)[:2].upper()}OG) said no." for i in range(n // 36))),
    "transcript people": ("txt", lambda n: "\n\n".join(f"{number(i).capitalize()} Holm{number(i)}: We win the {number(i)}." for i in range(n // 32))),
    "unclosed": ("txt", lambda n: fill("“We win he said. ", n)),
    "lines": ("txt", lambda n: fill("Ida Holm\n", n)),
    "paragraphs": ("txt", lambda n: fill("Ida: no\n\n", n)),
    "quote paragraphs": ("txt", lambda n: fill("“We win\n\n", n)),
    "pronouns": ("txt", lambda n: "Ida Holm said no. " + fill("He said she said they said it. ", n)),
    "numbers": ("txt", lambda n: fill("1,000,", n)),
    "figures": ("txt", lambda n: fill("$1 million 3 percent 5 May 2020 ", n)),
    "percent": ("txt", lambda n: fill("twenty-one hundred ", n)),
    "dots": ("txt", lambda n: fill(". ", n)),
    "all dots": ("txt", lambda n: fill(".", n)),
    "apostrophes": ("txt", lambda n: fill("'", n)),
    "single quotes": ("txt", lambda n: fill("'a ", n)),
    "guillemets": ("txt", lambda n: fill("«a »b ", n)),
    "abbreviations": ("txt", lambda n: fill("Mr. ", n)),
    "marks": ("txt", lambda n: "a" + fill("\u0301", n // 2)),
    "spaces": ("txt", lambda n: "a" + fill(" ", n) + "b"),
    "abbr spaces": ("txt", lambda n: fill("U.S.    ", n)),
    "feeds": ("txt", lambda n: "a" + fill("\n", n) + "b"),
    "roles": ("txt", lambda n: "Ida Holm, " + fill("the mayor of the town, ", n) + "said no."),
    "and": ("txt", lambda n: fill("Ida Holm and ", n)),
    "of the": ("txt", lambda n: fill("Bank of the ", n)),
    "brackets": ("txt", lambda n: fill("(", n)),
    "at": ("txt", lambda n: fill("@a ", n)),
    "urls": ("txt", lambda n: fill("http://a.b/c ", n)),
    "long url": ("txt", lambda n: "http://a.b/" + fill("c/", n)),
    "nickname": ("txt", lambda n: fill("Ida “Bo” ", n)),
    "transcript": ("txt", lambda n: fill("IDA HOLM: We win.\n\n", n)),
    "german": ("txt", lambda n: fill("„Wir gewinnen“, sagte Ida Holm, der Bürgermeister der Stadt. ", n)),
    "french": ("txt", lambda n: fill("« Nous gagnons », a dit Ida Holm, le maire de la ville. ", n)),
    # markdown
    "md brackets": ("md", lambda n: fill("[", n)),
    "md links": ("md", lambda n: fill("[a](", n)),
    "md stars": ("md", lambda n: fill("*a _b ", n)),
    "md quotes": ("md", lambda n: fill("> ", n) + "a"),
    "md ticks": ("md", lambda n: " ".join("`" * (i % 300 + 1) for i in range(n // 150))),
    "md lists": ("md", lambda n: "\n".join(" " * (2 * i) + "- a" for i in range(int(math.sqrt(n))))),
    "md refs": ("md", lambda n: fill("[a]: /b\n[a] ", n)),
    "md html": ("md", lambda n: fill("<b>", n)),
    # html
    "html select": ("html", lambda n: P % nest("<select><option><optgroup>", "a", "", n)),
    "html div": ("html", lambda n: P % nest("<div>", "a", "</div>", n)),
    "html b": ("html", lambda n: P % fill("<b>a", n)),
    "html a": ("html", lambda n: P % fill("<a href=x>a", n)),
    "html b p": ("html", lambda n: P % fill("<b><p>a", n)),
    "html font": ("html", lambda n: P % fill("<font color=a><p>a", n)),
    "html table": ("html", lambda n: P % fill("<table><tr><td>a", n)),
    "html table text": ("html", lambda n: P % fill("<table>a", n)),
    "html cells": ("html", lambda n: P % ("<table>" + fill("<tr><td>a<td>b", n))),
    "html lists": ("html", lambda n: P % fill("<ul><li>a", n)),
    "html attributes": ("html", lambda n: P % ("<p " + " ".join("a%d=b" % i for i in range(n // 8)) + ">a")),
    "html classes": ("html", lambda n: P % ('<p class="' + fill("ad ", n) + '">a')),
    "html paragraphs": ("html", lambda n: P % fill("<p>Ida Holm said no.", n)),
    "html headings": ("html", lambda n: P % fill("<h2>Ida Holm</h2>", n)),
    "html spans": ("html", lambda n: P % fill("<span>a</span> ", n)),
    "html brs": ("html", lambda n: P % fill("a<br>", n)),
    "html links": ("html", lambda n: P % fill("<a href=/b>more</a> ", n)),
    "html captions": ("html", lambda n: P % fill("<figure><img src=a><figcaption>Ida</figcaption></figure>", n)),
    "html svg": ("html", lambda n: P % nest("<svg><g>", "a", "</g></svg>", n)),
    "html forms": ("html", lambda n: P % nest("<form><button>", "a", "", n)),
    "html fields": ("html", lambda n: P % ("<div><div><div><div>" + fill("<div><input type=email></div>", n))),
    "html caption words": ("html", lambda n: P % fill("<span class=caption>Ida</span> ", n)),
    "html responses": ("html", lambda n: P % ("</p>" + fill("<p>Ida</p>", n // 2) + "<h2>Responses to xx</h2><p>" + fill("Ida Holm said no. ", 2000) + "</p>" + "".join(f"<h2>Responses to {number(i)}</h2>" for i in range(n // 64)))),
    "html comments": ("html", lambda n: P % fill("<!-- a --", n)),
    "html entities": ("html", lambda n: P % fill("&amp;&#x26;&notit;", n)),
    "html template": ("html", lambda n: P % nest("<template>", "a", "", n)),
    "html frameset": ("html", lambda n: P % nest("<iframe>", "a", "", n)),
    "html styles": ("html", lambda n: P % "a" + fill("<style>\r</styles>", n) + "</style>"),
    "html scripts": ("html", lambda n: P % "a" + fill("<script>\r</scripts>", n) + "</script>"),
    "html script comments": ("html", lambda n: P % fill("<script><!-- <script></script x>", n)),
    "html titles": ("html", lambda n: P % fill("<svg><title>&amp;</titles>", n)),
    "html svg styles": ("html", lambda n: P % ("<svg>" + fill("<style></styles>", n))),
    "html references": ("html", lambda n: P % fill("<a href='/?a&amp;b' id=x>&amp</a>", n)),
    "html plaintext": ("html", lambda n: P % ("x<plaintext>" + fill("<p a b c", n))),
    "html svg plaintext": ("html", lambda n: P % ("<svg><plaintext><style><p " + " ".join("a%d" % i for i in range(n // 6)) + ">x")),
    "html end tag": ("html", lambda n: P % "a" + "<script>\0</script x='>' " + " ".join("a%d" % i for i in range(n // 6)) + ">x"),
    "html jsonld": ("html", lambda n: '<html><script type="application/ld+json">' + nest('{"a":[', "1", "]}", n) + "</script>" + P % "a"),
    "html jsonld many": ("html", lambda n: "<html>" + fill('<script type="application/ld+json">{"@type":"NewsArticle","headline":"a","author":"b"}</script>', n) + P % "a"),
    "html jsonld authors": ("html", lambda n: '<html><script type="application/ld+json">{"@type":"NewsArticle","headline":"a","author":[' + fill('"Ida Holm",', n).rsplit(",", 1)[0] + "]}</script>" + P % "a"),
    "html metas": ("html", lambda n: "<html><head>" + fill('<meta name=author content="Ida Holm">', n) + "</head>" + P % "a"),
    "html title": ("html", lambda n: "<title>" + fill("Ida - ", n) + "</title>" + P % "a"),
    "html repeated": ("html", lambda n: P % fill("</p><div class=teaser><a href=b>Ida Holm said</a></div>", n)),
    "html quotes": ("html", lambda n: P % fill("<blockquote>a", n)),
    "html rows": ("html", lambda n: P % fill("</p></b></i></div>", n)),
    "html i stray": ("html", lambda n: P % (fill("<i>", n // 2) + fill("</b>", n // 2))),
    "html nobr": ("html", lambda n: P % fill("<nobr>a", n)),
    "html spaces": ("html", lambda n: P % ("<div class=newsletter><pre>a" + fill(" ", n) + "b</pre></div>")),
    "html pre": ("html", lambda n: P % ("<pre>" + fill("a\n", n))),
    "mhtml": ("mhtml", lambda n: "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + fill("--b\nContent-Type: text/html\n\n<p>a</p>\n", n)),
}

def run(binary, path, seconds):
    """The seconds, the megabytes and what went wrong of one run."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (6_000_000_000, 6_000_000_000))

    begun = time.monotonic()
    command = [binary, "extract", path]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=limit)
    ended = 0
    while not ended and time.monotonic() < begun + seconds:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        time.sleep(0.005)
    took = time.monotonic() - begun
    if not ended:
        child.kill()
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    said = child.stderr.read().decode(errors="replace").strip()
    child.stderr.close()
    problem = "" if status == 0 else f"status {os.waitstatus_to_exitcode(status)}: {said[:100]}"
    return took, usage.ru_maxrss / 1024, problem if ended else "too long"


def growth(earlier, later, doublings):
    """How the time grew per doubling. The first 20 ms are the start of the program."""
    before, after = (max(row[0] - 0.02, 0.01) for row in (earlier, later))
    return (after / before) ** (1 / doublings)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default="target/release/pullquote")
    parser.add_argument("--sizes", default="50000,100000,200000")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("shapes", nargs="*")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        for name, (ending, make) in SHAPES.items():
            if arguments.shapes and not any(shape in name for shape in arguments.shapes):
                continue
            rows = []
            for size in sizes:
                path = os.path.join(folder, "in." + ending)
                with open(path, "w", encoding="utf8") as out:
                    out.write(make(size))
                rows.append(run(arguments.bin, path, arguments.seconds))
                if rows[-1][2]:
                    break
            pairs = [(0, len(rows) - 1), (len(rows) - 2, len(rows) - 1)][: len(rows) - 1]
            grew = [growth(rows[a], rows[b], math.log2(sizes[b] / sizes[a])) for a, b in pairs]
            shown = "  ".join(f"{took:6.2f} s {peak:5.0f} MB {problem}" for took, peak, problem in rows)
            print(f"{name:20}", shown, " ".join(f"x{times:.1f}" for times in grew), flush=True)


if __name__ == "__main__":
    main()
