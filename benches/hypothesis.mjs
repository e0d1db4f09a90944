#!/usr/bin/env node
// Anchors the cases of `examples/anchoring.rs` as Hypothesis would, and prints
// both results in one table.
//
//   cargo run --release -p pullquote-notes --example anchoring -- FOLDER 2 --dump /tmp/cases.jsonl
//   npm install --prefix /tmp/hypothesis approx-string-match@2
//   node benches/hypothesis.mjs /tmp/cases.jsonl /tmp/hypothesis
//
// The procedure was written from what Hypothesis says about its client
// (hypothes.is, "Fuzzy anchoring"; github.com/hypothesis/client): 32 characters
// of context on either side; the old position, if exactly these words are there;
// else every exact match or, where there is none, the matches with the fewest
// errors, up to half of the quote's length (at most 256); of these the one with
// the highest score: the words count 50, the text before and after them
// 20 each, and the nearness to the old position 2. The matcher itself is
// theirs: the npm package approx-string-match (MIT).
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [, , cases, installed] = process.argv;
if (!cases || !installed) {
  console.error("usage: node hypothesis.mjs CASES.jsonl FOLDER-OF-NPM-INSTALL");
  process.exit(2);
}
const require = createRequire(join(installed, "/"));
const found = require.resolve("approx-string-match");
const matcher = await import(pathToFileURL(found));
const search = matcher.search ?? matcher.default?.search ?? matcher.default;

const CONTEXT = 32;

function matches(text, words, most) {
  const exact = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    exact.push({ start: at, end: at + words.length, errors: 0 });
  }
  return exact.length > 0 ? exact : search(text, words, most);
}

function likeness(text, words) {
  if (words.length === 0 || text.length === 0) return 0;
  const best = matches(text, words, words.length)[0];
  return best ? 1 - best.errors / words.length : 0;
}

function anchor(text, quote) {
  if (text.slice(quote.start, quote.end) === quote.exact) return [quote.start, quote.end];
  if (quote.exact.length === 0) return null;
  const score = (match) => {
    const words = 1 - match.errors / quote.exact.length;
    const before = quote.prefix
      ? likeness(text.slice(Math.max(0, match.start - quote.prefix.length), match.start), quote.prefix)
      : 1;
    const behind = quote.suffix
      ? likeness(text.slice(match.end, match.end + quote.suffix.length), quote.suffix)
      : 1;
    const near = 1 - Math.abs(match.start - quote.start) / text.length;
    return (50 * words + 20 * before + 20 * behind + 2 * near) / 92;
  };
  let best = null;
  let highest = -1;
  for (const match of matches(text, quote.exact, Math.min(256, quote.exact.length / 2))) {
    const here = score(match);
    if (here > highest) [best, highest] = [match, here];
  }
  return best && [best.start, best.end];
}

// JavaScript counts UTF-16 units, the cases code points.
const units = (text, points) => [...text].slice(0, points).join("").length;

const folded = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″]/g, '"')
    .replace(/[‐‑‒–—―-]+/g, "-")
    .replace(/\s+/g, " ")
    .trim();

// As in the example: the same words at a place that overlaps, or nearly all of it.
function outcome(text, place, got) {
  if (!got) return "orphan";
  if (!place) return "wrong";
  const shared = Math.min(place[1], got[1]) - Math.max(place[0], got[0]);
  const union = Math.max(place[1], got[1]) - Math.min(place[0], got[0]);
  const same = folded(text.slice(...place)) === folded(text.slice(...got));
  return (same && shared > 0) || shared * 10 >= union * 8 ? "right" : "wrong";
}

const tally = new Map();
function count(key, whose, result) {
  if (!tally.has(key)) tally.set(key, { ours: {}, theirs: {} });
  const row = tally.get(key)[whose];
  row[result] = (row[result] ?? 0) + 1;
}

for await (const line of createInterface({ input: createReadStream(cases) })) {
  const one = JSON.parse(line);
  const [start, end] = one.note.map((n) => units(one.old, n));
  const quote = {
    exact: one.old.slice(start, end),
    prefix: one.old.slice(Math.max(0, start - CONTEXT), start),
    suffix: one.old.slice(end, end + CONTEXT),
    start,
    end,
  };
  const place = one.place && one.place.map((n) => units(one.new, n));
  const theirs = outcome(one.new, place, anchor(one.new, quote));
  for (const key of [`  ${one.edit}`, one.fate, ...(place ? [] : [`  gone, ${one.length}`])]) {
    count(key, "ours", one.outcome);
    count(key, "theirs", theirs);
  }
}

const share = (row, what) => {
  const all = Object.values(row).reduce((a, b) => a + b, 0);
  return `${(((row[what] ?? 0) * 100) / all).toFixed(2)}%`.padStart(9);
};
console.log(`${"".padEnd(30)}${"pullquote".padStart(24)}${"Hypothesis".padStart(35)}`);
const head = ["right", "wrong", "review", "orphan"].map((w) => w.padStart(9)).join("");
console.log(`${"edit".padEnd(28)}${"notes".padStart(6)}${head}${["right", "wrong", "orphan"].map((w) => w.padStart(9)).join("")}`);
for (const [key, { ours, theirs }] of [...tally].sort(([a], [b]) => a.localeCompare(b))) {
  const all = Object.values(ours).reduce((a, b) => a + b, 0);
  const mine = ["right", "wrong", "review", "orphan"].map((w) => share(ours, w)).join("");
  const other = ["right", "wrong", "orphan"].map((w) => share(theirs, w)).join("");
  console.log(`${key.padEnd(28)}${String(all).padStart(6)}${mine}${other}`);
}
