"""How long Rollcall takes before it does anything: --version, list and demo."""

from measure import text
from table import Wrong

COMMANDS = [
    ("start-up: --version", ["--version"], "Rollcall"),
    ("start-up: list", ["list"], "mail.smtp"),
    ("start-up: demo", ["demo"], "rules:"),
]


def startup(results, rollcall, place):
    for what, arguments, expected in COMMANDS:

        def tool(start, env):
            def run():
                measured = place.run(start + arguments, env)
                said = text(measured)
                if measured.exit != 0 or expected.lower() not in said.lower():
                    raise Wrong(f"exit {measured.exit}: {said[-300:]}")
                return measured

            return run

        results.compare(what, [(n, tool(s, e)) for n, s, e in rollcall.starts], runs=10)
