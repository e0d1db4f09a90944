#!/usr/bin/env python3
"""Lays out the corpora that the models are trained and scored with, from copies of their sources.

usage: lay_out.py [--into corpora] [--polnear FOLDER] [--worldwide FOLDER] [--pages FOLDER]
       lay_out.py --check [--into corpora]

Each FOLDER is a clone, or an unpacked snapshot, of the repository that training/README.md names:

  --polnear     PolNeAR: data/{train,dev}/{text,attributions}
                → quotes/{train,dev}/{text,attributions}
  --worldwide   English Worldwide Newswire: processed_annotated/NAME.txt.tsv, original/NAME.txt
                → entities/{train,dev}/NAME.{tsv,txt}, by training/splits/worldwide.tsv
  --pages       Article extraction benchmark: ground-truth.json, html/NAME.html.gz, LICENSE
                → pages/, by training/splits/pages.txt

Files are copied byte for byte; only ground-truth.json is rewritten, with fewer pages. After each
part the checksum of its folder is compared with the one below, which is that of the files the
figures in this repository were measured on. `--check` compares what is there and copies nothing.
Exit status 1 says that a part is missing or different.

What this script cannot do: it downloads nothing; it does not choose a version (where a checksum
differs, the source has changed since, or git has changed line ends: clone with
`git -c core.autocrlf=false clone`); and it does not make quotes/dev/identity.tsv, the labels of who
speaks, which is not public. score_quotes.py leaves the identity figures out without it.
"""
import argparse
import hashlib
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# Of each folder: how many files, and the SHA-256 that `digest` computes.
EXPECTED = {
    "quotes/train": (1759, "b7c3d58ecb80e53e6a829cfedb5c4fcd745e98cf3c65cfa8249b499074a74450"),
    "quotes/dev": (178, "3801575d7b8c22b9f52aebc93fe696367e48632245f7e651bdfbc63a5f033eb1"),
    "entities/train": (1552, "2da02d005cdbcc790907f4b73e77bd33444393109ff7bcc307ae12569fbedaf2"),
    "entities/dev": (200, "e3a2f8511a1ca28b0cdcc6742090411a8ac91148ac72ef0995ee107d62473077"),
    "pages": (97, "f01b39f8e2cca76e13b13e5488aa701648124702632dcd3917939414c3d3b7dd"),
}
# Labels that lie beside a corpus and come from elsewhere.
NOT_COUNTED = "identity.tsv"


def files_of(folder):
    """Paths of all files below a folder, relative to it, sorted by their bytes."""
    found = []
    for where, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(where, name), folder) for name in names if name != NOT_COUNTED]
    return sorted((path.replace(os.sep, "/") for path in found), key=os.fsencode)


def digest(folder):
    """How many files a folder holds, and the SHA-256 of the list of their checksums, as
    `find . -type f ! -name identity.tsv | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum`
    prints it there."""
    paths, total = files_of(folder), hashlib.sha256()
    for path in sorted(paths, key=lambda path: os.fsencode("./" + path)):
        with open(os.path.join(folder, path), "rb") as file:
            total.update(f"{hashlib.sha256(file.read()).hexdigest()}  ./{path}\n".encode())
    return len(paths), total.hexdigest()


def check(into, part):
    """Whether a part is what it should be; says so."""
    folder = os.path.join(into, part)
    found, expected = digest(folder), EXPECTED[part]
    if found[0] == 0:
        print(f"missing    {part}")
    elif found == expected:
        print(f"right      {part}: {found[0]} files")
    else:
        print(f"different  {part}: {found[0]} files, {found[1]}; expected {expected[0]}, {expected[1]}")
    return found == expected


def rows(name):
    """The rows of a file in training/splits, as lists of columns."""
    with open(os.path.join(HERE, "splits", name), encoding="utf8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]


def copy(source, target):
    if not os.path.isfile(source):
        sys.exit(f"{source} is not there: is this a whole copy of the source? see training/README.md")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)


def polnear(source, into):
    for part in ("train", "dev"):
        for kind, ending in (("text", ".txt"), ("attributions", ".ann")):
            folder = os.path.join(source, "data", part, kind)
            if not os.path.isdir(folder):
                sys.exit(f"{folder} is not there: is this a copy of PolNeAR? see training/README.md")
            for name in sorted(os.listdir(folder)):
                if name.endswith(ending):
                    copy(os.path.join(folder, name), os.path.join(into, "quotes", part, kind, name))
    return ["quotes/train", "quotes/dev"]


def worldwide(source, into):
    for part, name in rows("worldwide.tsv"):
        target = os.path.join(into, "entities", part, name)
        copy(os.path.join(source, "processed_annotated", name + ".txt.tsv"), target + ".tsv")
        copy(os.path.join(source, "original", name + ".txt"), target + ".txt")
    return ["entities/train", "entities/dev"]


def pages(source, into):
    target = os.path.join(into, "pages")
    copy(os.path.join(source, "LICENSE"), os.path.join(target, "LICENSE"))
    with open(os.path.join(source, "ground-truth.json"), encoding="utf8") as file:
        truth = json.load(file)
    chosen = {}
    for (name,) in rows("pages.txt"):
        copy(os.path.join(source, "html", name + ".html.gz"), os.path.join(target, "html", name + ".html.gz"))
        chosen[name] = truth[name]
    with open(os.path.join(target, "ground-truth.json"), "w", encoding="utf8", newline="\n") as file:
        json.dump(chosen, file, indent=1, ensure_ascii=False)
    return ["pages"]


LAYOUTS = {"polnear": polnear, "worldwide": worldwide, "pages": pages}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", default="corpora", help="the folder to lay out (default: corpora)")
    parser.add_argument("--check", action="store_true", help="compare what is there, copy nothing")
    for name in LAYOUTS:
        parser.add_argument("--" + name, metavar="FOLDER", help="a copy of the source")
    options = parser.parse_args()
    given = [name for name in LAYOUTS if getattr(options, name)]
    if options.check == bool(given):
        parser.error("give the folder of at least one source, or --check alone")
    parts = list(EXPECTED) if options.check else []
    for name in given:
        parts += LAYOUTS[name](getattr(options, name), options.into)
    results = [check(options.into, part) for part in parts]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
