"""Each service with pages of papers for a test, in its wire format: three pages of two papers, one after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from papermesh.loaders.services.service import Query
from tests.replay import ReplayServer, Reply, json_reply

PAGES, EACH = 3, 2
TOTAL = PAGES * EACH


@dataclass(frozen=True)
class Paper:
    """A paper that every service has."""

    number: int

    @property
    def title(self) -> str:
        """A title that no other has."""
        return f"TinyNumber{self.number}: Counting to {self.number} on Small Devices"

    @property
    def abstract(self) -> str:
        """Two sentences with a device and a method."""
        return f"We present TinyNumber{self.number}, which uses LoRA. It ran on one NVIDIA A100 GPU for {self.number} hours."

    @property
    def arxiv(self) -> str:
        """Its arXiv id."""
        return f"2401.{self.number:05d}"

    @property
    def doi(self) -> str:
        """Its DOI."""
        return f"10.5555/tiny.{self.number}"


def papers_of(page: int) -> list[Paper]:
    """Return the papers of a page, counted from 0."""
    return [Paper(page * EACH + index + 1) for index in range(EACH)]


@dataclass(frozen=True)
class Book:
    """What a service answers to one query."""

    service: str
    query: Query
    path: str
    where: Callable[[int], Mapping[str, str]]
    """The parameters of a page."""
    page: Callable[[Sequence[Paper], int | None], Reply]
    """A page's answer from its papers and the number of the next page."""

    def fill(self, server: ReplayServer) -> None:
        """Let a server answer all pages."""
        for number in range(PAGES):
            server.answers(self.path, self.where(number), self.reply(number))

    def reply(self, number: int, following: int | None = -1) -> Reply:
        """Return a page; `following` names another page than the next one."""
        after = (number + 1 if number + 1 < PAGES else None) if following == -1 else following
        return self.page(papers_of(number), after)


def _atom(papers: Sequence[Paper], following: int | None) -> Reply:
    start = (papers[0].number - 1) if papers else 0
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{p.arxiv}v1</id><published>2024-01-02T00:00:00Z</published>"
        f"<title>{escape(p.title)}</title><summary>{escape(p.abstract)}</summary>"
        "<author><name>Ada Example</name></author></entry>"
        for p in papers
    )
    feed = (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:opensearch='http://a9.com/-/spec/opensearch/1.1/'><id>https://arxiv.org/api/x</id>"
        f"<opensearch:totalResults>{TOTAL}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>"
    )
    return Reply(feed.encode(), headers={"Content-Type": "application/atom+xml"})


def _oai(papers: Sequence[Paper], following: int | None) -> Reply:
    records = "".join(
        f"<record><header><identifier>oai:arXiv.org:{p.arxiv}</identifier></header><metadata>"
        f"<arXiv xmlns='http://arxiv.org/OAI/arXiv/'><id>{p.arxiv}</id><created>2024-01-02</created>"
        f"<authors><author><keyname>Example</keyname><forenames>Ada</forenames></author></authors>"
        f"<title>{escape(p.title)}</title><abstract>{escape(p.abstract)}</abstract></arXiv></metadata></record>"
        for p in papers
    )
    token = (
        f"<resumptionToken completeListSize='{TOTAL}'>page-{following}</resumptionToken>"
        if following is not None
        else ""
    )
    body = f"<?xml version='1.0'?><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>{records}{token}</ListRecords></OAI-PMH>"
    return Reply(body.encode(), headers={"Content-Type": "text/xml"})


def _openalex(papers: Sequence[Paper], following: int | None) -> Reply:
    results = [
        {
            "id": f"https://openalex.org/W{p.number}", "doi": f"https://doi.org/{p.doi}", "title": p.title,
            "type": "article", "publication_year": 2024, "publication_date": "2024-01-02",
            "abstract_inverted_index": {word: [place] for place, word in enumerate(dict.fromkeys(p.abstract.split()))},
            "authorships": [{"author": {"display_name": "Ada Example"}}], "referenced_works": [],
        }
        for p in papers
    ]  # fmt: skip
    cursor = f"page-{following}" if following is not None else None
    return json_reply(
        json.dumps({"meta": {"count": TOTAL, "per_page": EACH, "next_cursor": cursor}, "results": results})
    )


def _crossref(papers: Sequence[Paper], following: int | None) -> Reply:
    items = [
        {
            "DOI": p.doi, "title": [p.title], "type": "journal-article", "abstract": f"<jats:p>{p.abstract}</jats:p>",
            "issued": {"date-parts": [[2024, 1, 2]]}, "author": [{"given": "Ada", "family": "Example"}],
            "indexed": {}, "deposited": {}, "reference-count": 0,
        }
        for p in papers
    ]  # fmt: skip
    message = {
        "items": items,
        "total-results": TOTAL,
        "next-cursor": f"page-{following if following is not None else 9}",
    }
    return json_reply(
        json.dumps({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})
    )


def _datacite(papers: Sequence[Paper], following: int | None) -> Reply:
    data = [
        {
            "id": f"10.48550/arxiv.{p.arxiv}", "type": "dois",
            "attributes": {
                "doi": f"10.48550/arxiv.{p.arxiv}", "titles": [{"title": p.title}], "publicationYear": 2024,
                "creators": [{"name": "Example, Ada", "givenName": "Ada", "familyName": "Example"}],
                "descriptions": [{"description": p.abstract, "descriptionType": "Abstract"}],
                "types": {"resourceTypeGeneral": "Preprint"},
            },
        }
        for p in papers
    ]  # fmt: skip
    links = (
        {"next": f"https://api.datacite.org/dois?page%5Bcursor%5D=page-{following}&query=tiny"}
        if following is not None
        else {}
    )
    return json_reply(json.dumps({"data": data, "meta": {"total": TOTAL}, "links": links}))


def _semantic_scholar(papers: Sequence[Paper], following: int | None) -> Reply:
    data = [
        {
            "paperId": f"{p.number:040x}", "title": p.title, "abstract": p.abstract, "year": 2024,
            "authors": [{"name": "Ada Example"}], "externalIds": {"ArXiv": p.arxiv}, "venue": "",
        }
        for p in papers
    ]  # fmt: skip
    token = {"token": f"page-{following}"} if following is not None else {}
    return json_reply(json.dumps({"total": TOTAL, **token, "data": data}))


def _huggingface(papers: Sequence[Paper], following: int | None) -> Reply:
    items = [
        {
            "paper": {
                "id": p.arxiv, "title": p.title, "summary": p.abstract, "publishedAt": "2024-01-02T00:00:00.000Z",
                "authors": [{"name": "Ada Example"}], "upvotes": 1,
            },
            "title": p.title, "numComments": 0,
        }
        for p in papers
    ]  # fmt: skip
    return json_reply(json.dumps(items))


def _papers_with_code(papers: Sequence[Paper], following: int | None) -> Reply:
    results = [
        {"arxiv_id": p.arxiv, "title": p.title, "abstract": p.abstract, "published": "2024-01-02", "authors": ["Ada Example"],
         "citation_count": 0, "methods": []}
        for p in papers
    ]  # fmt: skip
    number = following + 1 if following is not None else None
    return json_reply(json.dumps({"count": TOTAL, "next_page": number, "previous_page": None, "results": results}))


def _cursor(name: str, first: str | None) -> Callable[[int], Mapping[str, str]]:
    return lambda number: {name: f"page-{number}"} if number else ({name: first} if first else {})


WORDS = Query(text="tiny")
BOOKS = (
    Book("arxiv", WORDS, "/api/query", lambda number: {"start": str(number * EACH)}, _atom),
    Book("arxiv-oai", Query(set="cs"), "/oai", _cursor("resumptionToken", None), _oai),
    Book("crossref", WORDS, "/works", _cursor("cursor", "*"), _crossref),
    Book("datacite", WORDS, "/dois", _cursor("page[cursor]", "1"), _datacite),
    Book(
        "huggingface", Query(since="2024-01-01", until="2024-01-03"), "/api/daily_papers",
        lambda number: {"date": f"2024-01-0{number + 1}"}, _huggingface,
    ),
    Book("openalex", WORDS, "/works", _cursor("cursor", "*"), _openalex),
    Book("papers-with-code", WORDS, "/papers/", lambda number: {"page": str(number + 1)}, _papers_with_code),
    Book("semantic-scholar", WORDS, "/paper/search/bulk", _cursor("token", None), _semantic_scholar),
)  # fmt: skip
