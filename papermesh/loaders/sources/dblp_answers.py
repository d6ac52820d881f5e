"""Answers of DBLP's search for publications, as JSON."""

from __future__ import annotations

from papermesh.loaders.records import Origin, Parsed
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.dblp_record import Stated, content_of, plain_title
from papermesh.loaders.sources.json_answers import Answer, Item, read_answers
from papermesh.loaders.sources.source import shown
from papermesh.loaders.sources.tagged_text import one_line

_LISTS = (("result", "hits", "hit"),)
_OTHERS = {"Editorship": "proceedings", "Data and Artifacts": "data"}
_HINT = "ask for publications: https://dblp.org/search/publ/api?q=WORDS&format=json&h=1000"


def read_search(data: bytes, origin: Origin) -> Parsed:
    """Return the papers of an answer, or of one answer a line.

    Raises:
        ParseError: It is no JSON, an error of the service, or an answer that is not about publications.
    """
    answers, broken = read_answers(data, origin, _LISTS)
    account = Account(origin)
    for answer in answers:
        _answer(answer, account, alone=len(answers) == 1 and not broken)
    return account.parsed(broken)


def _answer(answer: Answer, account: Account, *, alone: bool) -> None:
    result = Fields(answer.head, answer.place, account).part("result")
    status = result.part("status")
    hits = result.part("hits")
    if "result" not in answer.head:
        account.refuse("this is no answer of DBLP's search", _HINT, answer.place, alone=alone)
    elif status.identifier("@code") not in {None, "200"}:
        said = f"{status.identifier('@code')} {status.text('text') or ''}".strip()
        account.refuse(f"DBLP answered with an error: {shown(said)}", _HINT, answer.place, alone=alone)
    elif answer.items is None and "hit" in hits:
        # One hit alone may stand without a list around it.
        _hit(Item(hits.content["hit"], answer.inner_place), account)
    elif answer.items is None:
        account.note("an empty answer: no publication", answer.place)
    elif (items := account.page(answer, "publication", _HINT, alone=alone)) is not None:
        total = hits.number("@total")
        if items and total is not None and total > len(items):
            account.note(f"this page has {len(items)} of {total} publications", answer.place)
        for item in items:
            _hit(item, account)


def _hit(item: Item, account: Account) -> None:
    outer = account.fields(item)
    if outer is None:
        return
    fields = outer.part("info")
    kind = fields.text("type")
    if kind in _OTHERS:
        account.note(f"{_OTHERS[kind]}, not a paper", item.place)
        return
    if "title" not in fields and ("author" in fields or "venue" in fields or "acronym" in fields):
        account.note("a person or venue, not a paper", item.place)
        return
    key, title = fields.text("key"), fields.text("title")
    stated = Stated(
        key=key,
        title=plain_title(one_line(title)) if title else "",
        authors=_authors(fields, account),
        year=fields.identifier("year") or "",
        venues=tuple(fields.texts("venue") if _is_list(fields, "venue") else [fields.text("venue") or ""]),
        volume=fields.identifier("volume") or "",
        addresses=tuple(fields.texts("ee") if _is_list(fields, "ee") else filter(None, [fields.text("ee")])),
        dois=tuple(filter(None, [fields.text("doi")])),
    )
    # An answer leaves out ORCID iDs, months and all but one address.
    account.record(key, content_of(stated, account, item.place), item.place, whole=False)


def _authors(fields: Fields, account: Account) -> tuple[tuple[str, str | None], ...]:
    """Return the authors: a list of objects, one object alone, or names."""
    value = fields.part("authors").content.get("author")
    listed = value if isinstance(value, list) else [value]
    content = {"author": [{"text": one} if isinstance(one, str) else one for one in listed]}
    people = Fields(content, fields.place, account, "info.authors.")
    return tuple((one_line(name), None) for one in people.parts("author") if (name := one.text("text")))


def _is_list(fields: Fields, key: str) -> bool:
    return isinstance(fields.content.get(key), list)
