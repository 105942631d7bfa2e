"""The tables of the audit as Parquet files, written row group by row group."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.columns import SHEETS, Sheet
from disclosure_lint.audit.outputs.packages import package

GROUP = 1 << 15
"""Rows of a row group: what is in memory at a time."""


class Parquet:
    """`figures.parquet`, `claims.parquet`, `findings.parquet` and the small tables that explain them."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the files."""
        arrow, parquet = package("pyarrow"), package("pyarrow.parquet")
        for sheet in SHEETS:
            _write(sheet, campaign, folder / f"{sheet.name}.parquet", arrow, parquet)


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
