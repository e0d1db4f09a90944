#!/usr/bin/env python3
"""Scores quotes, speakers and reported speech against attributions that people marked.

usage: score_quotes.py [--bin target/release/pullquote] [--json] [--errors N] CORPUS

CORPUS holds text/NAME.txt and attributions/NAME_ANNOTATOR.ann in brat's standoff format, as
training/README.md lays PolNeAR out. Where an article has several annotators, the first by name
counts. Offsets are Unicode code points. Needs only Python's standard library.

Direct speech. The unit is a passage: the text between two double quotation marks within a line, of
three words or more. It is speech if 80 % of it lies in the content of one attribution, and it is
found if one direct or mixed quote of the program covers 80 % of it. Passages in text that the
annotators set aside (Discard) do not count.
  quote_precision, quote_recall, quote_f1   passages found, against passages that are speech
  speaker_accuracy     of the passages that are speech and have a marked source, the share with a
                       speaker with a mention that shares a character with that source
  speaker_precision    the same, out of those passages to which the program gave a speaker

Reported speech. The unit is an attribution with a source, a verb of speech as its cue and no
quotation mark in its content. It is found if an indirect or mixed quote and the content share half
of their characters (intersection over union).
  indirect_precision   indirect quotes of the program that match any attribution so
  indirect_recall, indirect_f1
  indirect_speaker_accuracy   of those found, the share with the marked source as speaker

Identity, where CORPUS/identity.tsv lies beside: article, start, end and how the source is given
(name, pronoun, nominal), then the full name of who spoke that passage, tab-separated. `A|B` accepts
either name, a name after `?` is left out, and words after `~` say that the article never names the
speaker.
  identity_accuracy    passages with a speaker of that name: equal without titles and case, or the
                       words of one name all in the other with the same last word
  unnamed_kept         passages after `~` that were given to no named entity, or to one that shares
                       a word with the description
  sure_right           of the labelled passages with a confidence of 0.9 or more, the share that is
                       right in either of these ways
"""
import argparse
import glob
import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter

COVERED = 0.8
SURE = 0.9
BATCH = 100
OPENING, CLOSING, EITHER = "“„«", "”»", '"'
SPEECH = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|tell(?:s|ing)|told|according to|add(?:s|ed)|argue[sd]|asked|claim(?:s|ed)"
    r"|insist(?:s|ed)|note[sd]|wr(?:ites|ote)|tweeted|announced|warned|explained|acknowledged|conceded"
    r"|suggest(?:s|ed)|stated|declared|replied|testified)\b",
    re.IGNORECASE,
)
TITLES = {"mr", "mrs", "ms", "dr", "sir", "sen", "rep", "gov", "president", "the", "jr", "sr"}


# Spans are (start, end) pairs, several of them a list.


def size(spans):
    return sum(end - start for start, end in spans)


def shared(one, other):
    """How many characters two lists of spans have in common."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def share_covered(span, spans):
    return shared([span], spans) / max(1, size([span]))


def half_shared(one, other):
    """Whether the intersection is at least half of the union."""
    both = shared(one, other)
    return 2 * both >= size(one) + size(other) - both


def union_share(one, other):
    both = shared(one, other)
    return both / max(1, size(one) + size(other) - both)


def double_marks(text):
    """Two apostrophes on either side, ''so'', as one double mark and a space: the length stays."""

    def mark(match):
        before = text[match.start() - 1] if match.start() else " "
        opens = before in " \n([—-" and match.end() < len(text) and not text[match.end()].isspace()
        return ' "' if opens else '" '

    return re.sub("''", mark, text)


def passages(text):
    """The words between double quotation marks, line by line, of three words or more."""
    found, start = [], None
    for at, char in enumerate(text):
        if start is None:
            if char in OPENING + EITHER:
                start = at + 1
            continue
        if char == "\n" or char in CLOSING + EITHER:
            found.append((start, at))
            start = None
        elif char == "“":
            # The mark that should have closed the passage before is missing.
            found.append((start, at))
            start = at + 1
    if start is not None:
        found.append((start, len(text)))
    return [span for span in found if len(text[slice(*span)].split()) >= 3]


class Attribution:
    """One marked attribution: the spans of its source, cue and content."""

    def __init__(self):
        self.roles = {"Source": [], "Cue": [], "Content": []}

    source = property(lambda self: self.roles["Source"])
    cue = property(lambda self: self.roles["Cue"])
    content = property(lambda self: self.roles["Content"])


def read_standoff(path):
    """The attributions of a standoff file, and the spans that were set aside."""
    spans, set_aside, attributions = {}, [], []
    with open(path, encoding="utf8") as lines:
        for fields in (line.rstrip("\n").split("\t") for line in lines):
            if len(fields) < 2:
                continue
            if fields[0].startswith("T"):
                kind, places = fields[1].split(" ", 1)
                spans[fields[0]] = [tuple(int(n) for n in place.split()) for place in places.split(";")]
                if kind == "Discard":
                    set_aside += spans[fields[0]]
            elif fields[0].startswith("E"):
                attribution = Attribution()
                for role, _, label in (part.partition(":") for part in fields[1].split()):
                    attribution.roles.setdefault(role.rstrip("0123456789"), []).extend(spans.get(label, []))
                attributions.append(attribution)
    return attributions, set_aside


def name_words(name):
    plain = name.lower().replace("’s", "").replace("'s", "")
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in TITLES]


def same_name(one, other):
    one, other = name_words(one), name_words(other)
    if not one or not other:
        return False
    within = set(one) <= set(other) or set(other) <= set(one)
    return one == other or (one[-1] == other[-1] and within)


def read_identity(corpus):
    """(article, start, end) to how the source is given and the speaker's name."""
    path = os.path.join(corpus, "identity.tsv")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return {(r[0], int(r[1]), int(r[2])): (r[3], r[4]) for r in rows if len(r) > 4 and not r[4].startswith("?")}


def speaks_for_source(speaker, source):
    return bool(speaker and speaker.get("mention") and shared([tuple(speaker["mention"][:2])], source))


def is_named_right(speaker, label):
    """Whether a speaker, or None, is who the label says; see the top of this file."""
    if not label.startswith("~"):
        return bool(speaker) and any(same_name(speaker["name"], name) for name in label.split("|"))
    if not speaker or not speaker.get("entity"):
        return True
    words = (set(re.findall(r"[^\W_]+", text.lower())) for text in (speaker["name"], label[1:]))
    return bool(set.intersection(*words))


class Scores:
    """Counts over all articles, and the first wrong speakers."""

    def __init__(self, identity, errors):
        self.count = Counter()
        self.identity = identity
        self.errors = errors

    def article(self, name, text, quotes, attributions, set_aside):
        text = double_marks(text)
        marked = passages(text)
        for passage in marked:
            if share_covered(passage, set_aside) < 0.5:
                self.direct(name, text, passage, quotes, attributions)
        self.reported(text, marked, quotes, attributions)

    def direct(self, name, text, passage, quotes, attributions):
        count = self.count
        speech = next((a for a in attributions if share_covered(passage, a.content) >= COVERED), None)
        direct = (q for q in quotes if q["kind"] in ("direct", "mixed"))
        quote = max(direct, key=lambda q: share_covered(passage, q["spans"]), default=None)
        if quote and share_covered(passage, quote["spans"]) < COVERED:
            quote = None
        speaker = quote and quote.get("speaker")
        count["speech"] += speech is not None
        count["found"] += quote is not None
        count["both"] += speech is not None and quote is not None
        if speech and speech.source:
            right = speaks_for_source(speaker, speech.source)
            count["sourced"] += 1
            count["given"] += bool(speaker)
            count["right"] += right
            if not right and self.errors > 0:
                self.errors -= 1
                marked = " … ".join(text[slice(*span)] for span in speech.source)
                print(f"{name}: “{text[slice(*passage)][:90]}”\n    marked: {marked}; got: {speaker and speaker['name']}")
        if (name, *passage) in self.identity:
            self.named(quote, speaker, *self.identity[(name, *passage)])

    def named(self, quote, speaker, given, label):
        right = is_named_right(speaker, label)
        groups = ["unnamed"] if label.startswith("~") else ["identity", "identity_" + given]
        if speaker and quote.get("confidence", 0) >= SURE:
            groups.append("sure")
        for group in groups:
            self.count[group] += 1
            self.count[group + "_right"] += right

    def reported(self, text, marked, quotes, attributions):
        count = self.count
        for attribution in attributions:
            content = attribution.content
            if not content or not attribution.source:
                continue
            words = "".join(text[slice(*span)] for span in content)
            cue = " ".join(text[slice(*span)] for span in attribution.cue)
            quoted = any(share_covered(passage, content) > 0.5 for passage in marked)
            if quoted or any(mark in words for mark in "“”\"") or not SPEECH.search(cue):
                continue
            count["reported"] += 1
            unmarked = (q for q in quotes if q["kind"] in ("indirect", "mixed"))
            quote = max(unmarked, key=lambda q: union_share(q["spans"], content), default=None)
            if quote and half_shared(quote["spans"], content):
                count["reported_found"] += 1
                count["reported_right"] += speaks_for_source(quote.get("speaker"), attribution.source)
        for quote in quotes:
            if quote["kind"] == "indirect":
                count["indirect"] += 1
                count["indirect_right"] += any(half_shared(quote["spans"], a.content) for a in attributions)

    def result(self):
        count = self.count
        share = lambda part, whole: count[part] / count[whole] if count[whole] else 0.0
        result = {"gold_quotes": count["speech"], **f1("quote", share("both", "found"), share("both", "speech"))}
        result |= {
            "sourced_quotes": count["sourced"],
            "speaker_accuracy": share("right", "sourced"),
            "speaker_precision": share("right", "given"),
        }
        for group in ("identity", "identity_name", "identity_pronoun", "identity_nominal"):
            if count[group]:
                result[group + "_accuracy"] = share(group + "_right", group)
        for group, name in (("unnamed", "unnamed_kept"), ("sure", "sure_right")):
            if count[group]:
                result |= {group: count[group], name: share(group + "_right", group)}
        result["indirect_gold"] = count["reported"]
        result |= f1("indirect", share("indirect_right", "indirect"), share("reported_found", "reported"))
        result["indirect_speaker_accuracy"] = share("reported_right", "reported_found")
        return result


def f1(name, precision, recall):
    both = precision + recall
    return {
        f"{name}_precision": precision,
        f"{name}_recall": recall,
        f"{name}_f1": 2 * precision * recall / both if both else 0.0,
    }


def extracted(command, paths):
    """What the program says of each file, in order."""
    for first in range(0, len(paths), BATCH):
        batch = paths[first : first + BATCH]
        run = subprocess.run(command + batch, capture_output=True, text=True, check=False)
        documents = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
        if len(documents) != len(batch):
            sys.exit(f"{len(batch)} articles went in, {len(documents)} came out: {run.stderr[-500:]}")
        yield from zip(batch, documents)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/pullquote", help="the program to score")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N wrong speakers")
    parser.add_argument("corpus")
    options = parser.parse_args()
    paths = sorted(glob.glob(os.path.join(options.corpus, "text", "*.txt")))
    if not paths:
        sys.exit(f"{options.corpus}/text holds no .txt file; training/README.md says how to lay a corpus out")
    scores = Scores(read_identity(options.corpus), options.errors)
    differing = 0
    command = shlex.split(options.bin) + ["extract", "--raw", "--format", "jsonl"]
    for path, document in extracted(command, paths):
        with open(path, encoding="utf8", newline="") as file:
            text = file.read()
        name = os.path.basename(path)[: -len(".txt")]
        pattern = os.path.join(options.corpus, "attributions", glob.escape(name) + "_*.ann")
        standoff = sorted(glob.glob(pattern))
        if document["text"] != text:
            differing += 1
        elif standoff:
            scores.article(name, text, document["quotes"], *read_standoff(standoff[0]))
    result = {"articles": len(paths), "text_differs": differing, **scores.result()}
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:28} {value:.4f}" if isinstance(value, float) else f"{name:28} {value}")


if __name__ == "__main__":
    main()
