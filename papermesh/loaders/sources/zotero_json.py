"""Zotero's items as JSON: Better BibTeX's own export, and answers of Zotero's web API."""

from __future__ import annotations

import re

from papermesh.loaders.records import Origin, Parsed
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.json_answers import Answer, read_answers
from papermesh.loaders.sources.source import shown
from papermesh.loaders.sources.zotero_items import take

_LISTS = (("items",),)
_HINT = (
    "give the export BetterBibTeX JSON, or an answer of Zotero's web API:\n"
    "curl 'https://api.zotero.org/users/USER/items?format=json'"
)
_KEY = re.compile(r"[A-Z0-9]{8}")
_IN_URI = re.compile(r"/items/([A-Z0-9]{8})$")


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the items of an export, or of answers of the API.

    Raises:
        ParseError: It is no JSON, or holds no items.
    """
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    for answer in answers:
        _answer(answer, account, alone=len(answers) == 1)
    return account.parsed(broken)


def _answer(answer: Answer, account: Account, *, alone: bool) -> None:
    if answer.items is not None:
        for item in account.page(answer, "item", _HINT, alone=alone) or ():
            if fields := account.fields(item):
                _item(fields, account)
    elif {"itemType", "data"}.isdisjoint(answer.head):
        about = shown(", ".join(answer.head)) or "nothing"
        account.refuse(f"this is no item of Zotero's; it tells of {about}", _HINT, answer.place, alone=alone)
    else:
        _item(Fields(answer.head, answer.place, account), account)


def _item(fields: Fields, account: Account) -> None:
    item = fields.part("data") if "data" in fields else fields
    for name, words in (
        ("attachments", "attachments of an item are no papers"),
        ("notes", "notes to an item are no papers"),
    ):
        beside = item.content.get(name)
        if isinstance(beside, list) and beside:
            item.note(words, len(beside))
    in_uri = _IN_URI.search(item.text("uri") or "")
    keys = (fields.text("key"), item.text("key", "itemKey"), in_uri[1] if in_uri else None)
    key = next((one for one in keys if one and _KEY.fullmatch(one)), None)
    take(item, account, key or item.text("citationKey", "citekey"), whole=key is not None)
