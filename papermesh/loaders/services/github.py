"""What GitHub says of a repository: one by one without a token, a hundred at a time with one.

Its REST service redirects from an old name to `/repositories/ID`; its GraphQL service answers by the new name at once.
Either way a repository whose name is not the one that was asked has moved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from papermesh.errors import FetchError, ParseError
from papermesh.graph import schema
from papermesh.graph.export import Snapshot
from papermesh.loaders.exchange import Access, Answer, Request, Window
from papermesh.loaders.records import Record, RepositoryRecord
from papermesh.loaders.services.enrichment import Enrichment, Finding, Question, Selection, Subject, Unresolved

ACCESS = Access(
    name="github",
    base="https://api.github.com",
    windows=(Window(60, 3600.0),),
    keyed_windows=(Window(5000, 3600.0),),
    key_header="Authorization",
    # 403 is also how a repository is barred for its content; one about limits is no answer, and `read` says so.
    accepted=frozenset({200, 301, 302, 307, 308, 403, 404, 451}),
    headers={"X-GitHub-Api-Version": "2022-11-28"},
)
ACCEPT = "application/vnd.github+json"
BATCH = 100
"""Most repositories of one GraphQL query."""

_PREFIX = "github:"
_NAME = re.compile(r"(?P<owner>[a-z0-9][a-z0-9_-]{0,99})/(?P<name>(?!\.{1,2}$)[a-z0-9._-]{1,100})")
"""Names that GitHub gives; it takes them in any case."""
_BY_NUMBER = re.compile(r"/repositories/[0-9]+")
_REDIRECTS = frozenset({301, 302, 307, 308})
_FACTS = (
    "nameWithOwner url description stargazerCount isArchived pushedAt licenseInfo { spdxId }"
    " repositoryTopics(first: 100) { nodes { topic { name } } }"
)


def select(snapshot: Snapshot, records: Mapping[str, Record]) -> Selection:
    """Return the repositories of a graph, those that were never asked about first, then those of the oldest check."""
    subjects, unresolved = [], []
    for label, key in snapshot.nodes:
        if label != schema.Repository.label:
            continue
        name = key.removeprefix(_PREFIX)
        if not key.startswith(_PREFIX):
            unresolved.append(Unresolved(key, "not on GitHub"))
        elif not _NAME.fullmatch(name):
            unresolved.append(Unresolved(key, "no name that GitHub gives"))
        else:
            check = records.get(key)
            subjects.append(Subject(key, name, check.checked_at if isinstance(check, RepositoryRecord) else ""))
    subjects.sort(key=lambda subject: (subject.checked_at, subject.key))
    return Selection(tuple(subjects), tuple(sorted(unresolved, key=lambda one: one.key)))


def rest_question(subjects: Sequence[Subject]) -> Question:
    """Return the question about one repository that needs no token."""
    (subject,) = subjects
    return Question((subject,), Request(f"/repos/{_checked(subject.asked)}", accept=ACCEPT))


def graphql_question(subjects: Sequence[Subject]) -> Question:
    """Return the question about up to a hundred repositories; their names are its variables, never its text."""
    variables = {}
    for number, subject in enumerate(subjects):
        variables[f"o{number}"], _, variables[f"n{number}"] = _checked(subject.asked).partition("/")
    declared = ", ".join(f"${name}: String!" for name in variables)
    asked = " ".join(
        f"r{number}: repository(owner: $o{number}, name: $n{number}) {{ ...facts }}" for number in range(len(subjects))
    )
    query = f"query({declared}) {{ {asked} }} fragment facts on Repository {{ {_FACTS} }}"
    body = json.dumps({"query": query, "variables": variables})
    return Question(tuple(subjects), Request("/graphql", method="POST", body=body, accept=ACCEPT))


def read(question: Question, answer: Answer, checked_at: str) -> Finding:
    """Return what GitHub says of the repositories of a question.

    Raises:
        ParseError: The answer is none of GitHub's.
        FetchError: GitHub will not answer more now: its limit is reached, or the token is refused.
    """
    if answer.request.path == "/graphql":
        return _read_graphql(question, answer, checked_at)
    (subject,) = question.subjects
    if answer.status in _REDIRECTS:
        return Finding(next=(Question((subject,), _followed(answer)),))
    content = _object(answer)
    match answer.status:
        case 200:
            facts: dict[str, Any] = {
                "name": content.get("full_name"), "url": content.get("html_url"),
                "stars": content.get("stargazers_count"), "topics": content.get("topics") or (),
                "license": _part(content, "license").get("spdx_id"),
                "archived": content.get("archived"), "pushed_at": content.get("pushed_at"),
                "description": content.get("description"),
            }  # fmt: skip
            return Finding((_found(subject, facts, answer, checked_at),))
        case 404:
            return Finding((_record(subject, answer, checked_at, state="missing"),))
        case 451 | 403 if answer.status == 451 or "block" in content:
            reason = _part(content, "block").get("reason") or content.get("message")
            return Finding((_record(subject, answer, checked_at, state="blocked", reason=reason),))
        case 403 if not _is_limit(answer, content):
            return Finding(unresolved=(Unresolved(subject.key, _said(content)),))
        case _:
            raise FetchError(
                f"the service answered {answer.status}: {_said(content)}", where=answer.url, hint="try again later",
                status=answer.status,
            )  # fmt: skip


def _read_graphql(question: Question, answer: Answer, checked_at: str) -> Finding:
    content = _object(answer)
    errors = _parts(content, "errors")
    data = content.get("data")
    limited = any(error.get("type") == "RATE_LIMITED" for error in errors)
    if limited or not isinstance(data, dict):
        said = _said(errors[0] if errors else content)
        if answer.status == 200 and not limited and not errors:
            raise ParseError(f"this is no answer of GitHub's GraphQL service: {said}", where=answer.url)
        raise FetchError(
            f"the service answered no data: {said}", where=answer.url, hint="try again later",
            status=429 if limited else answer.status,
        )  # fmt: skip
    not_found = [error.get("path") for error in errors if error.get("type") == "NOT_FOUND"]
    records, unresolved, alone = [], [], []
    for number, subject in enumerate(question.subjects):
        alias = f"r{number}"
        found = data.get(alias)
        if isinstance(found, dict):
            topics = _parts(_part(found, "repositoryTopics"), "nodes")
            facts = {
                "name": found.get("nameWithOwner"), "url": found.get("url"), "stars": found.get("stargazerCount"),
                "license": _part(found, "licenseInfo").get("spdxId"), "archived": found.get("isArchived"),
                "topics": [_part(topic, "topic").get("name") for topic in topics],
                "pushed_at": found.get("pushedAt"), "description": found.get("description"),
            }  # fmt: skip
            try:
                records.append(_found(subject, facts, answer, checked_at))
            except ParseError as error:
                unresolved.append(Unresolved(subject.key, error.message))
        elif [alias] in not_found:
            records.append(_record(subject, answer, checked_at, state="missing"))
        else:
            # Why it is barred is what the REST service says.
            alone.append(rest_question([subject]))
    return Finding(tuple(records), tuple(unresolved), next=tuple(alone))


def _found(subject: Subject, facts: Mapping[str, Any], answer: Answer, checked_at: str) -> RepositoryRecord:
    name = facts["name"]
    if not isinstance(name, str) or "/" not in name:
        raise ParseError(f"the answer on {subject.asked} names no repository", where=answer.url)
    state = "alive" if name.lower() == subject.asked else "moved"
    return _record(subject, answer, checked_at, state=state, **facts)


def _record(subject: Subject, answer: Answer, checked_at: str, **said: Any) -> RepositoryRecord:
    content = {"id": subject.asked, "checked_at": checked_at, "place": answer.url, **said}
    try:
        return RepositoryRecord.model_validate(content)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        field = ".".join(map(str, wrong["loc"]))
        raise ParseError(
            f"the answer on {subject.asked} has a wrong {field}: {wrong['msg']}", where=answer.url
        ) from None


def _followed(answer: Answer) -> Request:
    """Return the request that a redirect asks for, which only leads to a repository by its number."""
    target = answer.headers.get("location", "")
    parts = urlsplit(target)
    # The service may be asked at another address, and either name itself or where it was asked.
    asked = urlsplit(answer.url)
    known = {ACCESS.base, f"{asked.scheme}://{asked.netloc}"}
    if f"{parts.scheme}://{parts.netloc}" not in known or not _BY_NUMBER.fullmatch(parts.path) or parts.query:
        raise ParseError(f"this sends on to {target[:100]!r}, which is no repository's address", where=answer.url)
    return Request(parts.path, accept=ACCEPT)


def _object(answer: Answer) -> dict[str, Any]:
    """Return the JSON object of an answer; GitHub also calls a page of HTML JSON."""
    try:
        content = json.loads(answer.data)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        start = " ".join(answer.data[:80].decode("utf-8", "replace").split())
        raise ParseError(f"the answer is no JSON object; it begins {start!r}", where=answer.url)
    return content


def _is_limit(answer: Answer, content: Mapping[str, Any]) -> bool:
    spent = answer.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answer.headers
    return spent or "rate limit" in _said(content).lower() or "user agent" in _said(content).lower()


def _said(content: Mapping[str, Any]) -> str:
    message = content.get("message")
    return " ".join(message.split())[:200] if isinstance(message, str) and message.strip() else "it says no reason"


def _part(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _parts(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = content.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _checked(asked: str) -> str:
    if not _NAME.fullmatch(asked):
        msg = f"{asked!r} is no name that GitHub gives"
        raise ValueError(msg)
    return asked


ONE_BY_ONE = Enrichment(
    access=ACCESS,
    summary="whether code repositories are there, archived or moved; their licence, stars, topics and last push",
    what="repositories",
    batch=1,
    select=select,
    question=rest_question,
    read=read,
)
"""Without a token."""
IN_BATCHES = Enrichment(
    access=ACCESS,
    summary=ONE_BY_ONE.summary,
    what="repositories",
    batch=BATCH,
    select=select,
    question=graphql_question,
    read=read,
)
"""With a token."""
