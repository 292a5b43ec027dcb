"""What a history of 10,000 stored runs costs, of the whole table, half an hour apart."""

import datetime
import glob
import os
import re
import shutil

from measure import text
from table import Wrong

STORED = 10_000
APART = datetime.timedelta(minutes=30)


def stamp(at):
    return at.strftime("%Y-%m-%dT%H%M%S.") + f"{at.microsecond // 1000:03d}Z"


def fill(folder):
    """Copies the one stored run to earlier times; it stays the last one. Returns the bytes in all."""
    (journal,) = glob.glob(os.path.join(folder, "runs", "*", "journal.jsonl"))
    (document,) = glob.glob(os.path.join(folder, "runs", "*", "*.json.gz"))
    with open(journal) as file:
        line = file.read()
    with open(document, "rb") as file:
        packed = file.read()
    name = os.path.basename(document).removesuffix(".json.gz")
    said = re.search(r'"at":"([^"]+)"', line).group(1)
    last = datetime.datetime.fromisoformat(said[:19])
    os.remove(journal)
    for i in range(STORED - 1, -1, -1):
        at = last - i * APART
        run = name if i == 0 else re.sub("^[^Z]*Z", stamp(at), name)
        when = said if i == 0 else at.isoformat() + "Z"
        day = os.path.join(folder, "runs", run[:10])
        os.makedirs(day, exist_ok=True)
        with open(os.path.join(day, "journal.jsonl"), "a") as file:
            file.write(line.replace(name, run).replace(said, when))
        with open(os.path.join(day, run + ".json.gz"), "wb") as file:
            file.write(packed)
    return STORED * (len(line) + len(packed))


def history(results, rollcall, campus):
    folders = {}
    _, begin, env = rollcall.starts[0]
    for stored in (1, STORED):
        folder = os.path.join(campus.folder, f"history-{stored}")
        shutil.rmtree(folder, ignore_errors=True)
        first = begin + ["check", "--site", campus.site, "--history", folder, "--quiet"]
        done = campus.place.run(first, env)
        if done.exit != 0:
            raise Wrong(f"check --history: exit {done.exit}: {text(done)[-200:]}")
        folders[stored] = folder
    size = fill(folders[STORED])
    results.note(f"the history of {STORED:,} runs has {size / 2**20:.0f} MiB of files")

    def tool(arguments):
        def run():
            measured = campus.place.run(begin + arguments, env)
            if measured.exit != 0:
                raise Wrong(f"exit {measured.exit}: {text(measured)[-200:]}")
            return measured

        return run

    for what, arguments in (
        ("drift --history", ["drift"]),
        ("check --history --drift, the whole table", ["check", "--drift", "--site", campus.site]),
    ):
        tools = [
            (f"Rollcall, {stored:,} stored", tool(arguments + ["--history", folder]))
            for stored, folder in folders.items()
        ]
        results.compare(what, tools, runs=10)
