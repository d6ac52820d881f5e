"""What runs changed of links: logs that are kept on both stores, and their composition."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.errors import NotFound, StoreError
from papermesh.graph.store import Store
from papermesh.loaders import change_log
from papermesh.loaders.change_log import LinkKey, LinkState, Log, links_now, read_logs, write_log
from papermesh.loaders.run_diff import changes_between, changes_of
from tests.loading.test_forget import _load
from tests.stores import Place

KEYS: list[LinkKey] = [("p", "method:a"), ("p", "hardware:b"), ("q", "method:a")]
STATES: list[LinkState | None] = [None, {"edge": "USES", "evidence": "One."}, {"edge": "COMPARES_WITH"}]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(STATES)), min_size=1, max_size=6), st.data())
def test_logs_compose_to_the_difference_of_two_states(
    steps: list[dict[LinkKey, LinkState | None]], data: st.DataObject
) -> None:
    """What came and went between two runs is no change, whichever way they are compared."""
    now: dict[LinkKey, LinkState] = {}
    after: list[dict[LinkKey, LinkState]] = []
    logs = []
    for number, step in enumerate(steps, 1):
        logs.append(Log(f"run-{number}", number, links={key: now.get(key) for key in step}))
        now = {key: state for key, state in {**now, **step}.items() if state is not None}
        after.append(now)
    one, other = (data.draw(st.integers(1, len(steps))) for _ in range(2))
    found = {(c.paper_id, c.entity): c.change for c in changes_between(logs, now, f"run-{one}", f"run-{other}")}
    before, then = after[one - 1], after[other - 1]
    assert found == {
        key: "added" if key not in before else "retired" if key not in then else "changed"
        for key in KEYS
        if before.get(key) != then.get(key)
    }
    alone = {(c.paper_id, c.entity) for c in changes_of(logs, now, f"run-{one}")}
    earlier = after[one - 2] if one > 1 else {}
    assert alone == {key for key in KEYS if earlier.get(key) != before.get(key)}


def test_a_paper_goes_by_the_key_that_it_has_now() -> None:
    """A link of a paper that got a better key is no other link."""
    logs = [
        Log("r1", 1, links={("title:x", "method:a"): None}),
        Log("r2", 2, renamed=[("title:x", "arxiv:1")]),
        Log("r3", 3, links={("arxiv:1", "method:a"): {"edge": "USES", "rule": "cue"}}),
    ]
    now: dict[LinkKey, LinkState] = {("arxiv:1", "method:a"): {"edge": "INTRODUCES", "rule": "cue"}}
    (added,) = changes_of(logs, now, "r1")
    assert (added.change, added.paper_id, added.edge) == ("added", "arxiv:1", "USES")
    assert changes_of(logs, now, "r2") == []
    (changed,) = changes_between(logs, now, "r1", "r3")
    assert (changed.change, changed.edge, changed.was) == ("changed", "INTRODUCES", ("edge: USES",))
    with pytest.raises(NotFound, match="kept no log"):
        changes_of(logs, now, "r4")


def test_the_log_of_a_load_is_what_differs(place: Place, tmp_path: Path) -> None:
    """A load says which links it added and, when a record changed, which it retired and changed; twice is nothing."""
    first = _load(tmp_path, place.address, 0, {0: 0, 1: 1})
    second = _load(tmp_path, place.address, 1, {1: 2})
    again = _load(tmp_path, place.address, 1, {1: 2})
    with place.open() as graph:
        logs, now = read_logs(graph), links_now(graph)
        counted = graph.read("MATCH (r:Run) RETURN r.links_added, r.links_changed, r.links_retired ORDER BY r.run_id")
    assert [log.run_id for log in logs] == [first, second, again]
    whole = changes_between(logs, now, first, again)
    assert whole == changes_of(logs, now, second)
    told = {(one.change, one.edge, one.entity) for one in whole}
    assert ("retired", "COMPARES_WITH", "method:vllm") in told or ("retired", "USES", "method:vllm") in told
    assert ("added", "HAS_CODE", "repository:github:example/caches") in told
    assert all(one.evidence for one in whole)
    assert {one.change for one in changes_of(logs, now, first)} == {"added"}
    assert changes_of(logs, now, again) == []
    for run_id, counts in zip((first, second, again), counted.rows, strict=True):
        kinds = [one.change for one in changes_of(logs, now, run_id)]
        if run_id != first:  # of the first, some links are gone by now and told as they were
            assert counts == tuple(kinds.count(kind) for kind in ("added", "changed", "retired"))
    assert counted.rows[0][0] > 0


def test_a_log_in_parts_is_read_as_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large it is; texts of every kind come back as they were."""
    monkeypatch.setattr(change_log, "PART_BYTES", 100)
    links: dict[LinkKey, LinkState | None] = {
        (f"doi:10.1/«{number}» 量化", "method:a\u2028b"): {"edge": "USES", "evidence": "“Ça”\n🚀"}
        for number in range(20)
    }
    logs = [
        Log("r1", links=dict(links), renamed=[("a", "b")], records={"x": None, "y": {"record": "{}", "place": None}}),
        Log("r2", confirmed={"x": "f:1"}, forgotten=["y"], undone="r1", rewritten=["z"]),
    ]
    for log in logs:
        write_log(store, log)
    assert store.read("MATCH (l:ChangeLog) RETURN count(l)").rows[0][0] > 10
    assert read_logs(store) == logs
    assert [log.number for log in logs] == [1, 2]
    store.write("MATCH (l:ChangeLog {run_id: 'r2'}) SET l.entries = 'no log'")
    with pytest.raises(StoreError, match="cannot be read"):
        read_logs(store)
