"""arXiv's OAI-PMH service: whole sets of papers by the day on which their records changed, for bulk.

Each answer names the next one by a token that arXiv keeps for a while; a token that is too old ends the harvest with
an error, and the days that are left have to be asked for anew.
"""

from __future__ import annotations

from dataclasses import replace

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.records import Noted, Origin, Parsed
from papermesh.loaders.services.arxiv import SHARED_WINDOWS
from papermesh.loaders.services.questions import check_question
from papermesh.loaders.services.service import Page, Query, Service
from papermesh.loaders.sources.arxiv_oai import SOURCE
from papermesh.loaders.sources.xml_elements import Part, elements, text_of

ACCESS = Access(
    name="arxiv-oai",
    base="https://oaipmh.arxiv.org",
    windows=(Window(1, 3.0),),
    shared_windows=SHARED_WINDOWS,
    # A harvest goes on by tokens that end soon: an answer of yesterday leads nowhere.
    fresh_s=3600.0,
)
_NAME = "arXiv's OAI-PMH service"
_XML = "text/xml"
_PARTS = frozenset({"resumptionToken", "error"})


def first(query: Query) -> tuple[Request, ...]:
    """Return the request for the first records of a set, or of some days.

    Raises:
        SourceError: It asks for nothing, or its days are none.
    """
    check_question(_NAME, query)
    named = (("set", query.set), ("from", query.since), ("until", query.until))
    given = tuple((name, value) for name, value in named if value)
    return (Request("/oai", (("verb", "ListRecords"), ("metadataPrefix", "arXiv"), *given), accept=_XML),)


def read(query: Query, answer: Answer) -> Page:
    """Return the papers of an answer, and the request that its token stands for.

    Raises:
        SourceError: The token is too old.
        ParseError: It is no answer with records, or another error of the service.
    """
    token, total, codes = "", None, set()
    for part in elements(answer.data, Origin(SOURCE.name, answer.url), _PARTS):
        if isinstance(part, Part) and part.name == "resumptionToken":
            token = text_of(part.element).strip()
            size = part.element.get("completeListSize") or ""
            total = int(size) if size.isdigit() and len(size) < 10 else None
        elif isinstance(part, Part) and part.name == "error":
            codes.add(part.element.get("code"))
    if "badResumptionToken" in codes:
        raise SourceError(
            "arXiv does not know the place to go on from any more",
            where=answer.url,
            hint="ask anew from the last day that came: --from DATE",
        )
    if codes == {"noRecordsMatch"}:
        return Page(Parsed((), (), (Noted("no record fits the set and the days", f"{answer.url}:1"),)))
    try:
        parsed = SOURCE.parse(answer.data, Origin(SOURCE.name, answer.url))
    except ParseError as error:
        error.where = answer.url
        raise
    parsed = replace(parsed, noted=tuple(n for n in parsed.noted if not n.what.startswith("this is not the last")))
    following = (Request("/oai", (("verb", "ListRecords"), ("resumptionToken", token)), accept=_XML),) if token else ()
    return Page(parsed, following, total)


SERVICE = Service(
    access=ACCESS,
    source=SOURCE.name,
    summary="all papers of a set of arXiv (--set cs), or of the days on which their records changed",
    options=frozenset({"set", "since", "until"}),
    first=first,
    read=read,
)
