#!/usr/bin/env python3
"""Named entities: a table by kind, region and length, and peers on the same articles.

usage: entities.py [--bin target/release/pullquote] [--peer compromise] [--peer spacy] CORPUS

CORPUS holds NAME.tsv (token<TAB>tag in IOB, a blank line between sentences) and NAME.txt, as
training/README.md lays it out. A third column, where there is one, is a name within the name
("University of [Chicago]") and is not read: the outer name counts.
A name counts where its words and its kind are exactly those that were marked; the loose figure of
the peers' table also counts a name of the right kind that shares a character with it. A region
is the part of a file's name before its first "_". Articles with tokens that are not those of the text
are left out.

--peer compromise installs compromise (MIT) from npm into a temporary folder. It has people, places
and organizations only.

--peer spacy runs spaCy (MIT) as this Python has it, with its model en_core_web_sm (MIT):
`pip install spacy && python3 -m spacy download en_core_web_sm`; --spacy-model names another, or its
folder. Of its pipeline only what finds names is loaded, and it is given all articles at once. Its
GPE, LOC and FAC are places, NORP groups, TIME a date, and PERCENT, QUANTITY, ORDINAL and CARDINAL
nothing, since the corpus does not mark them; EVENT, LAW, LANGUAGE and WORK_OF_ART are other names.

Everything runs on one thread. A peer has loaded its data before the clock starts; for Pullquote the
clock holds the whole process, quotes and speakers included. A peer's names lose titles,
articles, possessives and commas at their ends before they are counted, and its dates and sums lose
words that the corpus does not include ("last", "early", "more than").
"""
import argparse
import glob
import json
import os
import re
import shlex
import subprocess
import tempfile
import time
from collections import defaultdict

COMPROMISE = "compromise@14.17.0"
KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
    "Misc": "misc",
    "Date": "date",
    "Money": "money",
    "Product": "product",
}
# Words that the corpus does not include in a date or a sum.
DATE_WORDS = re.compile(r"(?i)((the|this|last|next|early|late|mid|end|of|on|in|since|by)\b[ -]*)+")
MONEY_WORDS = re.compile(r"(?i)((more|less|than|about|only|over|some|nearly|almost|up|to|around)\b *)*(US(?=\$))?")
CORE = ("person", "organization", "place")
SPACY_KINDS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "DATE": "date",
    "TIME": "date",
    "MONEY": "money",
    "PRODUCT": "product",
    "EVENT": "misc",
    "LAW": "misc",
    "LANGUAGE": "misc",
    "WORK_OF_ART": "misc",
}
SCRIPT = r"""
const nlp = require('compromise')
const fs = require('fs')
nlp('Ann Lee went to Paris.').people().json()
const texts = process.argv.slice(2).map(f => fs.readFileSync(f, 'utf8'))
const begun = process.hrtime.bigint()
const found = texts.map(text => {
  const doc = nlp(text)
  const names = []
  for (const [kind, view] of [['person', doc.people()], ['place', doc.places()], ['organization', doc.organizations()]])
    for (const m of view.json({ offset: true })) names.push([m.offset.start, m.offset.start + m.offset.length, kind])
  return names
})
const took = Number(process.hrtime.bigint() - begun) / 1e6
console.log(JSON.stringify({ took, found }))
"""


def gold(path, text):
    """The names marked in an article, or None where its tokens are not those of the text."""
    names, at, current = set(), 0, None
    for line in open(path, encoding="utf8"):
        row = line.rstrip("\n").split("\t")
        token, tag = (row[0], row[1]) if len(row) > 1 else ("", "O")
        kind = KINDS.get(tag[2:])
        if current and (tag[0] != "I" or kind != current[2]):
            names.add(tuple(current))
            current = None
        if not token:
            continue
        start = text.find(token, at, at + len(token) + 200)
        if start < 0:
            return None
        at = start + len(token)
        if kind:
            current = current or [start, at, kind]
            current[1] = at
    return names | ({tuple(current)} if current else set())


class Count:
    """Right, wrong and missed names."""

    def __init__(self):
        self.right = self.wrong = self.missed = 0

    def add(self, marked, found):
        self.right += len(marked & found)
        self.wrong += len(found - marked)
        self.missed += len(marked - found)

    def line(self, name):
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"{name:24} {precision:9.3f} {recall:7.3f} {f1:7.3f} {self.right + self.missed:6}"


def of_kinds(names, kinds):
    return {name for name in names if name[2] in kinds}


def trimmed(text, start, end):
    """A peer's name without titles, articles, possessives and marks at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    first = text[start:end].split(" ")[0]
    if first.lower().strip(".") in ("mr", "mrs", "ms", "dr", "sir", "president", "the", "prime") and " " in text[start:end]:
        start += len(first) + 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


def compromise(articles, _):
    """Its name, its names of each article and its time in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, COMPROMISE], check=True)
        script = os.path.join(folder, "run.js")
        with open(script, "w", encoding="utf8") as out:
            out.write(SCRIPT)
        command = ["node", script] + [a["path"] for a in articles]
        result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    names = []
    for article, found in zip(articles, result["found"]):
        text = article["text"]
        # It counts UTF-16 units.
        at = []
        for i, c in enumerate(text):
            at += [i] * (2 if ord(c) > 0xFFFF else 1)
        at.append(len(text))
        spans = ((at[min(s, len(at) - 1)], at[min(e, len(at) - 1)], kind) for s, e, kind in found)
        names.append({(*trimmed(text, s, e), kind) for s, e, kind in spans})
    return COMPROMISE, names, result["took"]


def spacy(articles, model):
    """Its name, its names of each article and its time in milliseconds."""
    os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"})
    try:
        import spacy as library

        pipeline = library.load(model, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    except (ImportError, OSError) as error:
        raise SystemExit(f"spaCy cannot run: {error}\npip install spacy && python3 -m spacy download en_core_web_sm")
    pipeline("Ann Lee went to Paris.")
    begun = time.perf_counter()
    documents = list(pipeline.pipe(article["text"] for article in articles))
    took = (time.perf_counter() - begun) * 1000
    names = []
    for article, document in zip(articles, documents):
        kept = ((entity, SPACY_KINDS.get(entity.label_)) for entity in document.ents)
        spans = ((bounds(article["text"], e.start_char, e.end_char, kind), kind) for e, kind in kept if kind)
        names.append({(*span, kind) for span, kind in spans})
    return f"spacy {library.__version__} {os.path.basename(model)}", names, took


def bounds(text, start, end, kind):
    """The span of a name of spaCy's as the corpus would mark it."""
    cut = {"date": DATE_WORDS, "money": MONEY_WORDS}.get(kind)
    if kind != "money":
        start, end = trimmed(text, start, end)
    around = cut and cut.match(text, start, end)
    start = around.end() if around and around.end() < end else start
    if kind == "money" and text[start - 1 : start] in tuple("$€£"):
        start -= 1
    return start, end


PEERS = {"compromise": compromise, "spacy": spacy}


def f1(articles, all_names, kinds):
    count = Count()
    for article, names in zip(articles, all_names):
        count.add(of_kinds(article["gold"], kinds), of_kinds(names, kinds))
    return 2 * count.right / max(1, 2 * count.right + count.wrong + count.missed)


def loose(articles, all_names):
    """F1 where a name need only be of the right kind and share a character."""
    right = wrong = missed = 0
    for article, names in zip(articles, all_names):
        marked, found = of_kinds(article["gold"], CORE), of_kinds(names, CORE)
        meets = lambda a, b: a[2] == b[2] and a[0] < b[1] and b[0] < a[1]
        hits = sum(any(meets(f, g) for g in marked) for f in found)
        right += hits
        wrong += len(found) - hits
        missed += sum(not any(meets(f, g) for f in found) for g in marked)
    return 2 * right / max(1, 2 * right + wrong + missed)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/pullquote")
    parser.add_argument("--peer", action="append", choices=sorted(PEERS), default=[])
    parser.add_argument("--spacy-model", default="en_core_web_sm")
    parser.add_argument("corpus")
    options = parser.parse_args()
    articles = []
    for path in sorted(glob.glob(os.path.join(options.corpus, "*.tsv"))):
        source = path[:-4] + ".txt"
        text = open(source, encoding="utf8", newline="").read()
        marked = gold(path, text)
        if marked is not None:
            region = os.path.basename(path).split("_")[0]
            articles.append({"path": source, "text": text, "gold": marked, "region": region})
    command = shlex.split(options.bin) + ["extract", "--raw", "--format", "jsonl"]
    begun = time.perf_counter()
    one = {**os.environ, "RAYON_NUM_THREADS": "1"}
    run = subprocess.run(command + [a["path"] for a in articles], capture_output=True, text=True, check=True, env=one)
    took = (time.perf_counter() - begun) * 1000
    found = []
    for line in run.stdout.splitlines():
        entities = json.loads(line)["entities"]
        found.append({(start, end, e["kind"]) for e in entities for start, end in e["mentions"]})
    tables = defaultdict(lambda: defaultdict(Count))
    for article, names in zip(articles, found):
        words = len(article["text"].split())
        length = next(name for bound, name in ((250, "1 under 250 words"), (500, "2 250 to 500"), (1000, "3 500 to 1,000"), (10**9, "4 over 1,000")) if words < bound)
        core = of_kinds(article["gold"], CORE), of_kinds(names, CORE)
        tables["all"]["core"].add(*core)
        tables["all"]["every kind"].add(article["gold"], names)
        for kind in sorted(set(KINDS.values())):
            tables["kind"][kind].add(of_kinds(article["gold"], [kind]), of_kinds(names, [kind]))
        tables["region (core)"][article["region"]].add(*core)
        tables["length (core)"][length].add(*core)
    print(f"{len(articles)} articles")
    for title, rows in tables.items():
        print(f"\n{title:24} precision  recall      F1   gold")
        for name in sorted(rows):
            print(rows[name].line(name))
    if not options.peer:
        return
    rows = [("pullquote", found, took)] + [PEERS[name](articles, options.spacy_model) for name in options.peer]
    words = sum(len(article["text"].split()) for article in articles)
    kinds = sorted(set(KINDS.values()))
    print("\nF1" + " " * 28 + "  core  loose" + "".join(f"{kind[:7]:>8}" for kind in kinds) + "   words/s")
    for name, all_names, milliseconds in rows:
        scores = [f1(articles, all_names, CORE), loose(articles, all_names)]
        scores += [f1(articles, all_names, [kind]) for kind in kinds]
        columns = "".join(f"{score:{8 if i > 1 else 7}.3f}" for i, score in enumerate(scores))
        print(f"{name:29}{columns} {words / milliseconds * 1000:9.0f}")


if __name__ == "__main__":
    main()
