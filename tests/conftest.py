"""What tests share: a cache of their own, an environment without surprises, the corpus if it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"

_UNWANTED = ("DISCLOSURE_LINT_LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING")


@pytest.fixture(scope="session", autouse=True)
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the user's cache, and none depends on the terminal it is started from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISCLOSURE_LINT_CACHE", str(tmp_path_factory.mktemp("cache")))
        for name in _UNWANTED:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports; without it the test is skipped."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real reports is not there")
    return CORPUS


@pytest.fixture(scope="session")
def clean_report() -> str:
    """A report with nothing wrong in it."""
    return (ROOT / "rules" / "data" / "base-2021.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment for running the program as a process of its own, from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNDEFAULTENCODING": "1"}
