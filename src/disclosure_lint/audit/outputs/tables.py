"""The tables of the audit for programs: Parquet files, and `audit.duckdb` that holds them all with a few views.

Rows are written group by group. The same audit gives the same Parquet files byte by byte; a DuckDB file says the same
too, but holds random numbers.
"""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.columns import SHEETS, Sheet
from disclosure_lint.audit.outputs.packages import package

DATABASE = "audit.duckdb"
GROUP = 1 << 15
"""Rows of a row group: what is in memory at a time."""

_MEMORY = "512MB"
_VIEWS = Path(__file__).with_name("views.sql")


class Tables:
    """`figures.parquet`, `claims.parquet`, `findings.parquet`, the small tables beside them, and the database."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the files."""
        arrow, parquet, duckdb = package("pyarrow"), package("pyarrow.parquet"), package("duckdb")
        for sheet in SHEETS:
            _write(sheet, campaign, _path(folder, sheet), arrow, parquet)
        with (
            TemporaryDirectory(dir=folder, prefix=".spill-") as spill,
            closing(duckdb.connect(str(folder / DATABASE), config=_settings(spill))) as connection,
        ):
            _fill(connection, folder)


def _path(folder: Path, sheet: Sheet) -> Path:
    return folder / f"{sheet.name}.parquet"


def _types(arrow: Any) -> dict[str, Any]:
    return {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "flag": arrow.bool_(),
        "day": arrow.date32(),
        "texts": arrow.list_(arrow.string()),
        "numbers": arrow.list_(arrow.float64()),
    }


def schema_of(sheet: Sheet, arrow: Any) -> Any:
    """The schema of a table; what a column means is kept with it."""
    types = _types(arrow)
    fields = [
        arrow.field(column.name, types[column.type], metadata={"description": column.meaning})
        for column in sheet.columns
    ]
    return arrow.schema(fields, metadata={"description": sheet.meaning})


def _write(sheet: Sheet, campaign: Campaign, path: Path, arrow: Any, parquet: Any) -> None:
    schema = schema_of(sheet, arrow)
    rows = iter(sheet.rows(campaign))
    with parquet.ParquetWriter(path, schema, compression="zstd", version="2.6") as writer:
        while group := list(islice(rows, GROUP)):
            columns = [
                arrow.array(values, type=field.type)
                for values, field in zip(zip(*group, strict=True), schema, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema), row_group_size=GROUP)


def _settings(spill: str) -> dict[str, Any]:
    """One thread, for the rows to stay in order; little memory, the rest on disk; nothing from any network."""
    return {
        "threads": 1,
        "memory_limit": _MEMORY,
        "temp_directory": spill,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def _fill(connection: Any, folder: Path) -> None:
    for sheet in SHEETS:
        path = str(_path(folder, sheet)).replace("'", "''")
        connection.execute(f"CREATE TABLE \"{sheet.name}\" AS FROM read_parquet('{path}')")
        _comment(connection, f'TABLE "{sheet.name}"', sheet.meaning)
        for column in sheet.columns:
            _comment(connection, f'COLUMN "{sheet.name}"."{column.name}"', column.meaning)
    connection.execute(_VIEWS.read_text(encoding="utf-8"))
    connection.execute("CHECKPOINT")


def _comment(connection: Any, what: str, text: str) -> None:
    quoted = text.replace("'", "''")
    connection.execute(f"COMMENT ON {what} IS '{quoted}'")
