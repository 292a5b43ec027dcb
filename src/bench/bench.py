#!/usr/bin/python3 -B
"""Measures Rollcall side by side with other tools; see src/site/benchmarks.md.

Every section writes what it measured into results.md and results.json at once.
"""

import argparse
import os
import shutil
import sys

from campus import Campus, table_latency, whole_table
from history import history
from latency import latency
from measure import LeftOut, Place
from scale import scale
from startup import startup
from table import Results, Wrong, say
from tools import PACKAGES, Rollcall, lacks, machine

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECTIONS = [
    "startup",
    "scale-100",
    "scale-1000",
    "scale-10000",
    "latency",
    "campus",
    "campus-dropped",
    "campus-latency",
    "history",
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=os.path.join(PROJECT, "target"), help="Maven's folder")
    parser.add_argument("--java", default=shutil.which("java"), help="the Java to measure with")
    parser.add_argument("--runs", default="", help="runs of each tool; default: by the section")
    parser.add_argument("--only", default="", help="sections, with commas: " + ", ".join(SECTIONS))
    options = parser.parse_args()
    options.sections = [name for name in options.only.split(",") if name] or SECTIONS
    unknown = set(options.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are: {', '.join(SECTIONS)}")
    if options.runs and not (options.runs.isdigit() and int(options.runs) > 0):
        parser.error("--runs must be a number from 1")
    return options


class Places:
    """The folder of the loopback's namespace, and the campus, which is brought up once."""

    def __init__(self, folder):
        self.folder = folder
        self.loopback = os.path.join(folder, "loopback")
        self.up = None

    @property
    def campus(self):
        if self.up is None:
            self.up = Campus(PROJECT, os.path.join(self.folder, "campus"))
        return self.up

    def close(self):
        if self.up is not None:
            self.up.close()


def measure_section(section, results, rollcall, here, places):
    if section == "startup":
        startup(results, rollcall, here)
    elif section.startswith("scale-"):
        scale(results, rollcall, places.loopback, int(section.removeprefix("scale-")))
    elif section == "latency":
        latency(results, rollcall, places.loopback)
    elif section == "campus":
        whole_table(results, rollcall, places.campus, faulty=False)
    elif section == "campus-dropped":
        whole_table(results, rollcall, places.campus, faulty=True)
    elif section == "campus-latency":
        table_latency(results, rollcall, places.campus)
    else:
        history(results, rollcall, places.campus)


def main():
    options = arguments()
    if os.geteuid() != 0:
        sys.exit("bench: run it as root: it makes network namespaces")
    if lacks("/usr/bin/time"):
        sys.exit(f"bench: install {PACKAGES['/usr/bin/time']}: it measures peak memory")
    build = os.path.abspath(options.build)
    folder = os.path.join(build, "bench")
    os.makedirs(folder, exist_ok=True)
    here = Place(os.path.join(folder, "out"))
    results = Results(folder, int(options.runs) if options.runs else None)
    rollcall = Rollcall(PROJECT, build, folder, os.path.abspath(options.java), here)
    results.machine = machine(rollcall, PROJECT)
    for note in rollcall.notes:
        results.note(note)
    places = Places(folder)
    try:
        for section in options.sections:
            say(f"section {section}")
            try:
                measure_section(section, results, rollcall, here, places)
            except LeftOut as e:
                results.note(f"section {section} could not be measured: {e}")
            except Wrong as e:
                results.wrong(f"section {section}: {e}")
    finally:
        places.close()
    here.close()
    results.write()
    print(results.markdown())
    if results.errors:
        sys.exit(f"bench: {len(results.errors)} wrong answers; see results.md")


if __name__ == "__main__":
    main()
