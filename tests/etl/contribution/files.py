"""Files that tests give: a good row of each form, rows as CSV and as a workbook, hostile texts."""

import csv
import io
from collections.abc import Mapping, Sequence

import openpyxl

WIDE: dict[str, str] = {
    "name": "Ranipet hide market",
    "country": "India",
    "place": "Ranipet",
    "latitude": "12.9300",
    "longitude": "79.3300",
    "sector": "paper",
    "union_presence": "weak",
    "year": "2019",
    "source": "Author (2019). A report.",
    "source_url": "https://example.org/report",
}
LONG: dict[str, str] = {
    "cluster_id": "pk-sialkot-footballs",
    "factor": "union_presence",
    "value": "weak",
    "year": "2019",
    "source": "Author (2019). A report.",
    "source_url": "https://example.org/report",
    "statement": "A union exists and few belong to it.",
}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "${7*7} `id` $(id)",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(1+1)",
    "-2+3",
    "'); DROP TABLE clusters; --",
    "\x1b[31mred\x07",
    "\u202egnp.exe\u202c",
    "a\x00b",
    "\ufeff\uffff",
    "line\r\nbreak",
    "क्लस्टर \u200d خوشہ",
    "9" * 400,
    "x" * 20_000,
)


def csv_bytes(rows: Sequence[Mapping[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as CSV; the heading has every column of any row, in order of first use."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def xlsx_bytes(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Return sheets of cells as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
