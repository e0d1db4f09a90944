#!/usr/bin/env python3
"""Train the learned judge of blocks, crates/clean/assets/judge.model.

usage: train_judge.py OUTPUT CORPUS BLOCKS [CORPUS BLOCKS ...]
       train_judge.py --folds FOLDER CORPUS BLOCKS [CORPUS BLOCKS ...]

CORPUS has ground-truth.json, {id: truth}, and BLOCKS is the output of the example judged_blocks of
pullquote-clean for its pages. A truth has "url" or "site" and either "articleBody", the text of the article, and perhaps
"optional", texts that are neither right nor wrong; or "with" and "without", texts that must and must not be in it.

A block is text if its words are in the article, or at least half of its runs of four words. Of the second kind of truth
only the blocks with one of the texts are labelled. Blocks that a rule removed for their place or look have a model of their
own. Sites are divided into five groups by a hash; with --folds, the model
FOLDER/N is trained without the group N, and a table says how well it judges that group. The sums of the two linear models
that the trees see are made by models of other sites, too.

Needs numpy 2, scipy, scikit-learn 1.9.1 and lightgbm 4.7.0; the same versions make the same file.
"""
import hashlib, json, os, re, struct, sys, unicodedata
from collections import Counter
import lightgbm, numpy, scipy.sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

# The fact that is the number of the rule that removed a block.
NUMBER = 64
NAME_SLOTS, WORD_SLOTS = 1 << 13, 1 << 15
GROUPS, INNER = 5, 4
# The seeds of the trees of each model, in pairs.
SEEDS, TREES = ((1, 2, 3, 4), (1, 2)), 120
SETTINGS = dict(objective="binary", num_leaves=16, learning_rate=.08, min_data_in_leaf=40, feature_fraction=.25, bagging_fraction=.8,
                bagging_freq=1, lambda_l2=5, verbose=-1, num_threads=1, deterministic=True, force_row_wise=True)
# The inverse strength of regularization of the linear models, and how much a labelled segment counts.
STRENGTH, SEGMENT = (.05, .1), 2.0
# How much a block that no rule removes counts for the model of those that are removed.
LEFT = .1

CJK = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{CJK}]|[^\W{CJK}]+")


def clean(text): return re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFC", text or ""))
def words(text): return WORD.findall(clean(text))
def squash(text): return re.sub(r"\s+", "", clean(text))
def runs(w): return Counter(tuple(w[i:i + 4]) for i in range(max(1, len(w) - 3)))
def group(site, of, kind=hashlib.sha256): return int(kind(site.encode()).hexdigest(), 16) % of


def labels(truth, texts):
    """1 for each text that is of the article, 0 for one that is not, None where that is not known"""
    found = []
    if "articleBody" in truth:
        gold = words(truth["articleBody"])
        line, known, whole = " " + " ".join(gold) + " ", set(runs(gold)), squash(truth["articleBody"])
        optional = [" ".join(words(o)).casefold() for o in truth.get("optional", [])]
        for text in texts:
            w = words(text)
            s = " ".join(w)
            if not w: found.append(None)
            elif f" {s} " in line: found.append(1)
            elif len(s) > 3 and any(s.casefold() in o for o in optional): found.append(None)
            elif len(w) < 4: found.append(int(squash(text) in whole))
            else:
                r = runs(w)
                found.append(int(2 * sum(n for k, n in r.items() if k in known) >= sum(r.values())))
        return found
    right, wrong = [[squash(t) for t in truth.get(k, [])] for k in ("with", "without")]
    for text in texts:
        s = squash(text)
        is_right, is_wrong = any(t and t in s for t in right), any(t and t in s for t in wrong)
        found.append(None if is_right == is_wrong else int(is_right))
    return found


def read(arguments):
    """the labelled blocks: facts, slots of names, slots of words, label, weight, site, whether a rule removed them; and the fingerprint"""
    rows, fingerprint = [], None
    for corpus, file in zip(arguments[::2], arguments[1::2]):
        truth = json.load(open(os.path.join(corpus, "ground-truth.json"), encoding="utf8"))
        for line in open(file, encoding="utf8"):
            page = json.loads(line)
            fingerprint, t = page["fingerprint"], truth[page["id"]]
            site = t.get("site") or t.get("url") and re.sub(r"^https?://(www\.)?([^/]+).*", r"\2", t["url"]) or page["id"]
            marks = labels(t, [b["text"] for b in page["blocks"]])
            weight = (1 if "articleBody" in t else SEGMENT) / max(1, len(marks)) ** .5
            rows += [(b["facts"], b["names"], b["words"], y, weight, site, b["removed"]) for b, y in zip(page["blocks"], marks) if y is not None]
    return rows, fingerprint


def matrix(slots, width):
    starts = numpy.cumsum([0] + [len(s) for s in slots])
    return scipy.sparse.csr_matrix((numpy.ones(starts[-1]), numpy.concatenate([numpy.array(s, dtype=int) for s in slots]), starts), (len(slots), width))


class Linear:
    """a logistic regression with weights of eight bits, as the file has them"""
    def __init__(self, x, y, weight, strength):
        m = LogisticRegression(C=strength, solver="liblinear", max_iter=300).fit(x, y, sample_weight=weight)
        self.base, self.unit = numpy.float32(m.intercept_[0]), numpy.float32(abs(m.coef_).max() / 127 or 1)
        self.weights = numpy.round(m.coef_[0] / self.unit).astype(numpy.int8)
    def sums(self, x): return (self.base + self.unit * (x @ self.weights.astype(float))).astype(numpy.float32)
    def bytes(self): return struct.pack("<ff", self.base, self.unit) + self.weights.tobytes()


def tree_bytes(tree, count):
    """one tree of lightgbm in the layout of the file, if the trees of so many seeds are added"""
    nodes, leaves = [], []
    def place(node):
        if "leaf_value" in node and "split_feature" not in node:
            leaves.append(node["leaf_value"] / count)
            return len(leaves) - 1 | 1 << 15
        at = len(nodes)
        nodes.append(None)
        low, high = place(node["left_child"]), place(node["right_child"])
        nodes[at] = struct.pack("<HfHH", node["split_feature"], node["threshold"], low, high)
        return at
    place(tree["tree_structure"])
    return struct.pack("<HH", len(nodes), len(leaves)) + b"".join(nodes) + struct.pack(f"<{len(leaves)}f", *leaves)


class Model:
    def __init__(self, rows, seeds):
        facts, (names, words), y, weight, inner = rows
        sums = numpy.zeros((len(y), 2), numpy.float32)
        self.linear = []
        for column, (x, strength) in enumerate(zip((names, words), STRENGTH)):
            for fold in range(INNER):
                here = inner == fold
                sums[here, column] = Linear(x[~here], y[~here], weight[~here], strength).sums(x[here])
            self.linear.append(Linear(x, y, weight, strength))
        data = numpy.hstack([facts, sums])
        self.trees = [lightgbm.train(dict(SETTINGS, seed=seed), lightgbm.Dataset(data, y, weight=weight), TREES) for seed in seeds]
    def text(self, facts, slots):
        """how probable it is that a block is text"""
        data = numpy.hstack([facts] + [m.sums(x)[:, None] for m, x in zip(self.linear, slots)])
        logit = sum(t.predict(data, raw_score=True) for t in self.trees) / len(self.trees)
        return 1 / (1 + numpy.exp(-logit))
    def bytes(self):
        # The trees of two seeds by turns, so that the first trees tell as much as they can: the program stops there where they are clear.
        dumps = [m.dump_model()["tree_info"] for m in self.trees]
        trees = [t for pair in zip(dumps[::2], dumps[1::2]) for turn in zip(*pair) for t in turn]
        trees = [tree_bytes(t, len(dumps)) for t in trees]
        return b"".join(m.bytes() for m in self.linear) + struct.pack("<I", len(trees)) + b"".join(trees)


class Judge:
    """two models: one of the blocks that the rules leave, one of those that they remove for their place or look"""
    def __init__(self, rows, removed):
        facts, slots, y, weight, inner = rows
        pick = lambda here: (facts[here], [x[here] for x in slots], y[here], weight[here] / weight[here].mean(), inner[here])
        self.left = Model(pick(~removed), SEEDS[0])
        weight = numpy.where(removed, weight, LEFT * weight)
        self.removed = Model(pick(y >= 0), SEEDS[1])
    def text(self, facts, slots, removed):
        """how probable it is that a block is text"""
        return numpy.where(removed, self.removed.text(facts, slots), self.left.text(facts, slots))
    def bytes(self, fingerprint):
        return b"PQJB" + struct.pack("<IQ", 2, int(fingerprint, 16)) + self.left.bytes() + self.removed.bytes()


def main():
    arguments = sys.argv[1:]
    folds = arguments[:1] == ["--folds"]
    arguments = arguments[folds:]
    if len(arguments) < 3 or len(arguments) % 2 == 0: sys.exit(__doc__)
    rows, fingerprint = read(arguments[1:])
    facts = numpy.array([r[0] for r in rows], numpy.float32)
    slots = matrix([r[1] for r in rows], NAME_SLOTS), matrix([r[2] for r in rows], WORD_SLOTS)
    y, weight = numpy.array([r[3] for r in rows]), numpy.array([r[4] for r in rows])
    removed = numpy.array([r[6] for r in rows])
    outer = numpy.array([group(r[5], GROUPS) for r in rows])
    inner = numpy.array([group(r[5], INNER, hashlib.md5) for r in rows])
    part = lambda here: (facts[here], [x[here] for x in slots], y[here], weight[here], inner[here])
    print(f"{len(rows)} blocks, {int((1 - y).sum())} of them furniture")
    if not folds:
        with open(arguments[0], "wb") as f: f.write(Judge(part(y >= 0), removed).bytes(fingerprint))
        return
    judged = numpy.zeros(len(y))
    for fold in range(GROUPS):
        model = Judge(part(outer != fold), removed[outer != fold])
        with open(os.path.join(arguments[0], str(fold)), "wb") as f: f.write(model.bytes(fingerprint))
        here = outer == fold
        judged[here] = model.text(facts[here], [x[here] for x in slots], removed[here])
    left, rule = ~removed, facts[:, NUMBER]
    print(f"average precision of furniture that the rules leave {average_precision_score(1 - y[left], 1 - judged[left]):.4f}")
    for percent in (60, 65, 70, 75, 80, 90):
        cut = left & (judged <= 1 - percent / 100)
        print(f"{percent} %: {cut.sum()} removed, {(1 - y)[cut].sum()} of them furniture")
    for number in sorted(set(rule[removed])):
        of = removed & (rule == number)
        parts = [f"{percent} %: {(of & (judged >= 1 - percent / 100)).sum()}, {y[of & (judged >= 1 - percent / 100)].sum()}" for percent in (10, 20, 30, 40, 50)]
        print(f"rule {number:.0f}: {of.sum()} removed, {y[of].sum()} of them text; restored up to, of them text: {'; '.join(parts)}")


if __name__ == "__main__":
    main()
