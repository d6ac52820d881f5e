"""Zotero's CSV export: a line with the names of the columns, then a row for each item, which can have several lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from papermesh.errors import ParseError
from papermesh.loaders.records import Origin, Parsed, Rejected
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.source import BOM, shown
from papermesh.loaders.sources.zotero_items import take

_NEEDED = {"Item Type", "Title"}
_NAMES = {
    "Item Type": "itemType", "Publication Year": "year", "Title": "title", "Publication Title": "publicationTitle",
    "DOI": "DOI", "Url": "url", "Abstract Note": "abstractNote", "Date": "date", "Series": "series",
    "Series Title": "seriesTitle", "Publisher": "publisher", "Archive": "archive",
    "Archive Location": "archiveLocation", "Library Catalog": "libraryCatalog", "Extra": "extra", "Number": "number",
    "Meeting Name": "meetingName", "Conference Name": "conferenceName", "Citation Key": "citationKey",
}  # fmt: skip
"""Zotero's fields by the columns that have them; all other columns are not kept."""
_BESIDE = {"Notes": "notes to an item are no papers", "File Attachments": "attachments of an item are no papers"}
_KEY = re.compile(r"[A-Z0-9]{8}")


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the items of a table.

    Raises:
        ParseError: Its first line does not name the columns of Zotero.
    """
    text = data.decode("utf-8", "surrogateescape").removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    account = Account(origin)
    rejected: list[Rejected] = []
    rows = _rows(text, origin, rejected)
    _, columns = next(rows, ("", []))
    if not set(columns) >= _NEEDED:
        raise ParseError(
            f"this is no export of Zotero: it begins with {shown(text)!r}",
            where=f"{origin.path}:1",
            hint="export the library as CSV, with the names of the columns in its first line",
        )
    any_row = False
    for place, row in rows:
        any_row = True
        if len(row) != len(columns):
            account.reject(
                f"this row has {len(row)} fields, and the table {len(columns)} columns", place, ",".join(row)
            )
        else:
            _item(dict(zip(columns, row, strict=True)), place, account)
    if not any_row and not rejected:
        account.note("an empty table: no item", f"{origin.path}:1")
    return account.parsed(rejected)


def _rows(text: str, origin: Origin, rejected: list[Rejected]) -> Iterator[tuple[str, list[str]]]:
    """Yield each row that is not blank, with the place where it begins."""
    reader = csv.reader(_lines(text), strict=True)
    while True:
        place = f"{origin.path}:{reader.line_num + 1}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            at_end = "unexpected end" in str(error)
            reason = "the file ends in the middle of a row" if at_end else f"no row of a table: {error}"
            rejected.append(Rejected(reason, place))
        else:
            if any(field.strip() for field in row):
                yield place, row


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with what ends them, which only a line feed does."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def _item(row: dict[str, str], place: str, account: Account) -> None:
    content: dict[str, object] = {_NAMES[name]: value for name, value in row.items() if name in _NAMES}
    # Names stand behind each other: "Example, Ada; Sample, Bo". A name without a comma is that of a group.
    people = [name.strip() for name in row.get("Author", "").split(";") if name.strip()]
    content["creators"] = [_creator(name) for name in people]
    item = Fields(content, place, account)
    for column, words in _BESIDE.items():
        if row.get(column, "").strip():
            item.note(words)
    key = row.get("Key", "").strip()
    is_key = _KEY.fullmatch(key) is not None
    take(item, account, key if is_key else item.text("citationKey"), whole=is_key)


def _creator(name: str) -> dict[str, str]:
    # Both are put into the order in which a name is said where they have a comma, and a group has none.
    return {"creatorType": "author", "lastName" if "," in name else "name": name}
