"""`audit.duckdb`: the tables of the audit in one database, with views that answer the first questions."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.columns import SHEETS
from disclosure_lint.audit.outputs.packages import package
from disclosure_lint.audit.outputs.parquet import Parquet

FILE = "audit.duckdb"
_MEMORY = "512MB"
_VIEWS = Path(__file__).with_name("views.sql")


class Database:
    """Made of the Parquet files: those that are in the folder already, else of some that are thrown away again."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the file."""
        duckdb = package("duckdb")
        package("pyarrow.parquet")
        with TemporaryDirectory(dir=folder, prefix=".duckdb-") as spare:
            source = folder
            if not all((folder / f"{sheet.name}.parquet").exists() for sheet in SHEETS):
                source = Path(spare)
                Parquet().write(campaign, source)
            with closing(duckdb.connect(str(folder / FILE), config=_settings(spare))) as connection:
                _fill(connection, source)


def _settings(spare: str) -> dict[str, Any]:
    """One thread, for the rows to stay in order; little memory, the rest on disk; nothing from any network."""
    return {
        "threads": 1,
        "memory_limit": _MEMORY,
        "temp_directory": str(Path(spare, "spill")),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def _fill(connection: Any, source: Path) -> None:
    for sheet in SHEETS:
        path = str(source / f"{sheet.name}.parquet").replace("'", "''")
        connection.execute(f"CREATE TABLE \"{sheet.name}\" AS FROM read_parquet('{path}')")
        _comment(connection, f'TABLE "{sheet.name}"', sheet.meaning)
        for column in sheet.columns:
            _comment(connection, f'COLUMN "{sheet.name}"."{column.name}"', column.meaning)
    connection.execute(_VIEWS.read_text(encoding="utf-8"))
    connection.execute("CHECKPOINT")


def _comment(connection: Any, what: str, text: str) -> None:
    quoted = text.replace("'", "''")
    connection.execute(f"COMMENT ON {what} IS '{quoted}'")
