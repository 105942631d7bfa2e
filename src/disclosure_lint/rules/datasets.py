"""Lists that rules name: YAML files in the `data` folder beside the rules, a user's own before those that ship."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.options import OptionError, did_you_mean

_FOLDER: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def rules_of(folder: Path) -> Iterator[None]:
    """While rules of a folder are decoded: their lists are looked for in its `data` first."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def dataset(name: Any) -> Any:
    """What is in the list of this name. Raises OptionError."""
    import yaml

    if not isinstance(name, str):
        raise OptionError("这里要数据文件的名称", "the name of a data file is wanted here")
    folders = [folder / "data" for folder in (_FOLDER.get(), rules_folder()) if folder]
    for folder in folders:
        path = folder / f"{name}.yaml"
        if path.is_file():
            try:
                return yaml.safe_load(path.read_text(encoding="utf-8"))
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                words = " ".join(str(error).split())
                raise OptionError(f"{path.name} 读不了：{words}", f"{path.name} cannot be read: {words}") from None
    zh, en = did_you_mean(name, sorted(path.stem for folder in folders for path in folder.glob("*.yaml")))
    raise OptionError(f"没有数据文件“{name}”{zh}", f"no data file `{name}`{en}")
