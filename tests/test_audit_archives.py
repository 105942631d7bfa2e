"""Archives of submissions: read as they are, never unpacked, whatever is in them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from disclosure_lint.audit import archives
from disclosure_lint.audit.intake import Contents, Entry, listed
from disclosure_lint.inputs import Excluded
from disclosure_lint.results import RunError, Skipped


def found(*paths: Path) -> tuple[list[Entry], list[Skipped], list[RunError]]:
    everything = list(listed(map(str, paths), Excluded(), "zh"))
    return (
        [each for each in everything if isinstance(each, Entry)],
        [each for each in everything if isinstance(each, Skipped)],
        [each for each in everything if isinstance(each, RunError)],
    )


def names(entries: list[Entry]) -> list[str]:
    return [entry.path.partition("!/")[2] for entry in entries]


def contents(entries: list[Entry], limit: int = 100) -> list[bytes]:
    reading = Contents(limit)
    try:
        return [reading.of(entry).content for entry in entries]
    finally:
        reading.close()


def gbk_zip(path: Path, members: dict[str, bytes]) -> None:
    """An archive as Chinese Windows makes it: names in GBK, without saying so."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x" * len(name.encode("gbk")))
            archive.writestr(info, content)
    raw = path.read_bytes()
    for name in members:
        raw = raw.replace(b"x" * len(name.encode("gbk")), name.encode("gbk"))
    path.write_bytes(raw)


def test_a_zip_with_names_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "报送.zip"
    gbk_zip(path, {"二〇二三/云岭县财政局.txt": b"one", "石渡县.md": b"two"})
    entries, skipped, errors = found(path)
    assert names(entries) == ["二〇二三/云岭县财政局.txt", "石渡县.md"]
    assert contents(entries) == [b"one", b"two"]
    assert (skipped, errors) == ([], [])


def test_a_zip_with_names_in_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("年报/云岭.txt", "a")
        archive.writestr("年报\\石渡.txt", "b")
        archive.writestr("empty/", "")
        archive.writestr("__MACOSX/云岭.txt", "x")
        archive.writestr(".hidden/云岭.txt", "x")
        archive.writestr("名单.csv", "x")
    entries, _, _ = found(path)
    assert names(entries) == ["年报/云岭.txt", "年报/石渡.txt"]


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../out.txt", "a")
        archive.writestr("/etc/passwd.txt", "a")
        archive.writestr("C:\\x.txt", "a")
        archive.writestr("inner.zip", "a")
        archive.writestr("inner.rar", "a")
        archive.writestr("scan.ofd", "a")
        archive.writestr("good.txt", "a")
    entries, skipped, errors = found(path)
    assert names(entries) == ["good.txt"]
    assert len(skipped) == 6
    assert errors == []
    assert not (tmp_path.parent / "out.txt").exists()


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "one")
        archive.writestr("a.txt", "two")
    entries, _, _ = found(path)
    assert names(entries) == ["a.txt", "a.txt#1"]
    assert contents(entries) == [b"one", b"two"]


def test_a_locked_member_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "one")
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    entries, _, _ = found(path)
    assert entries[0].remark == "encrypted"
    remark = Contents(100).of(entries[0]).remark
    assert remark is not None
    assert (remark.fact, remark.values) == ("encrypted", {"format": "ZIP"})


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"])
def test_tar(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    mode = {"gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz", "tar": "w"}[ending.rpartition(".")[2]]
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for number, name in enumerate(["一.txt", "年/二.txt", "../three.txt", "年/四.txt"]):
            info = tarfile.TarInfo(name)
            info.size = 1
            archive.addfile(info, io.BytesIO(str(number).encode()))
        link = tarfile.TarInfo("五.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    entries, skipped, _ = found(path)
    assert names(entries) == ["一.txt", "年/二.txt", "年/四.txt"]
    assert len(skipped) == 2
    assert contents(entries) == [b"0", b"1", b"3"]
    assert contents(entries[::-1]) == [b"3", b"1", b"0"]


def test_a_member_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 50_000_000)
    entries, _, _ = found(path)
    assert contents(entries, 1000) == [b"0" * 1001]


def test_an_archive_is_read_no_further_than_its_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", b"0" * 10)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    entries, _, errors = found(path)
    assert len(entries) == 3
    assert "太多" in errors[0].message
    monkeypatch.setattr(archives, "MOST_BYTES", 25)
    with pytest.raises(archives.ArchiveError):
        contents(entries)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.xz"])
def test_a_damaged_archive_is_an_error_of_the_run(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"this is no archive at all, whatever it is called" * 20)
    entries, _, errors = found(path)
    assert entries == []
    assert [error.path for error in errors] == [path.as_posix()]


def test_a_damaged_member_is_found_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0123456789" * 100)
    raw = bytearray(path.read_bytes())
    raw[40:50] = b"\xff" * 10
    path.write_bytes(raw)
    entries, _, _ = found(path)
    with pytest.raises(archives.ArchiveError):
        contents(entries)


def test_archives_below_a_folder_are_opened_and_a_folder_of_nothing_else_is_not_empty(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    with zipfile.ZipFile(folder / "deep" / "a.zip", "w") as archive:
        archive.writestr("a.txt", "one")
    (folder / "b.rar").write_bytes(b"Rar!")
    (folder / ".hidden.zip").write_bytes(b"")
    entries, skipped, errors = found(folder)
    assert names(entries) == ["a.txt"]
    assert [each.path.rpartition("/")[2] for each in skipped] == ["b.rar"]
    assert errors == []
    (folder / "c.txt").write_text("c", encoding="utf-8")
    assert [entry.path.rpartition("/")[2] for entry in found(folder)[0]] == ["c.txt", "a.txt"]


def test_an_empty_folder_and_a_missing_archive(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert len(found(tmp_path / "empty")[2]) == 1
    entries, _, errors = found(tmp_path / "missing.zip")
    assert (entries, [error.path for error in errors]) == ([], [(tmp_path / "missing.zip").as_posix()])


def test_the_hash_is_that_of_the_whole_file(tmp_path: Path) -> None:
    from hashlib import sha256

    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789" * 1000)
    read = Contents(50).of(Entry(str(path), True))
    assert (len(read.content), read.size) == (51, 10_000)
    assert read.sha256 == sha256(path.read_bytes()).hexdigest()
