"""Reads one workbook in a process of its own, with a limit on memory and time; run as a file, never imported.

A workbook of three kilobytes can name a cell in the last row and column of Excel; the reading library then asks for half a
terabyte and takes its process along. Here that process is this one: whoever started it sees that it fell.
Workbook in on standard input, JSON out: {"rows": [[cell…]…]} or {"refused": "broken" | "large"}.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1_000 * 1024 * 1024
SECONDS = 20


def main(max_rows: int, max_columns: int, passed_over: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        answer: dict[str, Any] = {"rows": []}
        for facts in book.sheets_metadata:
            if facts.visible != SheetVisibleEnum.Visible or facts.name == passed_over:
                continue
            sheet = book.get_sheet_by_name(facts.name)
            if sheet.total_height > max_rows or sheet.total_width > max_columns:
                answer = {"refused": "large"}
                break
            answer = {"rows": [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]}
            if any(cell not in ("", None) for row in answer["rows"] for cell in row):
                break
    except CalamineError:
        answer = {"refused": "broken"}
    json.dump(answer, sys.stdout)


def _plain(cell: Any) -> Any:
    """Dates are the one thing that JSON has not: {"date": "2026-03-01"}."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
