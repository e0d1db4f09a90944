#!/usr/bin/env python3
"""The time and memory of the whole program: start to first full paint in a pseudo-terminal, `extract` from
start to end with its memory, resident memory while reading, and the binary's size.

usage: benches/start.py [--bin target/release/pullquote] [--runs 40] [--page FILE] [--library FILE]

Needs nothing but Python and a built program: cargo build --release && benches/start.py
The first paint is full when the status line, the last row of the screen, is drawn.
With --library, starts of the reader with that library and without one take turns; the difference is that of pairs.
"""
import argparse, fcntl, os, pty, resource, select, signal, statistics, struct, subprocess, sys, tempfile, termios, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROWS, COLUMNS = 30, 100


def environment(home):
    return {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home,
            "PULLQUOTE_NOTES_DIR": os.path.join(home, "notes"), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def start(command, home):
    """Starts the program in a pseudo-terminal: process id, terminal, time of the start."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execvpe(command[0], command, environment(home))
    return child, terminal, begun


def first_paint(command, home, keep=False):
    """Milliseconds until the output pauses for the first time after the last row was drawn."""
    child, terminal, begun = start(command, home)
    seen, last = b"", begun
    while time.perf_counter() - begun < 10:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if not ready:
            if b"\x1b[%d;" % ROWS in seen:
                break
            continue
        try:
            read = os.read(terminal, 65536)
        except OSError:
            break
        if not read:
            break
        # What comes later is the analysis arriving, not the first paint.
        if b"\x1b[%d;" % ROWS not in seen:
            last = time.perf_counter()
        seen += read
    else:
        sys.exit("the status line was never drawn")
    memory = resident(child) if keep else None
    os.kill(child, signal.SIGTERM)
    os.close(terminal)
    os.waitpid(child, 0)
    return (last - begun) * 1000, memory


def resident(process):
    time.sleep(0.5)
    with open(f"/proc/{process}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return None


def extract(command, home, runs):
    """Milliseconds of each run, and the most memory that any of them took, in MB."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, env=environment(home), stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - begun) * 1000)
    return times, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def paired(binary, page, library, runs):
    """Milliseconds to the first paint of an article: without a library, with this one, and the difference of each pair."""
    with tempfile.TemporaryDirectory() as without, tempfile.TemporaryDirectory() as beside:
        for home, setting in [(without, "add-opened = false"), (beside, f"file = {library!r}")]:
            os.makedirs(os.path.join(home, "pullquote"))
            with open(os.path.join(home, "pullquote/config.toml"), "w", encoding="utf8") as config:
                config.write(f"[library]\n{setting}\n")
        pairs = []
        for run in range(runs + 1):
            order = [without, beside] if run % 2 else [beside, without]
            times = {home: first_paint([binary, page], home)[0] for home in order}
            pairs.append((times[without], times[beside]))
        # The first pair fills caches, and puts the article into the library.
        return pairs[1:]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bin", default=os.path.join(HERE, "target/release/pullquote"))
    arguments.add_argument("--runs", type=int, default=40)
    arguments.add_argument("--page", default=os.path.join(HERE, "assets/samples/harbour.html"))
    arguments.add_argument("--library", help="a library to start with; the page is added to it")
    given = arguments.parse_args()
    binary = os.path.abspath(given.bin)
    if given.library:
        pairs = paired(binary, os.path.abspath(given.page), os.path.abspath(given.library), given.runs)
        for name, times in [("without a library", [a for a, _ in pairs]), ("with it", [b for _, b in pairs])]:
            print(f"start to first full paint, {name:<18} median {statistics.median(times):6.1f} ms")
        print(f"difference of pairs                          median {statistics.median(b - a for a, b in pairs):6.1f} ms")
        return
    with tempfile.TemporaryDirectory() as home:
        # Before any terminal is opened, so that the memory counted is only extract's.
        times, memory = extract([binary, "extract", given.page], home, given.runs)
        print(f"extract a page of {os.path.getsize(given.page) / 1000:.0f} kB  "
              f"median {statistics.median(times):6.1f} ms, slowest {max(times):6.1f} ms, {memory:.0f} MB")
        paints = [first_paint([binary, given.page], home)[0] for _ in range(given.runs)]
        print(f"start to first full paint     median {statistics.median(paints):6.1f} ms, slowest {max(paints):6.1f} ms")
        print(f"resident memory, article      {first_paint([binary, given.page], home, keep=True)[1]:.0f} MB")
        with open(os.path.join(HERE, "assets/samples/ceasefire.txt"), encoding="utf8") as sample:
            story = sample.read()
        book = os.path.join(home, "book.txt")
        with open(book, "w", encoding="utf8") as out:
            out.write(story * (10_000_000 // len(story.encode())))
        print(f"resident memory, 10 MB book   {first_paint([binary, '--raw', book], home, keep=True)[1]:.0f} MB")
    print(f"release binary                {os.path.getsize(binary) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
