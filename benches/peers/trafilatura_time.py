"""Milliseconds a page of Python's trafilatura: trafilatura_time.py CORPUS."""

import glob
import gzip
import statistics
import sys
import time

import trafilatura

times = []
for path in sorted(glob.glob(sys.argv[1] + "/html/*.html.gz")):
    page = gzip.open(path).read().decode("utf8", "replace")
    start = time.perf_counter()
    trafilatura.extract(page)
    times.append((time.perf_counter() - start) * 1000)
print(f"{'trafilatura ' + trafilatura.__version__:24} mean {statistics.mean(times):7.2f} ms  median {statistics.median(times):7.2f} ms")
