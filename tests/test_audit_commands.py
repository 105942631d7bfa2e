"""What is asked of an audit afterwards: how it stands, what has changed, what an area adds up to."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure_lint.cli import main
from disclosure_lint.cli.progress import Bar, Lines, duration
from sample_area import generate_area, total_of
from submissions import main as generate

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One year of a county with its roster; the office of the government has submitted nothing."""
    folder = tmp_path_factory.mktemp("campaign")
    generate(["--areas", "1", "--children", "4", "--years", "2023", "--layout", "pipes", "--out", str(folder)])
    next((folder / "submissions").rglob("*办公室*")).unlink()
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    generate(["--areas", "1", "--children", "4", "--years", "2023", "--layout", "pipes", "--out", str(folder)])
    return folder


def audit(run: Run, folder: Path, out: Path, *more: str) -> tuple[int, str, str]:
    arguments = ["audit", folder / "submissions", "--roster", folder / "roster.csv", "--out", out]
    return run(*arguments, "--today", "2025-04-01", "--jobs", "0", "--write", "findings", *more)


def test_an_audit_says_what_it_came_to(run: Run, submitted: Path, tmp_path: Path) -> None:
    _, said, errors = audit(run, submitted, tmp_path)
    assert "审核 4 份文件" in said
    assert "应报 5 份，未报送 1 份" in said
    assert "findings.jsonl" in said
    assert "检查文件" in errors
    _, said, errors = audit(run, submitted, tmp_path, "-q", "--lang", "en")
    assert "4 files audited" in said
    assert errors == ""
    _, said, _ = audit(run, submitted, tmp_path, "-q", "--lang", "en")
    assert "4 of them have not changed" in said


def test_status(run: Run, submitted: Path, tmp_path: Path) -> None:
    status, _, _ = audit(run, submitted, tmp_path)
    again, said, _ = run("audit", "status", tmp_path)
    assert again == status
    assert "未报送：" in said
    assert "人民政府办公室" in said
    _, said, _ = run("audit", "status", tmp_path, "--format", "json")
    data = json.loads(said)
    assert data["complete"]
    assert (data["listed"], data["known"], data["changed"]) == (4, 4, [])
    assert data["counts"]["missing"] == 1
    (tmp_path / "findings.jsonl").write_text("", encoding="utf-8")
    assert "findings.jsonl 已不是" in run("audit", "status", tmp_path)[1]
    (tmp_path / "manifest.json").unlink()
    status, said, _ = run("audit", "status", tmp_path)
    assert status == 2
    assert "没有完成" in said


def test_the_fail_level_decides(run: Run, submitted: Path, tmp_path: Path) -> None:
    assert audit(run, submitted, tmp_path, "--fail-level", "never")[0] == 0


def test_status_names_what_matches_nothing(run: Run, whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    first = next((copy / "submissions").rglob("*人民政府-2023*"))
    shutil.copy(first, copy / "submissions" / "again.md")
    text = first.read_text(encoding="utf-8").replace(first.stem.removesuffix("-2023"), "长河市水利局")
    (copy / "submissions" / "other.md").write_text(text, encoding="utf-8")
    audit(run, copy, tmp_path / "out")
    _, said, _ = run("audit", "status", tmp_path / "out")
    assert "名册里没有这个机关" in said
    assert "other.md" in said
    assert "年度有几份" in said
    assert "again.md" in said


def test_compare(run: Run, whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    audit(run, copy, tmp_path / "old")
    path = next((copy / "submissions").rglob("*人民政府-2023*"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("存在的主要问题", "存在问题"), encoding="utf-8")
    audit(run, copy, tmp_path / "new")
    status, said, _ = run("audit", "compare", tmp_path / "old", tmp_path / "new", "--fail-level", "note")
    assert status == 1
    assert "新增 1，消失 0" in said
    assert "STR004" in said
    status, said, _ = run("audit", "compare", tmp_path / "new", tmp_path / "old", "--format", "json")
    assert status == 0
    data = json.loads(said)
    assert (data["summary"]["gone"], data["summary"]["new"]) == (1, 0)
    assert data["files"] == {"old": 5, "new": 5}
    status, said, _ = run("audit", "compare", tmp_path / "new", tmp_path / "new")
    assert (status, "新增 0，消失 0" in said) == (0, True)


def test_what_is_gone_with_its_report_is_told_as_such(run: Run, whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    path = next((copy / "submissions").rglob("*人民政府-2023*"))
    path.write_text(path.read_text(encoding="utf-8").replace("存在的主要问题", "存在问题"), encoding="utf-8")
    audit(run, copy, tmp_path / "old")
    path.unlink()
    audit(run, copy, tmp_path / "new")
    _, said, _ = run("audit", "compare", tmp_path / "old", tmp_path / "new", "--format", "json")
    gone = [each for each in json.loads(said)["findings"] if each["state"] == "gone" and each["code"] == "STR004"]
    assert [each["why"] for each in gone] == ["no_file"]


def test_aggregate_adds_the_children(run: Run, whole: Path, tmp_path: Path) -> None:
    audit(run, whole, tmp_path)
    area = generate_area(1, children=4, years=(2023,), layout="pipes")
    _, *below = area.samples[2023]
    status, said, _ = run("aggregate", tmp_path, "--parent", area.government.name, "--format", "csv")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(said.removeprefix("\ufeff")))}
    expected = total_of(below)
    lacking = {name for name, row in rows.items() if row["lacking"]}
    assert status == int(bool(lacking))
    assert len(rows) == len(expected)
    for name, row in rows.items():
        if name not in lacking:
            assert float(row["value"]) == float(expected[name]), name
    status, said, _ = run("aggregate", tmp_path, "--parent", area.government.name)
    assert "4 个下级机关相加" in said
    assert "一、本年新收政府信息公开申请数量" in said


def test_aggregate_names_whose_are_missing(run: Run, submitted: Path, tmp_path: Path) -> None:
    audit(run, submitted, tmp_path)
    parent = next((submitted / "submissions").rglob("*县人民政府-2023*")).stem.removesuffix("-2023")
    status, said, _ = run("aggregate", tmp_path, "--parent", parent, "--year", "2023", "--lang", "en")
    assert status == 1
    assert "nothing submitted (1)" in said
    status, said, _ = run("aggregate", tmp_path, "--parent", parent, "--format", "csv")
    assert all("办公室" in row["lacking"] for row in csv.DictReader(io.StringIO(said.removeprefix("\ufeff"))))
    status, _, errors = run("aggregate", tmp_path, "--parent", parent[:-1])
    assert status == 2
    assert parent in errors


# -- progress ----------------------------------------------------------------------------


def test_plain_lines_tell_the_rate_and_what_is_left() -> None:
    stream, now = io.StringIO(), [0.0]
    lines = Lines(stream, "zh", lambda: now[0])
    lines.phase("phase-files", 100)
    for _ in range(100):
        now[0] += 0.5
        lines.step()
    lines.end()
    said = stream.getvalue().splitlines()
    assert said[0] == "检查文件"
    assert said[1] == "  10/100，每秒 2，剩余 0:45"
    assert said[-1] == "  100/100，每秒 2，剩余 0:00"
    assert len(said) == 11


def test_a_bar_goes_away() -> None:
    stream = io.StringIO()
    bar = Bar(stream, "en")
    bar.phase("phase-listing", None)
    bar.step()
    bar.phase("phase-files", 10)
    bar.step(3)
    bar.end()


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (3725, "1:02:05")])
def test_duration(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
