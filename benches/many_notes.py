#!/usr/bin/env python3
"""The time and memory with many notes: a folder with thousands of notes files, and one file with tens of
thousands of notes. All of it is made up by this program.

usage: benches/many_notes.py [--bin target/release/pullquote] [--files 5000] [--notes 50000] [--runs 15]

Needs nothing but Python and a built program: cargo build --release && benches/many_notes.py
Each line has a figure, the most it may be, and a sign: the exit status is 1 if one is too high.
"""
import argparse, hashlib, os, pty, random, select, signal, statistics, subprocess, sys, tempfile, time
import fcntl, struct, termios

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROWS, COLUMNS = 30, 100
WORDS = "the of and boat harbour quay storm night county water morning closed said found over under new old".split()
SIGN = "▎".encode()
failed = []


def sentence(chance):
    words = [chance.choice(WORDS) for _ in range(chance.randint(8, 16))]
    return " ".join(words).capitalize() + "."


def article(seed, paragraphs):
    chance = random.Random(seed)
    body = "\n\n".join(" ".join(sentence(chance) for _ in range(4)) for _ in range(paragraphs))
    return f"The harbour in year {seed}\n\n{body}\n"


def annotation(seed, number, text, start, end):
    """One annotation; the text of such an article is the file without its last line break."""
    def string(words):
        return '"' + words.replace("\n", "\\n") + '"'
    moment = f"2026-01-{1 + number % 28:02}T{seed % 24:02}:00:00Z"
    return (f'\n[[annotation]]\nid = "{seed:013X}{number:013X}"\ncreated = {moment}\nmodified = {moment}\n'
            f'motivation = "commenting"\ntags = ["tag {number % 40}"]\nnote = "Note {number}."\n[annotation.target]\n'
            f'exact = {string(text[start:end])}\nprefix = {string(text[max(0, start - 64):start])}\n'
            f'suffix = {string(text[end:end + 64])}\nsentence = {string(text[start:end])}\n'
            f'start = {start}\nend = {end}\n')


def notes_file(folder, seed, text, source, annotations):
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    address = hashlib.sha256(source.split("://")[1].encode()).hexdigest() if "://" in source else text_hash
    head = (f'format = 1\n[article]\ntitle = "The harbour in year {seed}"\nsource = "{source}"\n'
            f'text_sha256 = "{text_hash}"\n')
    path = os.path.join(folder, f"the-harbour-in-year-{seed}-{address[:8]}.toml")
    with open(path, "w", encoding="utf8") as out:
        out.write(head)
        out.writelines(annotations)


def places(text, count):
    """Spans of whole words, all through the text, the same place several times where there are few words."""
    starts = [at + 1 for at, c in enumerate(text) if c == " "]
    for number in range(count):
        start = starts[number * len(starts) // count]
        end = text.find(" ", start + 24)
        yield start, end if end > 0 else len(text)


def make_folder(folder, files):
    os.makedirs(folder)
    for seed in range(files):
        text = article(seed, 3).strip()
        notes = [annotation(seed, n, text, *place) for n, place in enumerate(places(text, 3))]
        notes_file(folder, seed, text, f"https://example.org/harbour-{seed}", notes)


def environment(home, notes):
    return {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home,
            "PULLQUOTE_NOTES_DIR": notes, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Reader:
    """The program in a pseudo-terminal."""

    def __init__(self, command, home, notes):
        self.begun = time.perf_counter()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(command[0], command, environment(home, notes))

    def until(self, wanted, begun=None, limit=60):
        """Milliseconds until the output has `wanted`, from the start or from `begun`."""
        seen = b""
        while time.perf_counter() - self.begun < limit:
            if select.select([self.terminal], [], [], 0.1)[0]:
                seen += os.read(self.terminal, 65536)
                if wanted in seen:
                    return (time.perf_counter() - (begun or self.begun)) * 1000
        sys.exit(f"the screen never had {wanted!r}; it had {seen[-2000:]!r}")

    def keys(self, keys):
        begun = time.perf_counter()
        os.write(self.terminal, keys)
        return begun

    def memory(self):
        """The most resident memory so far, in MB."""
        with open(f"/proc/{self.child}/status", encoding="utf8") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")), 0)

    def end(self):
        os.kill(self.child, signal.SIGKILL)
        os.close(self.terminal)
        os.waitpid(self.child, 0)


def run(command, home, notes):
    """Seconds, and the most resident memory in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment(home, notes), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed")
    return time.perf_counter() - begun, used.ru_maxrss / 1024


def report(what, value, most, unit):
    good = value <= most
    failed.extend([] if good else [what])
    print(f"{what:<58}{value:8.2f} {unit:<3} {'at most' if good else 'TOO MUCH:'} {most} {unit}", flush=True)


def first_paint(binary, source, home, notes):
    reader = Reader([binary, source], home, notes)
    painted = reader.until(b"\x1b[%d;" % ROWS)
    reader.end()
    return painted


def many_files(binary, home, given):
    one, many = os.path.join(home, "one"), os.path.join(home, "many")
    make_folder(one, 1)
    make_folder(many, given.files)
    source = os.path.join(home, "new.txt")
    with open(source, "w", encoding="utf8") as out:
        out.write(article(given.files + 1, 20))
    pairs = [[first_paint(binary, source, home, notes) for notes in (one, many)] for _ in range(given.runs)]
    alone, among = (statistics.median(times) for times in zip(*pairs))
    print(f"{'start with one notes file':<58}{alone:8.2f} ms")
    print(f"{f'start with {given.files} notes files':<58}{among:8.2f} ms")
    report("start with many files, divided by start with one", among / alone, 1.2, "")
    table = os.path.join(home, "all.json")
    report("export --all", run([binary, "export", "--all", "--format", "json", "--output", table], home, many)[0], 2, "s")
    report("importing it into the same folder", run([binary, "import", table], home, many)[0], 5, "s")
    empty = os.path.join(home, "empty")
    report("importing it into an empty folder", run([binary, "import", table], home, empty)[0], 5, "s")


def many_notes(binary, home, given):
    notes = os.path.join(home, "long")
    os.makedirs(notes)
    text = article(0, 500)
    source = os.path.join(home, "long.txt")
    with open(source, "w", encoding="utf8") as out:
        out.write(text)
    text = text.strip()
    annotations = [annotation(0, n, text, *place) for n, place in enumerate(places(text, given.notes))]
    notes_file(notes, 0, text, source, annotations)
    reader = Reader([binary, source], home, notes)
    report("open one file with many notes", reader.until(SIGN) / 1000, 1, "s")
    time.sleep(2)
    reader.keys(b"a")
    time.sleep(0.5)
    reader.keys(b"one more")
    time.sleep(0.5)
    report("save one more note in it", reader.until(b"note saved", reader.keys(b"\x13")) / 1000, 0.5, "s")
    report("memory of the reader", reader.memory(), 250, "MB")
    reader.end()
    seconds, memory = run([binary, "notes", source], home, notes)
    report("pullquote notes", seconds, 1.5, "s")
    report("its memory", memory, 250, "MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bin", default=os.path.join(HERE, "target/release/pullquote"))
    arguments.add_argument("--files", type=int, default=5000)
    arguments.add_argument("--notes", type=int, default=50000)
    arguments.add_argument("--runs", type=int, default=15)
    given = arguments.parse_args()
    binary = os.path.abspath(given.bin)
    with tempfile.TemporaryDirectory() as home:
        many_files(binary, home, given)
        many_notes(binary, home, given)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
