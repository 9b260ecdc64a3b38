"""Tables: their rows, and whether they hold figures or are the frame that a page was laid out in."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.extraction.text import squeeze

LONGEST_CELL = 400  # characters; a table with more in a cell is layout
MOST_ROWS, MOST_CELLS = 500, 40  # of a table that is kept


def rows_of(table: HtmlElement) -> tuple[tuple[str, ...], ...]:
    """The texts of a table's cells, row by row; empty rows are left out."""
    rows: list[tuple[str, ...]] = []
    for row in table.iter("tr"):
        cells = tuple(squeeze("".join(cell.itertext())) for cell in row.iterchildren("td", "th"))[:MOST_CELLS]
        if any(cells):
            rows.append(cells)
        if len(rows) == MOST_ROWS:
            break
    return tuple(rows)


def is_tabular(table: HtmlElement) -> bool:
    """Is this rows and columns of short cells, without a table inside, rather than a layout?"""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = rows_of(table)
    return len(rows) >= 2 and max(map(len, rows)) >= 2 and all(len(cell) <= LONGEST_CELL for row in rows for cell in row)
