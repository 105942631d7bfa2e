"""What an audit costs: time, memory and exactness over generated campaigns of three years.

    python benchmarks/bench_audit.py [--reports 1000 10000] [--jobs 1 2] [--json]

For each size a campaign is generated with its roster and planted faults, and audited into a folder of its own with
each number of processes; then again with nothing changed, and with one file in a hundred changed. What was planted is
compared with what was found, and the outputs of the numbers of processes with one another.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench import environment
from sample_campaign import campaigns, write_campaign

SIZES: Mapping[int, tuple[int, int]] = {1_000: (1, 1), 3_000: (3, 3), 10_000: (11, 6), 100_000: (120, 16)}
"""About so many reports: cities (of ten counties with 25 agencies each) and rounds of lone agencies."""

LARGE = 10_000
"""From so many reports on only one run is measured, with the last of the numbers of processes: all would take hours."""

TODAY = "2024-06-03"
_TICK = 1.0


@dataclass(frozen=True)
class Cost:
    """What a run cost: CPU seconds of all its processes, wall seconds, exit status, and memory in MB: of its largest
    process, of all its processes together at most (pages they share counted once), and of the first process at 10 %,
    50 % and 90 % of the wall time."""

    cpu: float
    wall: float
    status: int
    largest: float
    together: float
    main: tuple[float, ...]


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants now and then."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self._cpu: dict[int, float] = {}
        self.together = 0.0
        self.main: list[float] = []

    def run(self) -> None:
        while not self._over.wait(_TICK):
            times = dict(_session(self._pid))
            self._cpu |= times
            sizes = [_proportional(pid) for pid in times]
            self.together = max(self.together, sum(sizes))
            self.main.append(_proportional(self._pid))

    @property
    def cpu(self) -> float:
        """The CPU seconds of all the processes seen, as far as the last look at each."""
        return sum(self._cpu.values())

    def end(self) -> None:
        self._over.set()
        self.join()

    def at(self, *shares: float) -> tuple[float, ...]:
        """The memory of the first process at shares of the time."""
        return tuple(self.main[int(share * (len(self.main) - 1))] for share in shares) if self.main else ()


def _session(leader: int) -> Iterator[tuple[int, float]]:
    """The processes of a session, with their CPU seconds so far."""
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader:
                yield int(entry.name), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _proportional(pid: int) -> float:
    """The memory of a process in MB, its share of what it shares with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def measured(command: Sequence[str], folder: Path, cache: Path) -> Cost:
    """Run a command to its end and return what it cost."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment(cache)},
        start_new_session=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    watch.end()
    # Workers are ended by force: nobody but the watch knows what they cost.
    process.returncode = os.waitstatus_to_exitcode(status)
    largest = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Cost(watch.cpu, wall, process.returncode, largest, watch.together, watch.at(0.1, 0.5, 0.9))


def audit(out: Path, executor: Sequence[str]) -> list[str]:
    """The command of an audit of `submissions`."""
    command = [sys.executable, "-m", "disclosure_lint", "audit", "submissions", "--roster", "roster.csv"]
    return [*command, "--out", str(out), "--today", TODAY, "--quiet", *executor]


def differences(folder: Path, out: Path) -> dict[str, int]:
    """How much of what was planted was found, how much was not, and how much else was found."""
    planted: Counter[tuple[str, ...]] = Counter()
    for entry in _lines(folder / "planted.jsonl"):
        planted[entry["code"], entry["severity"], entry["file"] or f"{entry['agency']}{entry['year']}"] += 1
    found: Counter[tuple[str, ...]] = Counter()
    for entry in _lines(out / "findings.jsonl"):
        where = entry["path"].removeprefix("submissions/") or f"{entry['agency']}{entry['year']}"
        found[entry["code"], entry["severity"], where] += 1
    both = (planted & found).total()
    return {"planted": planted.total(), "found": both, "missed": planted.total() - both, "else": found.total() - both}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def fingerprints(out: Path) -> dict[str, str]:
    """A hash of everything that an audit wrote. DuckDB alone puts random numbers into its files."""
    files = (path for path in out.rglob("*") if path.is_file() and ".work" not in path.parts)
    return {
        path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
        if path.suffix != ".duckdb"
    }


def change_some(folder: Path) -> int:
    """Change one report in a hundred; how many."""
    files = sorted((folder / "submissions").rglob("*.txt"))[::100]
    for path in files:
        path.write_bytes(path.read_bytes() + b"\n")
    return len(files)


def campaign_costs(reports: int, executors: Mapping[str, Sequence[str]], folder: Path) -> dict[str, Any]:
    """Everything measured on a campaign of a size."""
    cities, rounds = SIZES[reports]
    start = time.process_time()
    written, _ = write_campaign(folder, campaigns(cities=cities, counties=10, children=25, rounds=rounds))
    result: dict[str, Any] = {"reports": written, "generated": time.process_time() - start, "runs": {}}
    size = sum(path.stat().st_size for path in (folder / "submissions").rglob("*.txt"))
    result["bytes"] = size
    outputs = []
    for name, options in executors.items():
        out = folder / f"out-{len(outputs)}"
        result["runs"][name] = asdict(measured(audit(out, options), folder, folder / "cache"))
        outputs.append(fingerprints(out))
        print(f"{written} reports, {name}: {result['runs'][name]}", file=sys.stderr)
    result["differences"] = differences(folder, folder / "out-0")
    result["same_bytes"] = all(each == outputs[0] for each in outputs)
    if reports >= LARGE:
        return result
    last = folder / f"out-{len(outputs) - 1}"
    options = list(executors.values())[-1]
    result["again"] = asdict(measured(audit(last, options), folder, folder / "cache"))
    result["changed"] = change_some(folder)
    result["some"] = asdict(measured(audit(last, options), folder, folder / "cache"))
    return result


def printed(results: Sequence[Mapping[str, Any]]) -> str:
    """The measurements as lines to read."""
    lines = []
    for result in results:
        count = result["reports"]
        lines.append(f"{count} reports of {result['bytes'] / count / 1000:.1f} kB: {result['differences']}")
        runs = dict(result["runs"])
        if "again" in result:
            runs |= {"again": result["again"], f"{result['changed']} changed": result["some"]}
        for name, cost in runs.items():
            main = "/".join(f"{size:.0f}" for size in cost["main"])
            lines.append(
                f"  {name:12} {cost['wall']:8.1f} s {1000 * cost['cpu'] / count:7.2f} ms CPU a report, largest process "
                f"{cost['largest']:.0f} MB, first process {main} MB, together {cost['together']:.0f} MB"
            )
        lines.append(f"  the same bytes: {result['same_bytes']}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 if an audit did not find just what was planted, or its bytes differ."""
    parser = argparse.ArgumentParser(description="Measure what an audit costs.")
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000], choices=SIZES, help="sizes of campaigns")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="numbers of processes")
    parser.add_argument("--cluster", action="store_true", help="also on a Dask cluster with two workers")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    executors: dict[str, Sequence[str]] = {f"{number} processes": ("--jobs", str(number)) for number in options.jobs}
    if options.cluster:
        executors["Dask"] = ("--cluster", "local", "--jobs", "2")
    results = []
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        for reports in options.reports:
            wanted = executors if reports < LARGE else dict([list(executors.items())[-1]])
            results.append(campaign_costs(reports, wanted, Path(name) / str(reports)))
    print(json.dumps(results, indent=1) if options.json else printed(results))
    sound = all(
        each["same_bytes"] and not each["differences"]["missed"] + each["differences"]["else"] for each in results
    )
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
