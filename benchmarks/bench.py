"""What linting costs: CPU per report over many reports, start with one file, peak memory.

Everything that is compared runs in turn in the same call, on the same files; times are CPU times of the children.

    python benchmarks/bench.py [--count 1000] [--against "autocorrect --lint"] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_CACHE = "DISCLOSURE_LINT_CACHE"


@dataclass(frozen=True)
class Cost:
    """What one run cost: CPU and wall seconds, peak memory in MB of its largest process, exit status."""

    cpu: float
    wall: float
    memory: float
    status: int


def measured(
    command: Sequence[str], *, output: Path | None = None, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end and return what it and its children cost.

    On Linux the peak memory of a child is never below that of this process, so this process stays small.
    """
    target = output.open("wb") if output else open(os.devnull, "wb")  # noqa: SIM115
    with target:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=target, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux gives kilobytes, macOS bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit, process.returncode)


def linter(*arguments: str) -> list[str]:
    """The command line of the linter."""
    return [sys.executable, "-m", "disclosure_lint", "check", "--format", "json", *arguments]


def environment(cache: Path) -> dict[str, str]:
    """The linter of this checkout, with the cache folder given, and with bytecode as where it is installed."""
    paths = [str(_ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache.parent / "bytecode")}
    return {"PYTHONPATH": os.pathsep.join(paths), _CACHE: str(cache), **bytecode}


def start_costs(file: Path, folder: Path, rounds: int) -> dict[str, list[Cost]]:
    """Python alone, and the linter on one file with an empty and a filled cache, in turn.

    A file that has not changed since the last run is answered from the cache; one that has is linted.
    """
    warm = folder / "warm"
    measured(linter(str(file)), environment=environment(warm))
    names = ("python -c pass", "one file, cache empty", "changed file, cache filled", "one file, cache filled")
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    changed = folder / f"changed{file.suffix}"
    for number in range(rounds):
        changed.write_bytes(file.read_bytes() + b"\n" * (number + 1))
        costs["python -c pass"].append(measured([sys.executable, "-c", "pass"]))
        cold = environment(folder / f"cold-{number}")
        costs["one file, cache empty"].append(measured(linter(str(file)), environment=cold))
        costs["changed file, cache filled"].append(measured(linter(str(changed)), environment=environment(warm)))
        costs["one file, cache filled"].append(measured(linter(str(file)), environment=environment(warm)))
    return costs


def run_costs(
    reports: Path, folder: Path, rounds: int, against: str
) -> tuple[dict[str, list[Cost]], Mapping[str, Any] | None]:
    """All reports in one run of the linter, and of the other command if there is one; and the linter's summary."""
    output = folder / "output.json"
    name = "disclosure-lint check"
    costs: dict[str, list[Cost]] = {name: []}
    other = shlex.split(against)
    if other and shutil.which(other[0]):
        costs[against] = []
    for _ in range(rounds):
        costs[name].append(measured(linter(str(reports)), output=output, environment=environment(folder / "warm")))
        if against in costs:
            costs[against].append(measured([*other, str(reports)], output=folder / "other.txt"))
    return costs, _summary(output)


def _summary(output: Path) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = json.loads(output.read_bytes())["summary"]
    except (ValueError, KeyError):
        return None
    return found


def typical(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs; the status of the last."""
    cpu, wall, memory = (median(values) for values in zip(*((c.cpu, c.wall, c.memory) for c in costs), strict=True))
    return Cost(cpu, wall, memory, costs[-1].status)


def row(name: str, cost: Cost, *, each: int = 1, base: float = 0.0) -> str:
    """A line of the table: times in milliseconds for each report, memory, and the ratio to a base."""
    ratio = f"{cost.cpu / base:8.2f}x" if base else " " * 9
    cpu, wall = (1000 * seconds / each for seconds in (cost.cpu, cost.wall))
    return f"{name:28} {cpu:9.2f} ms {wall:9.2f} ms {ratio} {cost.memory:8.1f} MB  {cost.status:>4}"


def head(title: str) -> str:
    """The head of a table."""
    return f"{title:28} {'CPU':>12} {'wall':>12} {'ratio':>9} {'peak':>11}  exit"


def write_reports(folder: Path, options: argparse.Namespace) -> None:
    """Let the generator write the reports, in a process of its own: this one must stay small."""
    command = [sys.executable, str(_ROOT / "benchmarks" / "generator.py"), "--out", str(folder)]
    for name in ("count", "seed", "size", "edition", "layout"):
        if getattr(options, name) is not None:
            command += [f"--{name}", str(getattr(options, name))]
    subprocess.run(command, check=True, env={**os.environ, **environment(folder.parent / "warm")})


def report(options: argparse.Namespace) -> dict[str, Any]:
    """Measure everything; return it for printing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = folder / "reports"
        write_reports(reports, options)
        (reports / "truth.jsonl").rename(folder / "truth.jsonl")
        files = sorted(reports.iterdir())
        starts = start_costs(files[0], folder, options.starts)
        runs, summary = run_costs(reports, folder, options.rounds, options.against)
        size = sum(file.stat().st_size for file in files)
        return {
            "reports": len(files),
            "bytes": size,
            "starts": {key: asdict(typical(costs)) for key, costs in starts.items()},
            "runs": {key: asdict(typical(costs)) for key, costs in runs.items()},
            "summary": summary,
        }


def printed(result: Mapping[str, Any], against: str) -> str:
    """The measurements as a small table."""
    number = result["reports"]
    lines = [f"{number} reports, {result['bytes'] / number / 1000:.1f} kB each", "", head("start")]
    base = result["starts"]["python -c pass"]["cpu"]
    lines += [row(name, Cost(**cost), base=base) for name, cost in result["starts"].items()]
    lines += ["", head("all reports, per report")]
    base = next(iter(result["runs"].values()))["cpu"]
    lines += [row(name, Cost(**cost), each=number, base=base) for name, cost in result["runs"].items()]
    if against and against not in result["runs"]:
        lines.append(f"{against}: not installed, not compared")
    lines += ["", f"summary: {json.dumps(result['summary'])} (the reports are consistent: error should be 0)"]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 if the linter did not run to its end."""
    parser = argparse.ArgumentParser(description="Measure what linting costs.")
    parser.add_argument("--count", type=int, default=1000, help="how many reports")
    parser.add_argument("--size", type=int, default=13_000, help="about how many bytes a report has")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--edition", help="only this edition of the form")
    parser.add_argument("--layout", help="only this layout")
    parser.add_argument("--starts", type=int, default=9, help="how often a start is measured")
    parser.add_argument("--rounds", type=int, default=3, help="how often the run over all reports is measured")
    parser.add_argument("--against", default="", help="another command to run on the same files, as one argument")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    result = report(options)
    print(json.dumps(result, indent=1) if options.json else printed(result, options.against))
    return 0 if result["summary"] is not None else 1


if __name__ == "__main__":
    sys.exit(main())
