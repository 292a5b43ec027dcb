"""The results: samples by what was done and by whom, as Markdown and as JSON."""

import json
import os
import statistics
import sys
import time

# A tool that has used this much time in one comparison is not run again in it.
ENOUGH = 300  # seconds


class Wrong(Exception):
    """A tool gave an answer that is not the right one: its time would mean nothing."""


class Results:
    def __init__(self, folder, runs=None):
        self.folder = folder
        self.runs = runs
        self.rows = []
        self.notes = []
        self.errors = []

    def compare(self, what, tools, runs, rules=0):
        """Runs each tool so many times, by turns, so that a busy minute hits all of them.

        tools: a list of (name, run); run() returns a Measured, and raises Wrong if the tool was
        wrong. The first one is the one that the others are compared with.
        """
        rows = [Row(what, name, rules) for name, _ in tools]
        dropped = set()
        for turn in range(self.runs or runs):
            for row, (name, run) in zip(rows, tools):
                if name in dropped or sum(row.walls) > ENOUGH:
                    continue
                say(f"{what}: {name}, run {turn + 1}")
                try:
                    row.add(run())
                except Wrong as e:
                    dropped.add(name)
                    self.wrong(f"{what}: {name}: {e}")
        base = next((row.median for row in rows if row.walls), None)
        for row in rows:
            row.ratio = row.median / base if row.walls and base else None
        self.rows += [row for row in rows if row.walls]
        self.write()

    def figures(self, what, name, seconds):
        """Adds a distribution that is no run of a command: many figures, in seconds."""
        row = Row(what, name, 0)
        row.walls = sorted(seconds)
        row.figures = True
        self.rows.append(row)
        self.write()

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)
            say(f"note: {text}")

    def wrong(self, text):
        said = " ".join(text.split())[:500]
        self.errors.append(said)
        say(f"WRONG ANSWER: {said}")

    def write(self):
        """Whole or not at all: a bench that was stopped leaves what it had measured."""
        self.put("results.json", json.dumps(self.document(), indent=1) + "\n")
        self.put("results.md", self.markdown())

    def put(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path + ".new", "w") as file:
            file.write(text)
        os.replace(path + ".new", path)

    def document(self):
        rows = [row.document() for row in self.rows]
        return {"machine": self.machine, "rows": rows, "notes": self.notes, "errors": self.errors}

    def markdown(self):
        m = self.machine
        lines = [
            f"Measured on {m['date']}: {m['cpu']}, {m['cores']} cores, {m['memory']}; {m['kernel']}; "
            f"{m['java']}; Rollcall {m['rollcall']}; load average {m['loadAtStart']:.1f} at the start. "
            "Other tools: "
            + ", ".join(f"{name} {version}" for name, version in m["peers"].items())
            + ".",
            "",
            "Times in seconds: median (least to most) of n runs. ratio: the median, divided by that of "
            "the first tool in the same comparison. processor: processor time a rule, or a run where "
            "there are no rules. memory: peak resident size of the largest process.",
        ]
        for what in dict.fromkeys(row.what for row in self.rows if not row.figures):
            lines += [
                "",
                f"**{what}**",
                "",
                "| tool | median (least to most) | ratio | processor | memory | n |",
                "|---|---|---|---|---|---|",
            ]
            lines += [row.markdown() for row in self.rows if row.what == what]
        figures = [row for row in self.rows if row.figures]
        if figures:
            lines += [
                "",
                "**Latency error: the difference between Rollcall's figure for CONNECT and tcpdump's, SYN to SYN/ACK**",
                "",
                "| where | host | median | 99th percentile | most | n |",
                "|---|---|---|---|---|---|",
            ]
            lines += [row.markdown_figures() for row in figures]
        if self.notes or self.errors:
            lines += [""]
            lines += [f"- {note}" for note in self.notes]
            lines += [f"- WRONG ANSWER: {error}" for error in self.errors]
        return "\n".join(lines) + "\n"


class Row:
    def __init__(self, what, name, rules):
        self.what = what
        self.name = name
        self.rules = rules
        self.walls = []
        self.cpus = []
        self.peaks = []
        self.ratio = None
        self.figures = False

    def add(self, measured):
        self.walls.append(measured.wall)
        self.cpus.append(measured.cpu)
        self.peaks.append(measured.peak)

    @property
    def median(self):
        return statistics.median(self.walls)

    def percentile(self, percent):
        """Of sorted figures, by the nearest rank."""
        return self.walls[max(0, -(-len(self.walls) * percent // 100) - 1)]

    def document(self):
        if self.figures:
            return {
                "what": self.what,
                "host": self.name,
                "median": self.median,
                "percentile99": self.percentile(99),
                "most": self.walls[-1],
                "n": len(self.walls),
            }
        return {
            "what": self.what,
            "tool": self.name,
            "median": self.median,
            "least": min(self.walls),
            "most": max(self.walls),
            "ratio": self.ratio,
            "n": len(self.walls),
            "rules": self.rules,
            "processorSeconds": statistics.median(self.cpus),
            "peakBytes": max(self.peaks),
            "seconds": self.walls,
        }

    def markdown(self):
        cpu = statistics.median(self.cpus) / (self.rules or 1)
        spread = f"{short(self.median)} ({short(min(self.walls))} to {short(max(self.walls))})"
        peak = f"{max(self.peaks) / 2**20:.0f} MiB"
        n = len(self.walls)
        return f"| {self.name} | {spread} | {self.ratio:.2f} | {1000 * cpu:.2f} ms | {peak} | {n} |"

    def markdown_figures(self):
        cells = [self.median, self.percentile(99), self.walls[-1]]
        cells = " | ".join(f"{1000 * cell:.3f} ms" for cell in cells)
        return f"| {self.what} | {self.name} | {cells} | {len(self.walls)} |"


def short(seconds):
    return f"{seconds:.1f}" if seconds >= 100 else f"{seconds:.3g}"


def say(text):
    print(f"bench: {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
