"""Runs commands and measures them: time, processor time, peak memory.

As a program it is a worker: it reads a command a line (JSON) and writes what it measured. So the way
into a network namespace is paid for once, and is in no figure.
"""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

PATIENCE = 1800  # seconds for one command


class LeftOut(Exception):
    """What a section needs is not there."""


@dataclass
class Measured:
    wall: float  # seconds
    cpu: float  # seconds of processor time, of the command and all that it started
    peak: int  # bytes resident; of several processes, the largest one
    exit: int
    out: str  # the file with what it printed


def measure(command, out, env=None, cwd=None):
    """Runs a command to its end. GNU time stands between, as a child starts with its parent's peak."""
    peak = out + ".peak"
    everything = ["/usr/bin/time", "--quiet", "-f", "%M", "-o", peak, "--"] + command
    with open(out, "wb") as printed:
        begun = time.perf_counter()
        process = subprocess.Popen(
            everything,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.alarm(PATIENCE)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        signal.alarm(0)
        process.returncode = os.waitstatus_to_exitcode(status)
    try:
        with open(peak) as file:
            kibibytes = int(file.read().split()[-1])
        os.remove(peak)
    except (OSError, ValueError, IndexError):
        kibibytes = 0
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(wall, cpu, kibibytes * 1024, process.returncode, out)


def serve():
    for line in sys.stdin:
        measured = measure(**json.loads(line))
        print(json.dumps(measured.__dict__), flush=True)


class Place:
    """Where commands run: on this host, or behind a command that enters a namespace."""

    def __init__(self, folder, enter=()):
        self.folder = folder
        self.enter = list(enter)
        os.makedirs(folder, exist_ok=True)
        worker = [sys.executable, "-B", os.path.abspath(__file__)]
        self.worker = subprocess.Popen(
            self.enter + worker, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.count = 0

    def run(self, command, env=None, cwd=None):
        """Runs and measures one command, given as a list, or as a line for the shell."""
        if isinstance(command, str):
            command = ["/bin/sh", "-c", command]
        self.count += 1
        out = os.path.join(self.folder, f"{self.count}.out")
        request = {"command": command, "out": out, "env": env, "cwd": cwd}
        self.worker.stdin.write(json.dumps(request) + "\n")
        self.worker.stdin.flush()
        answer = self.worker.stdout.readline()
        if not answer:
            raise LeftOut(f"could not run {shlex.join(command)} by {self.enter}")
        return Measured(**json.loads(answer))

    def close(self):
        self.worker.stdin.close()
        self.worker.wait()


def start(command, out):
    """Starts a server; the caller ends it."""
    with open(out, "ab") as printed:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )


def stop(process):
    """Ends a server that this bench started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def text(measured):
    with open(measured.out, errors="replace") as file:
        return file.read()


if __name__ == "__main__":
    serve()
