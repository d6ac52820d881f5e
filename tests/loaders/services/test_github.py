"""GitHub's answers, written by hand in its format: each becomes a record, a further question, or a refusal."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import FetchError, ParseError
from papermesh.graph.export import Snapshot
from papermesh.loaders.exchange import Answer, Request
from papermesh.loaders.records import Record, RepositoryRecord
from papermesh.loaders.services.enrichment import Finding, Question, Subject, Unresolved
from papermesh.loaders.services.github import ACCESS, graphql_question, read, rest_question, select

SHARED = Path(__file__).parents[4] / "shared" / "data" / "sources" / "github-rest"
AT = "2026-01-31T09:30:00Z"
URL = "https://api.github.com/repos/example/tinyquant"
SUBJECT = Subject("github:example/tinyquant", "example/tinyquant")
REPOSITORY: dict[str, Any] = {
    "id": 7, "name": "TinyQuant", "full_name": "Example/TinyQuant", "private": False,
    "html_url": "https://github.com/Example/TinyQuant", "description": "Four-bit weights", "fork": False,
    "pushed_at": "2025-12-24T18:00:00Z", "stargazers_count": 41, "archived": False, "disabled": False,
    "license": {"key": "apache-2.0", "name": "Apache License 2.0", "spdx_id": "Apache-2.0"},
    "topics": ["quantization", "cuda"],
}  # fmt: skip
NODE: dict[str, Any] = {
    "nameWithOwner": "Example/TinyQuant", "url": "https://github.com/Example/TinyQuant", "stargazerCount": 41,
    "description": "Four-bit weights", "isArchived": False, "pushedAt": "2025-12-24T18:00:00Z",
    "licenseInfo": {"spdxId": "Apache-2.0"},
    "repositoryTopics": {"nodes": [{"topic": {"name": "quantization"}}, {"topic": {"name": "cuda"}}]},
}  # fmt: skip
RECORD = RepositoryRecord(
    id="example/tinyquant", state="alive", checked_at=AT, url="https://github.com/Example/TinyQuant",
    name="Example/TinyQuant", description="Four-bit weights", stars=41, license="Apache-2.0",
    topics=("quantization", "cuda"), archived=False, pushed_at="2025-12-24T18:00:00Z", place=URL,
)  # fmt: skip


def rest(content: object, status: int = 200, url: str = URL, **headers: str) -> Finding:
    """Return what is read of an answer on one repository."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    question = rest_question([SUBJECT])
    return read(question, Answer(question.request, url, status, named, data), AT)


def subjects(*names: str) -> list[Subject]:
    """Return repositories that were never asked about."""
    return [Subject(f"github:{name}", name) for name in names]


def batch(content: object, *names: str, status: int = 200) -> Finding:
    """Return what is read of an answer on several repositories."""
    question = graphql_question(subjects(*names))
    url = "https://api.github.com/graphql"
    return read(question, Answer(question.request, url, status, {}, json.dumps(content).encode()), AT)


def test_an_answer_becomes_a_record() -> None:
    """All that is known of a repository that is there, under the name that was asked."""
    assert rest(REPOSITORY) == Finding((RECORD,))


def test_what_a_repository_does_not_have_is_not_known() -> None:
    """No licence, no topic, no description; a licence that GitHub does not know says so."""
    bare = {**REPOSITORY, "license": None, "topics": [], "description": None}
    (record,) = rest(bare).records
    assert isinstance(record, RepositoryRecord)
    assert (record.license, record.topics, record.description) == (None, (), None)
    (other,) = rest({**REPOSITORY, "license": {"key": "other", "spdx_id": "NOASSERTION"}}).records
    assert isinstance(other, RepositoryRecord)
    assert other.license == "NOASSERTION"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_to_the_repository_by_number(status: int) -> None:
    """After a rename or transfer GitHub sends on; what stands there under another name has moved."""
    finding = rest({"message": "Moved Permanently"}, status, location="https://api.github.com/repositories/7")
    (question,) = finding.next
    assert (question.subjects, question.request.path) == ((SUBJECT,), "/repositories/7")
    moved = {**REPOSITORY, "full_name": "another/BigQuant"}
    answer = Answer(question.request, "https://api.github.com/repositories/7", 200, {}, json.dumps(moved).encode())
    (record,) = read(question, answer, AT).records
    assert isinstance(record, RepositoryRecord)
    assert (record.id, record.state, record.name, record.stars) == (
        "example/tinyquant",
        "moved",
        "another/BigQuant",
        41,
    )
    # A redirect that was followed on the way gives the same.
    assert rest(moved, url="https://api.github.com/repositories/7").records == (record,)


@pytest.mark.parametrize(
    "location",
    ["", "https://example.org/repositories/7", "http://api.github.com/repositories/7", "https://api.github.com/user",
     "https://api.github.com@example.org/repositories/7", "https://api.github.com/repositories/7?x=1", "/repositories/7"],
)  # fmt: skip
def test_a_redirect_to_anything_else_is_refused(location: str) -> None:
    """Nobody is asked but GitHub, and nothing but a repository."""
    with pytest.raises(ParseError, match="sends on to"):
        rest({}, 301, location=location)


def test_missing_and_blocked_are_states() -> None:
    """A repository that is gone or private is missing; one that is barred says why."""
    missing = rest({"message": "Not Found", "status": "404"}, 404)
    assert missing.records == (RepositoryRecord(id="example/tinyquant", state="missing", checked_at=AT, place=URL),)
    barred = {"message": "Repository access blocked", "block": {"reason": "dmca", "created_at": "2025-01-01T00:00:00Z"}}
    for status in (451, 403):
        (record,) = rest(barred, status).records
        assert isinstance(record, RepositoryRecord)
        assert (record.state, record.reason) == ("blocked", "dmca")
    (plain,) = rest({"message": "Repository access blocked"}, 451).records
    assert isinstance(plain, RepositoryRecord)
    assert (plain.state, plain.reason) == ("blocked", "Repository access blocked")


def test_a_limit_is_no_answer() -> None:
    """Nothing is learnt of a repository from "too many requests"; what the token may not see is not resolved."""
    for content, headers in (
        ({"message": "API rate limit exceeded for 192.0.2.7."}, {}),
        ({"message": "Forbidden"}, {"x_ratelimit_remaining": "0"}),
        ({"message": "You have exceeded a secondary rate limit."}, {"retry_after": "60"}),
        ({"message": "Missing or invalid User Agent string."}, {}),
    ):
        with pytest.raises(FetchError) as caught:
            rest(content, 403, **headers)
        assert caught.value.status == 403
    message = "Resource protected by organization SAML enforcement."
    assert rest({"message": message}, 403).unresolved == (Unresolved(SUBJECT.key, message),)


@pytest.mark.parametrize(
    ("content", "status"), [(b"<html><body>503 Service Unavailable</body></html>", 503), (b"", 200), (b"[]", 200)]
)
def test_what_is_no_answer_of_github_is_refused(content: bytes, status: int) -> None:
    """A page of HTML under the name of JSON, nothing at all, a list."""
    with pytest.raises(ParseError, match="no JSON object"):
        rest(content, status)


@pytest.mark.parametrize(
    "wrong", [{"full_name": None}, {"full_name": "x"}, {"stargazers_count": "many"}, {"topics": "cuda"}]
)
def test_an_answer_of_another_shape_is_refused(wrong: dict[str, Any]) -> None:
    """It says which repository it was, and nothing is guessed."""
    with pytest.raises(ParseError, match="example/tinyquant"):
        rest({**REPOSITORY, **wrong})


def test_a_batch_is_asked_by_variables() -> None:
    """No name stands in the text of the query; the same repositories make the same request."""
    question = graphql_question(subjects("example/tinyquant", "example/bigserve"))
    body = json.loads(question.request.body or "")
    assert body["variables"] == {"o0": "example", "n0": "tinyquant", "o1": "example", "n1": "bigserve"}
    assert not any(name in body["query"] for name in ("example", "tinyquant", "bigserve"))
    assert body["query"].count("...facts") == 2
    assert question == graphql_question(subjects("example/tinyquant", "example/bigserve"))


@pytest.mark.parametrize("name", ['a"b/c', "a/b) { x }", "a/..", "a", "a/b/c", "A/b", "", "/repos", "a/b\n", "-a/b"])
def test_no_other_name_is_asked(name: str) -> None:
    """What GitHub cannot have is not sent to it."""
    for make in (rest_question, graphql_question):
        with pytest.raises(ValueError, match="no name that GitHub gives"):
            make([Subject("github:x", name)])


def test_a_batch_gives_the_same_records_as_single_answers() -> None:
    """One that is there, one that moved, one that is gone, and one of which only the other service says why."""
    answer = {
        "data": {
            "r0": NODE,
            "r1": {**NODE, "nameWithOwner": "another/BigQuant"},
            "r2": None,
            "r3": None,
            "r4": {"url": 3},
        },
        "errors": [
            {"type": "NOT_FOUND", "path": ["r2"], "message": "Could not resolve to a Repository with the name 'a/b'."},
            {"type": "FORBIDDEN", "path": ["r3"], "message": "Repository access blocked"},
        ],
    }
    names = ["example/tinyquant", "example/oldquant", "example/gone", "example/barred", "example/odd"]
    finding = batch(answer, *names)
    alive, moved, missing = finding.records
    assert alive == RECORD.model_copy(update={"place": "https://api.github.com/graphql"})
    assert isinstance(moved, RepositoryRecord)
    assert isinstance(missing, RepositoryRecord)
    assert (moved.id, moved.state, moved.name) == ("example/oldquant", "moved", "another/BigQuant")
    assert (missing.id, missing.state) == ("example/gone", "missing")
    assert finding.next == (rest_question(subjects("example/barred")),)
    assert [one.key for one in finding.unresolved] == ["github:example/odd"]


def test_a_batch_without_data_is_no_answer() -> None:
    """A limit comes with status 200; a query that is refused says why."""
    with pytest.raises(FetchError) as limited:
        batch({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}, "a/b")
    assert limited.value.status == 429
    with pytest.raises(FetchError, match="Something went wrong"):
        batch({"data": None, "errors": [{"message": "Something went wrong"}]}, "a/b")
    with pytest.raises(ParseError, match="no answer of GitHub's GraphQL"):
        batch({"login": "someone"}, "a/b")


def test_the_oldest_comes_first_and_others_are_listed() -> None:
    """Never asked, then by the time of the check, then by name; elsewhere and unnameable ones say why not."""
    keys = ["github:a/new", "github:a/old", "github:b/never", "github:a/never", "gitlab:a/b", "github:a/é"]
    snapshot = Snapshot()
    for node in (*(("Repository", key) for key in keys), ("Paper", "github:a/paper")):
        snapshot.nodes[node] = {}
    checks: dict[str, Record] = {
        f"github:{name}": RepositoryRecord(id=name, state="missing", checked_at=at)
        for name, at in (("a/new", AT), ("a/old", "2025-01-01T00:00:00Z"), ("a/unlinked", AT))
    }
    selection = select(snapshot, checks)
    assert [one.asked for one in selection.subjects] == ["a/never", "b/never", "a/old", "a/new"]
    assert selection.unresolved == (
        Unresolved("github:a/é", "no name that GitHub gives"), Unresolved("gitlab:a/b", "not on GitHub"),
    )  # fmt: skip


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "errors", "r0", "path", "type", "message", "block", "reason", "full_name", "license",
                         "spdx_id", "topics", "nameWithOwner", "repositoryTopics", "nodes", "topic", "name"]),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60),
    st.sampled_from(sorted(ACCESS.accepted)),
)
def test_any_answer_is_read_or_refused(data: bytes, status: int) -> None:
    """Whatever comes, each repository that was asked about is accounted for, or the whole answer is refused."""
    for question in (rest_question([SUBJECT]), graphql_question([SUBJECT])):
        try:
            finding = read(question, Answer(question.request, URL, status, {}, data), AT)
        except (ParseError, FetchError):
            continue
        known = [record.record_id for record in finding.records] + [one.key for one in finding.unresolved]
        assert [*known, *(subject.key for one in finding.next for subject in one.subjects)] == [SUBJECT.key]


def recorded() -> Iterator[tuple[str, Answer]]:
    """Yield every recorded answer on a repository: its file's name, and the answer."""
    for path in sorted(SHARED.glob("*.txt")):
        lines = path.read_text("utf-8").split("\n")
        for start in range(0, len(lines) - 9, 11):
            if lines[start] != "https":
                break
            method, _, _, target, _, _, status, headers, data = lines[start + 1 : start + 10]
            named = {name.lower(): value for name, value in ast.literal_eval(headers)}
            if method == "GET" and target.count("/") <= 3 and target.startswith(("/repos/", "/repositories/")):
                yield path.name, Answer(Request(target), f"{ACCESS.base}{target}", int(status), named, data.encode())


@pytest.mark.shared
def test_recorded_answers_are_read_or_refused_with_a_reason() -> None:
    """Repositories of 13 years of the service: there, moved, gone; a server's error is no answer."""
    if not SHARED.is_dir():
        pytest.skip("the recorded answers do not stand beside this checkout")
    seen: dict[str, list[str]] = {}
    for name, answer in recorded():
        asked = "protoncoin/protoncoin" if "301" in name else answer.request.path.removeprefix("/repos/").lower()
        subject = Subject(f"github:{asked}", asked)
        try:
            finding = read(Question((subject,), answer.request), answer, AT)
            (said,) = [f"{one.state} {one.name} {one.stars} {one.license}" for one in finding.records
                       if isinstance(one, RepositoryRecord)] or [one.request.path for one in finding.next]  # fmt: skip
        except (ParseError, FetchError) as error:
            said = error.message
        seen.setdefault(name.removesuffix(".txt"), []).append(said)
    failed = ["the service answered 502: it says no reason"] * 4
    assert seen == {
        "ConditionalRequestUpdate.setUp": ["alive akfish/PyGithub None None"],
        "ConditionalRequestUpdate.testDidNotUpdate": ["the answer is no JSON object; it begins ''"],
        "ConditionalRequestUpdate.testDidUpdate": ["alive akfish/PyGithub None None"],
        "Exceptions.testUnknownObject": ["missing None None None"],
        "PaginatedList.testGraphQlPagination": ["alive PyGithub/PyGithub 6906 LGPL-3.0"],
        "Repository.setUp": ["alive PyGithub/PyGithub 7122 LGPL-3.0"],
        "Repository.testGetRepositoryWith301Redirect": ["/repositories/112116543", "moved padima2/protoncoin 5 MIT"],
        "Retry.testRaisesRetryErrorAfterMaxRetries": failed,
        "Retry.testReturnsRepoAfter1Retry": [
            "the service answered 500: it says no reason", "alive PyGithub/PyGithub 2256 LGPL-3.0",
        ],
    }  # fmt: skip
