#!/usr/bin/env python3
"""Opens every export with a real consumer, and prints a line for each: pass, FAIL or skip.

usage: benches/consumers.py [--bin target/release/pullquote] [--keep FOLDER]

Needs a built program; what is not installed is skipped: pandoc, chromium, biber and Emacs (apt install
pandoc chromium biber emacs-nox), PyLD, PyYAML, pybtex, datasette and sqlite-utils (pip install PyLD PyYAML
pybtex datasette sqlite-utils). Status 1
where something failed. The last checks are those of `hostile_exports.py`.
"""
import argparse, csv, functools, glob, http.server, io, json, os, re, shutil, subprocess, sys, tempfile, threading

import hostile_exports

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# A long page on which the same few words occur twice, so that only the context says which is meant.
FILLER = "".join(f"<p>Paragraph {n} tells of the ferry of that year, of its captain and of the weather it met.</p>\n"
                 for n in range(1, 90))
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The ferry, year by year</title>
<meta name="author" content="Ida van der Holm"><meta property="article:published_time" content="2025-11-24T08:00:00+01:00">
</head><body><article><h1>The ferry, year by year</h1>
<p id="first">In the first year, nobody knew — well-known, loved &amp; feared — who it was.</p>
{FILLER}<p id="second">Last year all knew: well-known, loved &amp; feared, she came in.</p>
<p id="speech">“It leaks,” said Per Ek, the =captain=, “and it always has; but nobody who ever crossed would say so.”</p>
<p id="end">The end of it is not yet told, and those who wait for it wait on the quay.</p></article>
<script>setTimeout(function () {{
  var middle = window.innerHeight / 2, best = "", far = 1e9;
  document.querySelectorAll("p[id]").forEach(function (p) {{
    var box = p.getBoundingClientRect(), off = Math.abs(box.top + box.height / 2 - middle);
    if (off < far) {{ far = off; best = p.id; }}
  }});
  document.body.setAttribute("data-scrolled", (window.scrollY > 0 ? "yes" : "no") + " " + best);
}}, 1500);</script></body></html>"""

# The terms of http://www.w3.org/ns/anno.jsonld that an annotation page may use, from the W3C's
# vocabulary; used where the context itself can't be fetched.
OA, DCTERMS, AS = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/activitystreams#"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBER = {"@type": XSD + "nonNegativeInteger"}
TERMS = {
    "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
    "AnnotationPage": AS + "OrderedCollectionPage", "items": {"@type": "@id", "@id": AS + "items", "@container": "@list"},
    "body": {"@type": "@id", "@id": OA + "hasBody"}, "target": {"@type": "@id", "@id": OA + "hasTarget"},
    "source": {"@type": "@id", "@id": OA + "hasSource"}, "selector": {"@type": "@id", "@id": OA + "hasSelector"},
    "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"}, "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
    "exact": OA + "exact", "prefix": OA + "prefix", "suffix": OA + "suffix",
    "start": {**NUMBER, "@id": OA + "start"}, "end": {**NUMBER, "@id": OA + "end"},
    "created": {"@type": XSD + "dateTime", "@id": DCTERMS + "created"},
    "modified": {"@type": XSD + "dateTime", "@id": DCTERMS + "modified"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "format": "http://purl.org/dc/elements/1.1/format",
    **{kind: OA + kind for kind in ["Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector",
                                    "TextPositionSelector", "highlighting", "commenting", "tagging", "bookmarking"]},
}


class Failed(Exception):
    pass


class Missing(Exception):
    pass


def need(condition, told):
    if not condition:
        raise Failed(told)


def tool(name):
    found = shutil.which(name)
    if not found:
        raise Missing(f"{name} is not installed")
    return found


def pandoc(text, *arguments):
    ran = subprocess.run([tool("pandoc"), *arguments], input=text, capture_output=True, text=True)
    need(ran.returncode == 0, ran.stderr.strip())
    return ran.stdout


def chromium(address):
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            break
    else:
        raise Missing("chromium is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = [name, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                   "--window-size=800,600", "--virtual-time-budget=5000", "--enable-logging=stderr", "--dump-dom", address]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=90)
    return ran.stdout, [line for line in ran.stderr.splitlines() if "CONSOLE" in line]


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


class Desk:
    """A home with notes on the page, and the exports of it."""

    def __init__(self, program, folder, port):
        self.program, self.folder = program, folder
        self.url = f"http://127.0.0.1:{port}/ferry-year-by-year-1"
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "TZ": "Europe/Berlin",
                            "PULLQUOTE_NOTES_DIR": os.path.join(folder, "notes")}
        for words in (["well-known, loved & feared", "--nth", "2", "--note", "Which year?\n- ask *him*\n\n=SUM(1)"],
                      ["It leaks,", "--check", "verified", "--tag", "harbour law"],
                      ["the =captain=", "--note", "=1+1", "--tag", "2026"]):
            self.run("annotate", self.url, "--exact", *words)

    def run(self, *arguments):
        ran = subprocess.run([self.program, *arguments], capture_output=True, text=True, env=self.environment)
        need(ran.returncode == 0, f"{' '.join(arguments)}: {ran.stderr.strip()}")
        return ran.stdout

    def export(self, name, *more):
        text = self.run("export", "--format", name, *more, self.url)
        with open(os.path.join(self.folder, f"export.{name}"), "w") as file:
            file.write(text)
        return text


def json_reads(desk):
    notes = json.loads(desk.export("json"))["annotations"]
    need(len(notes) == 3 and all(note["anchor"]["state"] == "exact" for note in notes), "three notes in place")
    return "3 annotations"


def csv_reads(desk):
    rows = list(csv.reader(io.StringIO(desk.export("csv", "--quotes"))))
    need(rows[0][:7] == ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"], "Readwise's columns first")
    need(len({len(row) for row in rows}) == 1, "every row has every cell")
    odd = [cell for row in rows for cell in row if cell.strip().startswith(tuple("=+-@＝＋－＠"))]
    need(not odd, f"formulas: {odd}")
    need(any(row[4] == "'=1+1" for row in rows), "the note that looks like a formula is there")
    return f"{len(rows) - 1} rows, no formula"


def blocks(tree, kind):
    found = []

    def walk(node):
        if isinstance(node, dict):
            if node.get("t") == kind:
                found.append(node)
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)
    walk(tree)
    return found


def markdown_reads(desk, reader):
    text = desk.export("markdown")
    tree = json.loads(pandoc(text, "-f", reader, "-t", "json"))
    need(len(blocks(tree["blocks"], "BlockQuote")) == 3, f"three quotations, not {len(blocks(tree, 'BlockQuote'))}")
    html = pandoc(text, "-f", reader, "-t", "html")
    shown = re.sub(r"<!--.*?-->", "", html, flags=re.S)
    need("pq article" not in shown and "/pq" not in shown, "the marks are not shown")
    need("well-known, loved &amp; feared" in shown and "#:~:text=" in shown, "words and link")
    plain = " ".join(pandoc(text, "-f", reader, "-t", "plain").split())
    need("the =captain=" in plain and "#harbour-law" in plain, f"words and tags in {plain}")
    return "3 quotations, marks hidden"


def front_matter_reads(desk):
    try:
        import yaml
    except ImportError:
        raise Missing("PyYAML is not installed")
    front = yaml.safe_load(desk.export("markdown").split("---\n")[1])
    need(front["title"] == "The ferry, year by year" and front["tags"] == ["_2026", "harbour-law"], front)
    need(re.search(r"[+-]\d\d:\d\d$", str(front["fetched"])), f"a zone in {front['fetched']}")
    return "title, tags, time fetched with its zone"


def org_reads(desk):
    tree = json.loads(pandoc(desk.export("org"), "-f", "org", "-t", "json"))
    need(len(blocks(tree["blocks"], "Header")) == 3, "three headings")
    need(len(blocks(tree["blocks"], "BlockQuote")) == 3, "three quotations")
    properties = [dict(header["c"][1][2]) for header in blocks(tree["blocks"], "Header")]
    need(all(p.get("link", "").startswith(desk.url) and p.get("sentence") for p in properties), properties)
    need("title" in tree["meta"], "a title")
    return "3 headings with their properties"


def bibtex_reads(desk):
    item, = json.loads(pandoc(desk.export("bibtex"), "-f", "biblatex", "-t", "csljson"))
    need(item["title"].lower() == "the ferry, year by year" and item["URL"] == desk.url, item)
    author = item["author"][0]
    family = " ".join(filter(None, [author.get("non-dropping-particle"), author.get("dropping-particle"), author["family"]]))
    need(family == "van der Holm" and item["issued"]["date-parts"][0] == [2025, 11, 24], item)
    return "author, title, date, address"


def csl_reads(desk):
    text = desk.export("csl-json")
    key = json.loads(text)[0]["id"]
    file = os.path.join(desk.folder, "export.csl-json")
    cited = pandoc(f"[@{key}]\n", "-f", "markdown", "--citeproc", "--bibliography", file + ".json", "-t", "plain") \
        if shutil.copy(file, file + ".json") else ""
    need("Holm" in cited and "2025" in cited, cited)
    return " ".join(cited.split())[:60]


def jsonld_reads(desk):
    try:
        from pyld import jsonld
    except ImportError:
        raise Missing("PyLD is not installed")
    page = json.loads(desk.export("json-ld", "--quotes"))

    def load(address, _):
        need(address == "http://www.w3.org/ns/anno.jsonld", address)
        return {"contextUrl": None, "documentUrl": address, "contentType": "application/ld+json",
                "document": {"@context": TERMS}}
    expanded = jsonld.expand(page, {"documentLoader": load})
    keys = lambda node: (1 if isinstance(node, dict) else 0) and sum(1 for k in node if k != "@context")

    def count(node):
        if isinstance(node, dict):
            return keys(node) + sum(count(v) for k, v in node.items() if k != "@context")
        return sum(map(count, node)) if isinstance(node, list) else 0
    named = set(re.findall(r'"(http[^"]*|urn:[^"]*)": ', json.dumps(expanded)))
    ours = {f"urn:pullquote:{key[10:]}" for key in re.findall(r'"(pullquote:[a-z_0-9]+)": (?!null|\[\])', json.dumps(page))}
    need(ours <= named, f"lost in expansion: {ours - named}")
    notes = expanded[0][AS + "items"][0]["@list"]
    need(len(notes) == 3, "three annotations")
    for note in notes:
        need(note["@type"] == [OA + "Annotation"] and note["@id"].startswith("urn:"), "3.1: an id and the type Annotation")
        need(len(note[OA + "hasTarget"]) == 1, "3.1: a target")
        need(note[OA + "motivatedBy"][0]["@id"].startswith(OA), "3.3.5: a motivation of the vocabulary")
        need(note[DCTERMS + "created"][0]["@type"] == XSD + "dateTime", "3.3.1: created is a dateTime")
        target = note[OA + "hasTarget"][0]
        need(len(target[OA + "hasSource"]) == 1, "4.1: exactly one source")
        kinds = {selector["@type"][0]: selector for selector in target[OA + "hasSelector"]}
        quote, place = kinds[OA + "TextQuoteSelector"], kinds[OA + "TextPositionSelector"]
        need(all(len(quote[OA + part]) == 1 for part in ("exact", "prefix", "suffix")), "4.2.4: exact, prefix, suffix")
        first, last = (place[OA + part][0]["@value"] for part in ("start", "end"))
        need(last - first == len(quote[OA + "exact"][0]["@value"]), "4.2.5: the positions count code points")
        for body in note.get(OA + "hasBody", []):
            need(body["@type"] == [OA + "TextualBody"] and len(body[TERMS["value"]]) == 1, "3.2.4: one value a body")
    quads = jsonld.to_rdf(page, {"documentLoader": load, "format": "application/n-quads"})
    return f"{len(notes)} annotations, {len(quads.splitlines())} statements"


def html_reads(desk):
    file = os.path.join(desk.folder, "export.html")
    desk.export("html", "--quotes")
    dom, complaints = chromium("file://" + file)
    need(not complaints, complaints)
    need(dom.count("<mark ") == 3 and dom.count("<aside ") == 3, f"{dom.count('<mark ')} marks")
    need("<script" not in dom and not re.search(r"(src|srcset)=", dom), "nothing that runs or loads")
    return "3 highlights, 3 notes, no complaint"


def link_scrolls(desk):
    notes = json.loads(desk.export("json"))["annotations"]
    wanted = {"well-known, loved & feared": "second", "It leaks,": "speech", "the =captain=": "speech"}
    for note in notes:
        dom, _ = chromium(note["link"])
        place = re.search(r'data-scrolled="([^"]*)"', dom)
        goal = wanted[note["targets"][0]["exact"]]
        got = place.group(1) if place else "nothing"
        # At the end of the page two of them are side by side.
        near = {"second": ("second", "speech"), "speech": ("second", "speech", "end")}[goal]
        need(got.startswith("yes ") and got[4:] in near, f"{note['link']} scrolled: {got}")
    dom, _ = chromium(desk.url + "#:~:text=words%20that%20are%20not%20there")
    need('data-scrolled="no first"' in dom, "a link to nothing scrolls nowhere, so that the others prove something")
    return f"{len(notes)} links"


def template_works(desk):
    file = os.path.join(desk.folder, "list.md.j2")
    with open(file, "w") as out:
        out.write("{% for note in annotations %}\n- {{ note.words|markdown }} ({{ note.created|date('%Y') }})\n{% endfor %}\n")
    text = desk.run("export", "--template", file, desk.url)
    need(len(text.splitlines()) == 3 and "well-known" in text, text)
    return "3 lines"


def comes_back(desk):
    other = os.path.join(desk.folder, "other")
    for name in ("json", "json-ld"):
        here = {**desk.environment, "PULLQUOTE_NOTES_DIR": os.path.join(other, name)}
        text = desk.export(name)
        subprocess.run([desk.program, "import", "-"], input=text, text=True, check=True, env=here)
        read = lambda folder: open(glob.glob(os.path.join(folder, "*.toml"))[0]).read()
        notes = lambda folder: read(folder).split("[[annotation]]")[1:]
        need(notes(here["PULLQUOTE_NOTES_DIR"]) == notes(desk.environment["PULLQUOTE_NOTES_DIR"]), name)
    return "json, json-ld: the same annotations, byte for byte"


def library(desk):
    """The library with the page and its notes in it; returns its file."""
    desk.run("library", "add", "--kept", desk.url)
    desk.run("library", "list")
    return desk.run("library", "path").strip()


def sqlite_utils_reads(desk):
    ran = subprocess.run([tool("sqlite-utils"), "rows", library(desk), "notes", "--order", "start"],
                         capture_output=True, text=True)
    need(ran.returncode == 0, ran.stderr.strip())
    notes = json.loads(ran.stdout)
    wanted = {"well-known, loved & feared", "It leaks,", "the =captain="}
    need({note["words"].strip("“”") for note in notes} == wanted, [note["words"] for note in notes])
    ran = subprocess.run([tool("sqlite-utils"), library(desk), "select speaker, words from quotes"],
                         capture_output=True, text=True)
    need(any(row["speaker"] == "Per Ek" for row in json.loads(ran.stdout)), ran.stdout + ran.stderr)
    return f"{len(notes)} notes, and who said what"


def datasette_reads(desk):
    get = lambda path: subprocess.run([tool("datasette"), library(desk), "--get", path], capture_output=True, text=True)
    for view, column in (("articles", "title"), ("quotes", "words"), ("speakers", "name"), ("entities", "name"),
                         ("notes", "note")):
        name = os.path.basename(library(desk)).removesuffix(".sqlite")
        ran = get(f"/{name}/{view}.json?_shape=array")
        need(ran.returncode == 0, ran.stderr.strip())
        rows = json.loads(ran.stdout)
        need(rows and column in rows[0], f"{view}: {ran.stdout[:200]}")
    return "articles, quotes, speakers, entities, notes"


CHECKS = [
    ("json: Python's json", json_reads), ("csv: Python's csv", csv_reads),
    ("markdown: pandoc, its own Markdown", lambda desk: markdown_reads(desk, "markdown")),
    ("markdown: pandoc, GitHub's", lambda desk: markdown_reads(desk, "gfm")),
    ("markdown: front matter, PyYAML", front_matter_reads), ("org: pandoc", org_reads),
    ("bibtex: pandoc, BibLaTeX", bibtex_reads), ("csl-json: pandoc's citeproc", csl_reads),
    ("json-ld: PyLD and the model's rules", jsonld_reads), ("html: headless Chromium", html_reads),
    ("link to the words: headless Chromium", link_scrolls), ("template", template_works), ("import", comes_back),
    ("library: sqlite-utils", sqlite_utils_reads), ("library: datasette", datasette_reads),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.path.join(HERE, "target/release/pullquote"))
    parser.add_argument("--keep", help="a folder to leave the exports in")
    given = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        if given.keep:
            folder = os.path.abspath(given.keep)
            os.makedirs(folder, exist_ok=True)
        desk = Desk(os.path.abspath(given.bin), folder, server.server_address[1])
        made_with = functools.cache(lambda notes: hostile_exports.Hostile(desk.program, folder, notes, need))
        for name, check in CHECKS + hostile_exports.checks(made_with, need, pandoc, tool, Missing):
            try:
                result, told = "pass", check(desk)
            except Missing as why:
                result, told = "skip", why
            except Exception as why:
                result, told, failed = "FAIL", f"{type(why).__name__}: {why}", failed + 1
            print(f"{result}  {name}: {told}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
