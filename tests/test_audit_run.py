"""Audits as a whole: the same bytes however they are run, broken off or done again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disclosure_lint.audit import journal, store, worker
from disclosure_lint.audit.roster import read_roster
from disclosure_lint.audit.run import Audit, Done, Order
from disclosure_lint.audit.settings import AuditSettings, Limits
from disclosure_lint.audit.store import INDEX, WORK, Busy, locked
from disclosure_lint.cli import main
from disclosure_lint.cli.progress import Silence
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.load import RuleSet, load_rules
from submissions import main as generate

from .audit_accidents import MODULE

TODAY = date(2025, 4, 1)


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of a county, with its roster; one of the reports has a wrong word."""
    folder = tmp_path_factory.mktemp("campaign")
    generate(["--areas", "1", "--children", "5", "--years", "2022", "2023", "--out", str(folder)])
    path = min((folder / "submissions" / "2022").iterdir())
    text = path.read_text(encoding="utf-8")
    assert "一、总体情况" in text
    path.write_text(text.replace("一、总体情况", "一、总体情况\n建立工作台帐。\n", 1), encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules([rules_folder()])


@pytest.fixture(autouse=True)
def _no_rehearsal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(worker.REHEARSAL, raising=False)
    worker._rehearsal.cache_clear()
    yield
    worker._rehearsal.cache_clear()


def order(submitted: Path, out: Path, rules: RuleSet, **changes: Any) -> Order:
    settings = AuditSettings(rules, TODAY, limits=changes.pop("limits", Limits()))
    roster = read_roster(submitted / "roster.csv")
    arguments = (str(submitted / "submissions"),)
    made = Order(arguments, out, settings, roster=roster, executor="here", outputs=("findings",))
    return replace(made, **changes)


def audited(made: Order) -> Done:
    return Audit(made, Silence()).run()


def written(out: Path) -> dict[str, bytes]:
    """Everything that an audit has written, by name."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def findings(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()]


def manifest(out: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def expected(submitted: Path, rules: RuleSet, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an audit in one process writes."""
    out = tmp_path_factory.mktemp("expected")
    done = audited(order(submitted, out, rules))
    assert done.audited == done.summary.files == 12
    return written(out)


def test_the_manifest_says_what_was_done(expected: dict[str, bytes]) -> None:
    data = json.loads(expected["manifest.json"])
    assert data["counts"]["files"] == len(data["inputs"]) == 12
    assert data["counts"]["due"] == 12
    assert data["years"] == [2022, 2023]
    assert [each["path"] for each in data["inputs"]] == sorted(each["path"] for each in data["inputs"])
    assert [each["path"] for each in data["outputs"]] == ["findings.jsonl"]
    assert data["counts"]["findings"]["warning"] == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_write_the_same_bytes(
    jobs: int, submitted: Path, rules: RuleSet, expected: dict[str, bytes], tmp_path: Path
) -> None:
    audited(order(submitted, tmp_path / "out", rules, executor="processes", jobs=jobs))
    assert written(tmp_path / "out") == expected


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_writes_the_same_bytes(
    submitted: Path, rules: RuleSet, expected: dict[str, bytes], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        made = order(submitted, tmp_path / "out", rules, executor="cluster", address=cluster.scheduler_address, jobs=1)
        audited(made)
    assert written(tmp_path / "out") == expected


def test_a_second_run_looks_only_at_what_has_changed(
    submitted: Path, rules: RuleSet, expected: dict[str, bytes], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    assert audited(order(copy, tmp_path / "out", rules)).audited == 12
    before = written(tmp_path / "out")
    assert audited(order(copy, tmp_path / "out", rules)).audited == 0
    assert written(tmp_path / "out") == before
    changed = next((copy / "submissions" / "2023").iterdir())
    changed.write_bytes(changed.read_bytes() + "\n附注\n".encode())
    assert audited(order(copy, tmp_path / "out", rules)).audited == 1
    again = written(tmp_path / "out")
    assert audited(order(copy, tmp_path / "other", rules)).audited == 12
    assert written(tmp_path / "other") == again != before


def test_other_settings_forget_what_is_known_and_a_fresh_run_does(
    submitted: Path, rules: RuleSet, tmp_path: Path
) -> None:
    made = order(submitted, tmp_path, rules)
    audited(made)
    assert audited(replace(made, settings=replace(made.settings, lang="en"))).audited == 12
    assert audited(made).audited == 0
    assert audited(replace(made, settings=replace(made.settings, today=date(2030, 1, 1)))).audited == 0
    assert audited(replace(made, fresh=True)).audited == 12


def test_without_a_roster_the_reports_say_whose_they_are(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    made = order(submitted, tmp_path, rules)
    done = audited(replace(made, roster=type(made.roster)()))
    assert done.summary.due == 0
    assert done.summary.agencies + done.summary.unmatched >= 6


# -- accidents -------------------------------------------------------------------------


@pytest.fixture
def dangerous(submitted: Path, tmp_path: Path) -> Path:
    """Reports among which some do harm."""
    folder = tmp_path / "dangerous"
    shutil.copytree(submitted, folder)
    reports = folder / "submissions"
    harmless = next((reports / "2023").glob("*.txt"))
    for name in ("abort", "leave", "sleep", "loop", "hungry"):
        shutil.copy(harmless, reports / f"{name}.txt")
    return folder


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are only known to hold on Linux")
def test_a_file_that_does_harm_is_a_finding_and_stops_nothing(
    dangerous: Path, rules: RuleSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, bytes]
) -> None:
    monkeypatch.setenv(worker.REHEARSAL, MODULE)
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    made = order(dangerous, tmp_path / "out", rules, executor="processes", jobs=2, limits=Limits(3.0))
    done = audited(made)
    assert done.summary.states == {"ok": 12, "crashed": 2, "timeout": 2, "memory": 1}
    assert done.summary.faults == 5
    assert done.summary.status("error") == 2
    found = findings(tmp_path / "out")
    harm = {Path(each["path"]).stem: each["slug"] for each in found if each["code"] == "INT001"}
    assert harm == {
        "abort": "audit-crashed",
        "leave": "audit-crashed",
        "sleep": "audit-timeout",
        "loop": "audit-timeout",
        "hungry": "audit-memory",
    }
    others = [each for each in found if each["code"] != "INT001"]
    assert len(others) == len(expected["findings.jsonl"].splitlines())
    assert audited(made).audited == 0
    assert audited(replace(made, settings=replace(made.settings, limits=Limits(3.5)))).audited == 5


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be blocked here")
def test_a_file_that_hears_no_signal_takes_only_its_worker_with_it(
    submitted: Path, rules: RuleSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(worker.REHEARSAL, MODULE)
    monkeypatch.setattr(worker, "_GRACE", 1.0)
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    shutil.copy(next((copy / "submissions" / "2023").glob("*.txt")), copy / "submissions" / "deaf.txt")
    done = audited(order(copy, tmp_path / "out", rules, executor="processes", jobs=2, limits=Limits(4.0)))
    assert done.summary.states == {"ok": 12, "timeout": 1}


# -- ends of any kind --------------------------------------------------------------------


def _started(submitted: Path, out: Path, environment: dict[str, str], slow: bool = False) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "disclosure_lint", "audit", "submissions", "--out", str(out)]
    command += ["--roster", "roster.csv", "--today", TODAY.isoformat(), "--write", "findings", "--jobs", "2", "-q"]
    if slow:
        path = os.pathsep.join([environment["PYTHONPATH"], str(Path(__file__).parent)])
        environment = {**environment, "PYTHONPATH": path, worker.REHEARSAL: MODULE}
    return subprocess.Popen(
        command,
        cwd=submitted,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_hear_interrupts if os.name == "posix" else None,
    )


def _hear_interrupts() -> None:
    """What runs in the background of a shell ignores them, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _survivors(session: int) -> list[int]:
    """The processes of a session that are still there."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z" and int(fields[3]) == session:
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes cannot be looked up here")
def test_a_killed_run_is_taken_up_again_and_leaves_no_worker_behind(
    submitted: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Set DISCLOSURE_LINT_KILLS to kill more often."""
    whole = tmp_path / "whole"
    process = _started(submitted, whole, environment)
    assert process.communicate(timeout=120)[1] == ""
    chance = random.Random(7)
    out = tmp_path / "out"
    for _ in range(int(os.environ.get("DISCLOSURE_LINT_KILLS", "3"))):
        process = _started(submitted, out, environment)
        time.sleep(chance.uniform(0.05, 1.5))
        process.kill()
        process.communicate(timeout=30)
        deadline = time.monotonic() + 10
        while (left := _survivors(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert left == []
    process = _started(submitted, out, environment)
    process.communicate(timeout=120)
    assert written(out) == written(whole)


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal here")
def test_an_interrupted_run_says_how_to_go_on(submitted: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    harmless = next((copy / "submissions" / "2023").glob("*.txt"))
    for number in range(100):
        shutil.copy(harmless, copy / "submissions" / f"slow-{number:03}.txt")
    process = _started(copy, tmp_path / "out", environment, slow=True)
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "再次运行同样的命令" in errors
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_lost_index_is_made_again(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    made = order(submitted, tmp_path, rules)
    audited(made)
    before = written(tmp_path)
    (tmp_path / WORK / INDEX).unlink()
    assert audited(made).audited == 0
    (tmp_path / WORK / INDEX).write_bytes(b"this is no database" * 100)
    assert audited(made).audited == 0
    assert written(tmp_path) == before


def test_a_line_that_was_cut_off_is_done_again(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    made = order(submitted, tmp_path, rules)
    audited(made)
    before = written(tmp_path)
    (tmp_path / WORK / INDEX).unlink()
    records = next((tmp_path / WORK).glob("records-*.txt"))
    records.write_bytes(records.read_bytes()[:-100])
    assert audited(made).audited == 1
    assert audited(made).audited == 0
    assert written(tmp_path) == before


def test_damage_within_the_journal_costs_what_follows_and_nothing_else(
    submitted: Path, rules: RuleSet, tmp_path: Path
) -> None:
    made = order(submitted, tmp_path, rules)
    audited(made)
    before = written(tmp_path)
    (tmp_path / WORK / INDEX).unlink()
    records = next((tmp_path / WORK).glob("records-*.txt"))
    lines = records.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b"0", b"1", 1)
    records.write_bytes(b"".join(lines))
    assert audited(made).audited == 8
    assert written(tmp_path) == before


def test_records_that_no_run_wants_are_cleared_away(
    submitted: Path, rules: RuleSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = order(submitted, tmp_path, rules)
    english = replace(made, settings=replace(made.settings, lang="en"))
    for each in (made, english) * 2:
        audited(each)
    before, size = written(tmp_path), journal.size(tmp_path / WORK)
    monkeypatch.setattr(store, "_MOST_WASTE", -size * 3)
    assert audited(english).audited == 0
    assert written(tmp_path) == before
    assert journal.size(tmp_path / WORK) < size * 0.6
    assert audited(english).audited == 0
    assert audited(made).audited == 12


def test_two_audits_in_one_folder_are_refused(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    (tmp_path / WORK).mkdir()
    with locked(tmp_path / WORK), pytest.raises(Busy):
        audited(order(submitted, tmp_path, rules))


def test_what_other_programs_put_into_the_folder_stays(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("our own", encoding="utf-8")
    made = order(submitted, tmp_path, rules)
    audited(made)
    audited(made)
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "our own"


def test_outputs_stay_while_nothing_they_are_made_of_changes(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    made = order(submitted, tmp_path, rules)
    audited(made)
    first = (tmp_path / "findings.jsonl").stat().st_ino
    audited(made)
    assert (tmp_path / "findings.jsonl").stat().st_ino == first
    audited(replace(made, settings=replace(made.settings, today=date(2025, 4, 2))))
    assert manifest(tmp_path)["today"] == "2025-04-02"
    (tmp_path / "findings.jsonl").unlink()
    audited(made)
    assert findings(tmp_path)


def test_what_somebody_has_changed_is_put_aside(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    made = order(submitted, tmp_path, rules)
    audited(made)
    before = written(tmp_path)
    for number in (1, 2):
        (tmp_path / "findings.jsonl").write_text(f"our own {number}", encoding="utf-8")
        assert audited(made).publication.kept == (f"kept-{number}/findings.jsonl",)
        assert (tmp_path / f"kept-{number}" / "findings.jsonl").read_text(encoding="utf-8") == f"our own {number}"
        assert written(tmp_path) == before
    assert audited(made).publication.kept == ()


def test_the_folder_of_results_is_not_submitted_again(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(submitted, copy)
    made = order(copy, copy / "submissions" / "results", rules)
    audited(made)
    (copy / "submissions" / "results" / "通知.txt").write_text("整改通知", encoding="utf-8")
    assert audited(made).summary.files == 12
    assert not [each for each in manifest(made.out)["inputs"] if "通知" in each["path"]]


# -- the command -------------------------------------------------------------------------


def test_missing_paths_are_told_and_the_rest_is_audited(
    submitted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["audit", str(submitted / "submissions" / "2023"), str(tmp_path / "nothing"), "--out", str(out)]
    assert main([*arguments, "--write", "findings", "--jobs", "0", "-q"]) == 2
    assert "nothing" in capsys.readouterr().err
    assert manifest(out)["counts"]["files"] == 6


def test_a_wrong_path_leaves_the_last_results_alone(
    submitted: Path, rules: RuleSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audited(order(submitted, tmp_path / "out", rules))
    before = written(tmp_path / "out")
    assert main(["audit", str(tmp_path / "nothing"), "--out", str(tmp_path / "out"), "-q"]) == 2
    assert "nothing" in capsys.readouterr().err
    assert written(tmp_path / "out") == before
    assert main(["audit", "status", str(tmp_path / "out")]) == 0
    (tmp_path / "empty").mkdir()
    assert main(["audit", str(tmp_path / "empty"), "--out", str(tmp_path / "new"), "-q"]) == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("name", "status"), [("README.md", 0), ("报告.docx", 2)])
def test_where_no_file_is_a_report_all_of_them_must_have_been_read(name: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text("# 说明\n", encoding="utf-8")
    options = ["--write", "findings", "--jobs", "0", "-q"]
    arguments = ["audit", str(tmp_path / "in"), "--out", str(tmp_path / "out"), *options]
    assert main(arguments) == status
    assert main(["check", str(tmp_path / "in"), "-q"]) == status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["audit", "here"], "--out"),
        (["audit", "-", "--out", "there"], "标准输入"),
        (["audit", "here", "--out", "there", "--jobs", "two"], "不是数"),
        (["audit", "here", "--out", "there", "--write", "finding"], "findings"),
        (["audit", "here", "--out", "there", "--roster", "nobody.csv"], "nobody.csv"),
        (["audit", "status", "there"], "没有审核结果"),
        (["audit", "compare", "there"], "两个结果文件夹"),
        (["aggregate", "there"], "--parent"),
        (["check", "here", "--out", "there"], "--out"),
    ],
)
def test_a_wrong_command_line_is_2_and_says_why(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_the_plain_check_imports_nothing_of_the_audit(root: Path, environment: dict[str, str]) -> None:
    program = (
        "import sys; from disclosure_lint.cli import main; main(sys.argv[1:]); "
        "print([name for name in sys.modules if name.startswith('disclosure_lint.audit') or name == 'sqlite3'"
        " or name.startswith(('concurrent', 'multiprocessing'))])"
    )
    text = str(root / "rules" / "data" / "base-2021.txt")
    command = [sys.executable, "-c", program, "check", text, "--format", "concise"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_the_index_can_be_asked_with_any_tool(submitted: Path, rules: RuleSet, tmp_path: Path) -> None:
    audited(order(submitted, tmp_path, rules))
    index = sqlite3.connect(tmp_path / WORK / INDEX)
    assert index.execute("select count(*) from submission where matched = 'file'").fetchone() == (12,)
    index.close()
