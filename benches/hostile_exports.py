"""Checks of exports in which every text is hostile, for `consumers.py`.

Every text of `tests/payloads.json` becomes an article with one note: it is the title, the author,
the site, the words, the note, the tag and the speaker. All are exported, and each consumer has to
find one article with one note in each file, and nothing that runs or leads elsewhere.
"""
import csv, glob, hashlib, html.parser, io, json, os, re, subprocess, urllib.parse

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FORMATS = ["markdown", "json", "csv", "html", "json-ld", "org", "bibtex", "csl-json", "text"]


def payloads():
    with open(os.path.join(HERE, "tests/payloads.json")) as file:
        texts = [text for kind in json.load(file).values() for text in kind]
    # What a payload would run here leaves a file behind.
    lisp = '(write-region "" nil "owned")'
    swaps = [('(delete-file "x")', lisp), ("(id)", lisp), ("{id}", "{touch owned}"), ("\nid\n", "\ntouch owned\n"),
             ("shell:id", "shell:touch owned")]
    for old, new in swaps:
        texts = [text.replace(old, new) for text in texts]
    return texts


class Hostile:
    """The exports of all payloads: one folder a format, one file a payload."""

    def __init__(self, program, folder, with_notes, fail):
        self.folder = os.path.join(folder, "hostile" if with_notes else "hostile-titles")
        os.makedirs(self.folder, exist_ok=True)
        self.texts = payloads()
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "TZ": "UTC",
                       "PULLQUOTE_NOTES_DIR": os.path.join(self.folder, "notes")}
        run = lambda *arguments, **more: subprocess.run([program, *arguments], capture_output=True, env=environment, **more)
        ran = run("import", "-", input=json.dumps([self.article(n, text, with_notes) for n, text in enumerate(self.texts)]).encode())
        fail(ran.returncode == 0, ran.stderr.decode())
        for name in FORMATS:
            ran = run("export", "--all", "--format", name, "--output", os.path.join(self.folder, name) + "/")
            fail(ran.returncode == 0, ran.stderr.decode())
            fail(len(self.files(name)) == len(self.texts), f"{len(self.files(name))} files of {name}")

    @staticmethod
    def article(n, text, with_notes):
        hash = hashlib.sha256(str(n).encode()).hexdigest()
        target = {"exact": text, "prefix": "", "suffix": "", "sentence": f"A {text} b.", "start": 0, "end": len(text),
                  "text_sha256": hash}
        note = {"id": f"01HOSTILE{n:017}", "created": "2026-01-05T10:00:00Z", "modified": "2026-01-05T10:00:00Z",
                "motivation": "commenting", "tags": [text], "note": text if with_notes else "", "targets": [target],
                "quote": {"speaker": text, "kind": "direct"}}
        about = {"title": text, "byline": [text], "site": text, "published": "2026-01-05", "text_sha256": hash,
                 "url": f"https://example.org/hostile-{n}", "citation": ""}
        return {"schema": "pullquote/export/1", "article": about, "annotations": [note]}

    def files(self, name):
        return sorted(glob.glob(os.path.join(self.folder, name, "*")))

    def each(self, name):
        for path in self.files(name):
            with open(path, newline="") as file:
                yield os.path.basename(path), file.read()


def nodes(tree, kinds):
    if isinstance(tree, dict):
        if tree.get("t") in kinds:
            yield tree
        tree = list(tree.values())
    for inner in tree if isinstance(tree, list) else []:
        yield from nodes(inner, kinds)


def leads_elsewhere(tree):
    """The addresses of links, except those that show their own address."""
    shown = lambda link: "".join(node["c"] for node in nodes(link["c"][1], ["Str"]))
    same = lambda link: urllib.parse.unquote(shown(link)) == urllib.parse.unquote(link["c"][2][0])
    links = (node["c"][2][0] for node in nodes(tree, ["Link", "Image"]) if not same(node))
    return [link for link in links if not re.match(r"https?://example\.org/|#", link)]


def json_is_whole(made, need):
    for name in ("json", "json-ld", "csl-json"):
        for file, text in made.each(name):
            json.loads(text)
            odd = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]", text)
            need(not odd, f"{file}: {odd}")
    notes = [json.loads(text)["annotations"][0]["note"] for _, text in made.each("json")]
    need(sorted(notes) == sorted(made.texts), "every note as it was")
    return f"{len(notes)} notes as they were, no control character"


def csv_is_harmless(made, need):
    for file, text in made.each("csv"):
        rows = list(csv.reader(io.StringIO(text)))
        need(len(rows) == 2 and len(rows[0]) == len(rows[1]), f"{file}: {len(rows)} rows")
        odd = [cell for cell in rows[1] if cell.strip().startswith(tuple("=+-@＝＋－＠")) or cell[:1] in "\t\r\n" and cell]
        need(not odd, f"{file}: formulas {odd}")
    return "one row each, no formula"


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.odd = []

    def handle_starttag(self, tag, attributes):
        self.odd += [tag] if tag in ("script", "img", "iframe", "object", "embed", "form", "base", "svg") else []
        self.odd += [f"{name}={value}" for name, value in attributes if name.startswith("on") or name == "src"
                     or name == "href" and not re.match(r"https://example\.org/", value or "")]


def html_is_harmless(made, need):
    for file, text in made.each("html"):
        tags = Tags()
        tags.feed(text)
        need(not tags.odd, f"{file}: {tags.odd}")
    return "nothing that runs, loads or leads elsewhere"


def markdown_is_harmless(made, need, pandoc):
    for reader in ("commonmark_x", "gfm", "markdown"):
        text = "\n\n".join(text.split("\n---\n", 1)[1] for _, text in made.each("markdown"))
        tree = json.loads(pandoc(text, "-f", reader, "-t", "json"))
        raw = [node["c"][1] for node in nodes(tree["blocks"], ["RawInline", "RawBlock"])]
        raw = [text for text in raw if re.sub(r"<!-- /?pq ((?!-->).)*-->", "", text).strip()]
        need(not raw, f"{reader}: {raw[:3]}")
        need(not leads_elsewhere(tree), f"{reader}: {leads_elsewhere(tree)[:3]}")
        quotes = len(list(nodes(tree["blocks"], ["BlockQuote"])))
        need(quotes == len(made.texts), f"{reader}: {quotes} quotations")
        blocks = [node["c"] for node in nodes(tree["blocks"], ["Math", "CodeBlock", "Table"])]
        need(not blocks, f"{reader}: {blocks[:3]}")
    return f"{len(made.texts)} quotations in 3 dialects, no HTML, no link elsewhere"


def reads_lone_backslashes(pandoc):
    """Whether Pandoc reads a backslash that begins nothing in Org; 3.9 says that it is an error."""
    try:
        return bool(pandoc("a \\. b", "-f", "org", "-t", "json"))
    except Exception:
        return False


def org_is_harmless(made, need, pandoc):
    lone = re.compile(r"\\(?![a-z([])", re.IGNORECASE)
    reads_all = reads_lone_backslashes(pandoc)
    for file, text in made.each("org"):
        tree = json.loads(pandoc(text if reads_all else lone.sub("/", text), "-f", "org", "-t", "json"))
        raw = [node["c"] for node in nodes(tree, ["RawInline", "RawBlock", "Math", "CodeBlock"])]
        # Pandoc leaves keywords that it does not know as they are.
        raw = [it for it in raw if not re.match(r"#\+(site|source|fetched|source_sha256|text_sha256): .*$", it[1])]
        # A formula without a command only shows.
        raw = [it for it in raw if not (isinstance(it[0], dict) and not re.search(r"\\[a-z]", it[1]))]
        need(not raw and not leads_elsewhere(tree), f"{file}: {raw} {leads_elsewhere(tree)}")
        headings = len(list(nodes(tree["blocks"], ["Header"])))
        need(headings == 1, f"{file}: {headings} headings")
    return "one heading each, nothing raw, no link elsewhere"


def bibtex_is_whole(made, need, pandoc, missing):
    try:
        from pybtex.database import parse_string
    except ImportError:
        raise missing("pybtex is not installed (pip install pybtex)")
    whole = "".join(text for _, text in made.each("bibtex"))
    entries = parse_string(whole, "bibtex").entries
    need(len(entries) == len(made.texts), f"{len(entries)} entries")
    for key, entry in entries.items():
        need(re.fullmatch(r"[a-z][a-z0-9-]*", key), key)
        need(len(entry.persons["author"]) == 1, f"{key}: {entry.persons}")
        need(set(entry.fields) <= {"title", "organization", "date", "url", "keywords", "note"}, f"{key}: {list(entry.fields)}")
    items = json.loads(pandoc(whole, "-f", "biblatex", "-t", "csljson"))
    need(len(items) == len(made.texts), f"pandoc: {len(items)} entries")
    return f"{len(entries)} entries with one author each, for pybtex and pandoc"


def biber_reads(made, need, tool):
    program = tool("biber")
    file = os.path.join(made.folder, "all.bib")
    with open(file, "w") as out:
        out.write("".join(text for _, text in made.each("bibtex")))
    ran = subprocess.run([program, "--tool", "--validate-datamodel", "--output-file", os.devnull, file], capture_output=True, text=True)
    need(ran.returncode == 0 and "ERROR" not in ran.stdout, ran.stdout[-500:])
    return "no error"


# Opens every file as a person does who has switched all questions off, and reports what Org would
# run, follow or include.
LISP = r"""
(require 'org) (require 'ox-html) (require 'ob-shell nil t)
(setq enable-local-variables :all enable-local-eval t org-confirm-babel-evaluate nil
      org-export-use-babel t org-link-elisp-confirm-function nil org-link-shell-confirm-function nil
      org-export-with-broken-links t make-backup-files nil)
(org-babel-do-load-languages 'org-babel-load-languages '((emacs-lisp . t) (shell . t)))
(dolist (file command-line-args-left)
  (with-current-buffer (find-file-noselect file)
    (when (string-suffix-p ".org" file)
      (org-mode)
      (let ((tree (org-element-parse-buffer)) (heads 0))
        (org-element-map tree 'latex-fragment
          (lambda (found) (when (string-match "\\\\[a-zA-Z]" (org-element-property :value found))
                            (message "ODD %s: a command of LaTeX" file))))
        (org-element-map tree '(src-block inline-src-block babel-call inline-babel-call macro export-block
                                export-snippet latex-environment diary-sexp timestamp target
                                radio-target footnote-reference table drawer planning clock)
          (lambda (found) (message "ODD %s: %s" file (org-element-type found))))
        (org-element-map tree 'link
          (lambda (link) (unless (member (org-element-property :type link) '("http" "https"))
                           (message "ODD %s: link %s" file (org-element-property :raw-link link)))))
        (org-element-map tree 'headline
          (lambda (head) (setq heads (1+ heads))
            (when (org-element-property :todo-keyword head) (message "ODD %s: a state" file))))
        (unless (= heads 1) (message "ODD %s: %d headings" file heads))
        (org-export-as 'html)))
    (kill-buffer)))
(setq command-line-args-left nil)
"""


def emacs_runs_nothing(made, need, tool):
    emacs = tool("emacs")
    script, control = (os.path.join(made.folder, name) for name in ("look.el", "control.txt"))
    with open(script, "w") as out:
        out.write(LISP)
    with open(control, "w") as out:
        out.write('Words\n\nLocal Variables:\neval: (write-region "" nil "control")\nEnd:\n')
    files = [path for name in FORMATS for path in made.files(name)]
    need(files, "there are exports")
    ran = subprocess.run([emacs, "--batch", "-Q", "-l", script, control, *files], capture_output=True, text=True, cwd=made.folder)
    need(ran.returncode == 0, ran.stderr[-500:])
    need(os.path.exists(os.path.join(made.folder, "control")), "the unguarded text has to run, so that the others prove something")
    left = [path for path in glob.glob(os.path.join(made.folder, "**/owned*"), recursive=True)]
    odd = [line for line in ran.stderr.splitlines() if line.startswith("ODD ")]
    need(not left, f"a payload ran: {left}")
    need(not odd, "; ".join(odd[:5]))
    return f"{len(files)} files opened, nothing ran"


def checks(made_with, need, pandoc, tool, missing):
    """The rows of the table in `consumers.py`; `made_with` gives a `Hostile` with or without payloads in notes."""
    return [
        ("payloads in json", lambda _: json_is_whole(made_with(True), need)),
        ("payloads in csv", lambda _: csv_is_harmless(made_with(True), need)),
        ("payloads in html", lambda _: html_is_harmless(made_with(True), need)),
        # A note is Markdown, as its writer meant it.
        ("payloads in markdown, but not in notes: pandoc", lambda _: markdown_is_harmless(made_with(False), need, pandoc)),
        ("payloads in org: pandoc", lambda _: org_is_harmless(made_with(True), need, pandoc)),
        ("payloads in bibtex: pybtex, pandoc", lambda _: bibtex_is_whole(made_with(True), need, pandoc, missing)),
        ("payloads in bibtex: biber", lambda _: biber_reads(made_with(True), need, tool)),
        ("payloads in every format: Emacs", lambda _: emacs_runs_nothing(made_with(True), need, tool)),
    ]
