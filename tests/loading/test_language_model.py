"""The language model: what of its answers counts, what is asked, kept and paid, and what a failure leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from papermesh.errors import ConfigError, PapermeshError
from papermesh.graph.export import canonical_dump
from papermesh.graph.store import open_graph
from papermesh.loaders.extract import extract
from papermesh.loaders.fetching.limits import Limits
from papermesh.loaders.ingest import load
from papermesh.loaders.language_model import LanguageModel, language_model_of
from papermesh.loaders.rebuilding import refresh
from papermesh.loaders.report import LoadReport
from papermesh.settings import Settings, load_settings
from tests.loading.fake_language_model import TOKENS_IN, TOKENS_OUT, FakeLanguageModel, Fault, completion

KEY = "sk-made-up-for-these-tests"
QUICK = Limits(connect_s=5, silence_s=5, answer_bytes=100_000, attempts=2, first_wait_s=0.01)

FOLDING = "Zentrix: Folding Tensors on Small Boards"
TREES = "Grumble Trees Revisited"
RECORDS = [
    {"id": "1", "title": FOLDING, "year": 2023,
     "abstract": "We present Zentrix, which folds tensors by lattice whispering. It runs on two quillboards and on eight "
                 "NVIDIA A100 GPUs. On the mossy\ncorpus it is ahead of grumble trees and of GPTQ. "
                 "Code: https://github.com/example/mossback."},
    {"id": "2", "title": TREES, "year": 2024, "abstract": "Grumble trees are grown anew and compared with Zentrix."},
]  # fmt: skip


def _entry(surface: str, role: str, kind: str, name: str | None = None) -> dict[str, str]:
    return {"surface": surface, "name": name or surface, "role": role, "kind": kind}


GOOD = {
    "methods": [
        _entry("lattice whispering", "uses", "technique", "Lattice Whispering"),
        _entry("grumble trees", "compares", "model", "Grumble Trees"),
        _entry("GPTQ", "compares", "technique"),
    ],
    "hardware": [_entry("quillboards", "evaluated_on", "model", "Quillboard")],
    "benchmarks": [_entry("mossy corpus", "evaluates", "dataset", "Mossy Corpus")],
}
FROM_MODEL = {
    ("Lattice Whispering", "USES", "lattice whispering"),
    ("Grumble Trees", "COMPARES_WITH", "grumble trees"),
    ("Quillboard", "RUNS_ON", "quillboards"),
    ("Mossy Corpus", "EVALUATES_ON", "mossy\ncorpus"),
}
"""What `GOOD` adds to the links that the rules find: all but GPTQ."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two papers in a file."""
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (tmp_path / "papers.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server() -> Iterator[FakeLanguageModel]:
    """A server that knows the key and an answer on the first paper."""
    with FakeLanguageModel({FOLDING: GOOD}, key=KEY) as running:
        yield running


Make = Callable[..., LanguageModel]


@pytest.fixture
def settings(folder: Path, server: FakeLanguageModel) -> Settings:
    """Settings that name the server, the key and prices."""
    environ = {
        "PAPERMESH_CONFIG": str(folder / "config.toml"), "PAPERMESH_CACHE": str(folder / "cache"),
        "PAPERMESH_LANGUAGE_MODEL_URL": server.url, "PAPERMESH_LANGUAGE_MODEL": "fake-1",
        "PAPERMESH_LANGUAGE_MODEL_KEY": KEY, "PAPERMESH_LANGUAGE_MODEL_PRICE_IN": "0.5",
        "PAPERMESH_LANGUAGE_MODEL_PRICE_OUT": "2",
    }  # fmt: skip
    return load_settings(environ=environ)


@pytest.fixture
def make(settings: Settings) -> Make:
    """Make the language model of a run, with other settings where a test gives some."""

    def made(*, asks: bool = True, limits: Limits = QUICK, **other: Any) -> LanguageModel:
        model = language_model_of(replace(settings, **other), asks=asks, limits=limits)
        assert model is not None
        return model

    return made


def _load(folder: Path, model: LanguageModel | None, store: str = "g.kgl", **options: Any) -> LoadReport:
    return load(
        lambda write: open_graph(str(folder / store), write=write), [str(folder / "papers.jsonl")],
        overlay=folder / "overlay.toml", command="load", model=model, **options,
    )  # fmt: skip


def _links(folder: Path, store: str = "g.kgl") -> set[tuple[str, str, str]]:
    text = "MATCH (p:Paper)-[e]->(x) WHERE e.rule = 'language-model' RETURN x.name, type(e), e.surface"
    with open_graph(str(folder / store)) as graph:
        return set(graph.read(text).rows)


def _dump(folder: Path, store: str = "g.kgl") -> list[str]:
    with open_graph(str(folder / store)) as graph:
        return list(canonical_dump(graph))


def _cached(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_its_names_are_linked_where_the_rules_found_none(folder: Path, make: Make) -> None:
    """Each has the proof that a rule's link has; what a rule found keeps the rule's word on it."""
    report = _load(folder, make()).language_model
    assert report is not None
    assert _links(folder) == FROM_MODEL
    assert (report.asked, report.cached, report.kept, report.links, report.failed) == (2, 0, 5, 4, [])
    with open_graph(str(folder / "g.kgl")) as graph:
        rows = graph.read(
            "MATCH (p:Paper)-[e]->(x) WHERE e.basis = 'stated' RETURN p.title AS title, p.abstract AS abstract, e.field AS field,"
            " e.span_start AS start, e.span_end AS end, e.surface AS surface, e.evidence AS evidence, e.rule AS rule, x.name AS name"
        )
        assert len(rows) > len(FROM_MODEL)
        for row in rows:
            assert row[row["field"]][row["start"] : row["end"]] == row["surface"]
            assert row["surface"] in row["evidence"]
        assert {row["rule"] for row in rows if row["name"] == "GPTQ"} == {"lexicon"}
        counted = graph.read("MATCH ()-[e:RUNS_ON]->(h {name: 'Quillboard'}) RETURN e.device_count, e.confidence").rows
        assert counted == [(2, 0.6)]


def test_the_request_is_a_chat_completion(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """One for each paper, with the model's name, temperature 0 and JSON asked for."""
    _load(folder, make())
    assert {request.path for request in server.requests} == {"/v1/chat/completions"}
    assert {request.title for request in server.requests} == {FOLDING, TREES}
    body = server.requests[0].body
    assert (body["model"], body["temperature"], body["response_format"]) == ("fake-1", 0, {"type": "json_object"})
    assert "lattice whispering" in json.dumps([request.body for request in server.requests])


def test_an_answer_is_asked_for_once(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """The second load asks nothing and changes nothing; a dry run's answers are the load's."""
    dry = _load(folder, make(), dry_run=True)
    assert (len(server.requests), (folder / "g.kgl").exists()) == (2, False)
    first = _load(folder, make())
    assert first.counts == dry.counts
    before = _dump(folder)
    again = _load(folder, make())
    assert (len(server.requests), again.changed, _dump(folder)) == (2, False, before)
    report = again.language_model
    assert report is not None
    assert (report.asked, report.cached, report.kept, report.tokens_in, report.cost) == (0, 2, 5, 0, 0)


def test_without_leave_nothing_is_asked_and_what_was_answered_counts(
    folder: Path, server: FakeLanguageModel, make: Make
) -> None:
    """No connection is made; a later load and a decision keep what the model found, in any order."""
    plain = _load(folder, make(asks=False), "plain.kgl")
    assert (server.connections, _links(folder, "plain.kgl")) == (0, set())
    assert plain.language_model is not None
    assert (plain.language_model.asked, plain.language_model.cached) == (0, 0)
    _load(folder, make())
    asked, before = server.connections, _dump(folder)
    assert not _load(folder, make(asks=False)).changed
    with open_graph(str(folder / "g.kgl"), write=True) as graph:
        report = refresh(graph, folder / "overlay.toml", "reject", model=make(asks=False))
    assert (report.changed, server.connections, _dump(folder)) == (False, asked, before)
    assert _load(folder, make(asks=False), "plain.kgl").changed
    assert _links(folder, "plain.kgl") == FROM_MODEL
    gone = _load(folder, None)
    assert (gone.language_model, _links(folder)) == (None, set())


def test_extract_and_load_agree(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """Both ask the same and find the same."""
    extraction = extract([str(folder / "papers.jsonl")], model=make())
    assert extraction.language_model is not None
    assert (extraction.language_model.asked, extraction.language_model.links) == (2, 4)
    entries = [
        entry for row in extraction.rows for name in ("methods", "hardware", "benchmarks") for entry in row[name]
    ]
    found = {(entry["name"], entry["surface"]) for entry in entries if entry["rule"] == "language-model"}
    assert found == {(name, surface) for name, _, surface in FROM_MODEL}
    _load(folder, make())
    assert (_links(folder), len(server.requests)) == (FROM_MODEL, 2)


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([_entry("snail sorting", "uses", "technique")], "not verbatim"),
        ([_entry("Lattice Whispering", "uses", "technique")], "not verbatim"),
        ([_entry("lattice whisper", "uses", "technique")], "not verbatim"),
        ([_entry("mossback", "uses", "system")], "not verbatim"),
        ([_entry("boards", "uses", "system", "quillboards")], "not verbatim"),
        ([_entry("whispering. It runs", "uses", "technique")], "not verbatim"),
        ([_entry("lattice whispering", "adores", "technique")], "no such role"),
        ([_entry("lattice whispering", "evaluates", "technique")], "no such role"),
        ([{"surface": "lattice whispering", "role": ["uses"], "kind": "technique"}], "no such role"),
        ([_entry("lattice whispering", "uses", "poem")], "no such kind"),
        ([_entry("tensors", "uses", "model", "GPT-4")], "another name"),
        ([{"name": "Lattice Whispering", "role": "uses", "kind": "technique"}], "no name"),
        ([_entry("...", "uses", "technique")], "no name"),
        ([_entry("lattice " * 40, "uses", "technique")], "no name"),
        ([{"surface": 7, "role": "uses", "kind": "technique"}], "no name"),
        (["lattice whispering"], "no entry"),
        ("lattice whispering", "no list"),
        ([_entry("GPTQ", "uses", "technique")] * 101, "too many"),
        ([_entry("GPTQ", "uses", "technique")] * 2, "repeated"),
    ],
)  # fmt: skip
def test_what_does_not_count_is_counted(
    folder: Path, server: FakeLanguageModel, make: Make, entries: object, reason: str
) -> None:
    """No link is made of it, and the report has its reason."""
    server.answers = {FOLDING: {"methods": entries, "poems": ["ignored"]}}
    report = _load(folder, make()).language_model
    assert report is not None
    assert _links(folder) == set()
    assert report.refused[reason] >= 1
    assert report.failed == []


def test_a_word_is_no_name_because_a_model_says_so(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """Common words make no entity, and what the ontology knows as a method is no hardware."""
    server.answers = {
        FOLDING: {"methods": [_entry("which", "uses", "technique"), _entry("We", "uses", "model")],
                  "hardware": [_entry("GPTQ", "mentions", "model")]},
    }  # fmt: skip
    _load(folder, make())
    assert _links(folder) == set()


@pytest.mark.parametrize(
    "written",
    [
        f"```json\n{json.dumps(GOOD)}\n```",
        f"Here it is:\n\n```\n{json.dumps(GOOD, indent=2)}\n```\nAnything else?",
        f"<think>Is {{this}} it?</think>{json.dumps(GOOD)}",
    ],
)
def test_words_around_the_json_do_no_harm(folder: Path, server: FakeLanguageModel, make: Make, written: str) -> None:
    """Fences, greetings and thoughts are left out."""
    server.answers = {FOLDING: written}
    _load(folder, make())
    assert _links(folder) == FROM_MODEL


@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=completion("no JSON at all")),
        Fault(body=completion('{"methods": [')),
        Fault(body=completion("[" * 50_000)),
        Fault(body=completion("")),
        Fault(body=b'{"choices": []}'),
        Fault(body=b'{"choices": [{"message": null}]}'),
        Fault(body=b"<html>busy</html>"),
        Fault(body=b" " * 200_000),
        Fault(400, b'{"error": "too long"}'),
        Fault(is_silent=True),
    ],
    ids=["text", "cut off", "deep", "empty", "no choice", "no message", "page", "huge", "400", "silence"],
)
def test_a_paper_without_an_answer_is_named_and_asked_again(
    folder: Path, server: FakeLanguageModel, make: Make, fault: Fault
) -> None:
    """The load is done by the rules alone; the next one asks for what is missing, and only that."""
    server.faults = [fault]
    report = _load(folder, make(limits=replace(QUICK, silence_s=0.25)))
    assert report.changed
    assert report.language_model is not None
    ((paper, reason),) = report.language_model.failed
    assert paper
    assert reason
    assert report.language_model.stopped is None
    asked = len(server.requests)
    again = _load(folder, make()).language_model
    assert again is not None
    assert (again.failed, len(server.requests)) == ([], asked + 1)
    assert _links(folder) == FROM_MODEL


def test_a_passing_failure_is_not_seen(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """A busy server is asked again, and the report counts papers, not attempts."""
    server.faults = [Fault(429, headers={"Retry-After": "0"}), Fault(body=completion(GOOD)), Fault(500)]
    report = _load(folder, make()).language_model
    assert report is not None
    assert (report.asked, report.failed, len(server.requests)) == (2, [], 4)


def test_after_three_failures_in_a_row_nothing_more_is_asked(
    folder: Path, server: FakeLanguageModel, make: Make
) -> None:
    """What is left is counted; the load is done all the same, but not a strict one."""
    more = [{"id": str(number), "title": f"Note {number} on Moss"} for number in range(3, 8)]
    with (folder / "papers.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in more)
    server.faults = [Fault(400)] * 20
    strict = _load(folder, make(), "strict.kgl", strict=True)
    assert (strict.incomplete, strict.run_id, (folder / "strict.kgl").exists()) == (True, None, False)
    report = _load(folder, make())
    model = report.language_model
    assert model is not None
    assert (len(server.requests), report.papers) == (6, 7)
    assert (model.asked, len(model.failed), model.not_asked) == (3, 7, 4)
    assert "3 failures in a row" in (model.stopped or "")


def test_a_wrong_key_is_not_tried_on_every_paper(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """One refusal is enough; the report says which variable to check, and nothing of the key."""
    report = _load(folder, make(language_model_key="sk-wrong-one"))
    model = report.language_model
    assert model is not None
    assert (len(server.requests), model.asked, model.not_asked, report.papers) == (1, 1, 1, 2)
    assert "PAPERMESH_LANGUAGE_MODEL_KEY" in (model.stopped or "")
    assert "sk-wrong-one" not in json.dumps(report.as_dict())
    assert _cached(folder) == []


def test_the_key_is_kept_nowhere(folder: Path, make: Make, settings: Settings) -> None:
    """Neither in the cache, nor in the graph, a report, or what Python shows of the settings."""
    model = make()
    report = _load(folder, model)
    cached = _cached(folder)
    assert len(cached) == 2
    seen = [path.read_text(encoding="utf-8") for path in cached]
    seen += [json.dumps(report.as_dict()), repr(settings), repr(vars(model)), *_dump(folder)]
    assert [text for text in seen if KEY in text] == []


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"content": 5}', '{"content": "no JSON"}', "\udcff"])
def test_a_broken_entry_of_the_cache_is_asked_again(
    folder: Path, server: FakeLanguageModel, make: Make, damage: str
) -> None:
    """Without leave it counts as not there."""
    _load(folder, make())
    for path in _cached(folder):
        path.write_bytes(damage.encode("utf-8", "surrogateescape"))
    _load(folder, make(asks=False), "plain.kgl")
    assert (_links(folder, "plain.kgl"), len(server.requests)) == (set(), 2)
    assert not _load(folder, make()).changed
    assert len(server.requests) == 4
    assert len(_cached(folder)) == 2


@pytest.mark.parametrize("other", [{"language_model": "fake-2"}, {"language_model_url": "http://localhost:9/v1"}])
def test_another_model_has_answers_of_its_own(folder: Path, make: Make, other: dict[str, str]) -> None:
    """So has another address; a slash at its end is none."""
    _load(folder, make())
    report = _load(folder, make(asks=False, **other), "other.kgl").language_model
    assert report is not None
    assert (report.cached, _links(folder, "other.kgl")) == (0, set())


def test_the_cost_adds_up(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """Tokens of this run times prices per million; an answer that nobody could read costs as well."""
    server.faults = [Fault(body=completion("no JSON", server.usage))]
    report = _load(folder, make()).language_model
    assert report is not None
    assert (report.tokens_in, report.tokens_out, report.unmetered) == (2 * TOKENS_IN, 2 * TOKENS_OUT, 0)
    assert report.cost == pytest.approx(2 * (TOKENS_IN * 0.5 + TOKENS_OUT * 2) / 1_000_000)


@pytest.mark.parametrize("usage", [None, "many", {}, {"prompt_tokens": True, "completion_tokens": -1}])
def test_a_cost_that_is_not_known_is_none(folder: Path, server: FakeLanguageModel, make: Make, usage: object) -> None:
    """Where an answer comes without a count of tokens, or a price is not set, nothing is made up."""
    server.usage = usage
    report = _load(folder, make()).language_model
    assert report is not None
    assert (report.unmetered, report.cost) == (2, None)
    assert make(language_model_price_in=None).report.cost is None


def test_only_papers_of_the_files_are_asked_about(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """A small file loaded into a large graph costs little."""
    _load(folder, make(asks=False))
    record = {"id": "9", "title": "A Note on Moss", "abstract": "It sleeps."}
    (folder / "papers.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    _load(folder, make())
    assert [request.title for request in server.requests] == ["A Note on Moss"]


def test_a_text_that_is_no_abstract_is_not_sent(folder: Path, server: FakeLanguageModel, make: Make) -> None:
    """A whole book in one field would be paid by the token."""
    record = {"id": "9", "title": "A Book", "abstract": "moss " * 20_000}
    (folder / "papers.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    report = _load(folder, make()).language_model
    assert report is not None
    assert (server.connections, len(report.failed)) == (0, 1)


def test_ctrl_c_while_asking_leaves_the_store_and_keeps_the_answers(
    folder: Path, server: FakeLanguageModel, make: Make
) -> None:
    """The same command asks for the rest only."""

    def stop(step: str, done: int, _: int | None) -> None:
        if (step, done) == ("asking", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        _load(folder, make(), progress=stop)
    assert "answers that came are kept" in caught.value.__notes__[0]
    assert (list(folder.glob("g.kgl*")), len(_cached(folder))) == ([], 1)
    _load(folder, make())
    assert len(server.requests) == 2
    assert _links(folder) == FROM_MODEL


def test_a_cache_that_cannot_be_written_is_known_before_anything_is_asked(
    folder: Path, server: FakeLanguageModel, make: Make
) -> None:
    """The error names the folder and the setting; the store is not made."""
    (folder / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(PapermeshError, match="cannot be kept") as caught:
        _load(folder, make(cache=folder / "file"))
    assert "PAPERMESH_CACHE" in (caught.value.hint or "")
    assert (server.connections, list(folder.glob("g.kgl*"))) == (0, [])


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("localhost:8000/v1", "must begin with"),
        ("ftp://localhost/v1", "must begin with"),
        ("http://", "must begin with"),
        ("http://localhost:port/v1", "cannot be read"),
        ("http://ada:secret@localhost/v1", "no user, password"),
        ("https://models.example.org/v1?key=secret", "no user, password"),
        ("http://models.example.org/v1", "unencrypted"),
        (None, "is not set"),
    ],
)
def test_an_address_that_does_not_fit(make: Make, url: str | None, what: str) -> None:
    """The error says what is wrong and what to set, and repeats no secret."""
    with pytest.raises(ConfigError, match=what) as caught:
        make(language_model_url=url)
    error = caught.value
    assert error.hint
    assert "secret" not in f"{error} {error.where} {error.hint}"


def test_a_key_goes_over_an_encrypted_way_or_none(make: Make) -> None:
    """Plain http is for this machine, or for a service that needs no key."""
    for url in ("https://models.example.org/v1", "http://localhost:8000/v1/", "http://[::1]:8000/v1"):
        assert make(language_model_url=url).report.host in url
    assert make(language_model_url="http://models.example.org/v1", language_model_key=None)
    for key in ("two words", "line\n", "ключ"):
        with pytest.raises(ConfigError, match="sign that is not ASCII") as caught:
            make(language_model_key=key)
        assert key not in f"{caught.value} {caught.value.hint}"
