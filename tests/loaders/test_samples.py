"""What holds for every source: goldens, the same result twice, any prefix, and records that survive JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import ParseError, SourceError
from papermesh.loaders.records import Origin, PaperRecord, Parsed
from papermesh.loaders.sources import SOURCES, Source, recognise, source_named
from tests.loaders import golden

NAMES = [source.name for source in SOURCES]
ALL = [sample for name in NAMES for sample in golden.samples(name)]


def ids(sample: Path) -> str:
    """Return the name of a sample in the report."""
    return f"{sample.parent.name}/{sample.name}"


def place_numbers(result: Parsed) -> list[int]:
    """Return the line numbers of all places."""
    places = [record.place for record in result.records]
    places += [item.place for item in result.rejected] + [item.place for item in result.noted]
    return [int((place or "").rpartition(":")[2]) for place in places]


@pytest.mark.parametrize("name", NAMES)
def test_every_source_has_two_samples_and_a_golden_for_each(name: str) -> None:
    """Every source has two samples and a golden for each."""
    samples = golden.samples(name)
    assert len(samples) >= 2
    goldens = {path for path in (golden.SAMPLES / name).iterdir() if path.suffix == ".json"}
    assert goldens == {golden.golden_path(sample) for sample in samples}


@pytest.mark.parametrize("sample", ALL, ids=ids)
def test_a_sample_is_read_as_its_golden_says(sample: Path) -> None:
    """A sample is read as its golden says."""
    expected = golden.golden_path(sample).read_text("utf-8")
    assert golden.as_json(golden.parsed(sample)) == expected, (
        f"python -m tests.loaders.golden {sample.parent.name} --force writes it anew"
    )


@pytest.mark.parametrize("sample", ALL, ids=ids)
def test_a_sample_is_recognised_with_and_without_its_name(sample: Path) -> None:
    """A sample is recognised with and without its name."""
    data = sample.read_bytes()
    assert recognise(data, sample.name).name == sample.parent.name
    assert recognise(data, "-").name == sample.parent.name


@pytest.mark.parametrize("sample", ALL, ids=ids)
def test_parsing_twice_gives_the_same(sample: Path) -> None:
    """Parsing twice gives the same."""
    assert golden.parsed(sample) == golden.parsed(sample)


@pytest.mark.parametrize("sample", ALL, ids=ids)
def test_line_ends_do_not_matter(sample: Path) -> None:
    """Line ends do not matter."""
    source = source_named(sample.parent.name)
    unix = sample.read_bytes().replace(b"\r\n", b"\n")
    origin = Origin(source.name, sample.name)
    assert source.parse(unix.replace(b"\n", b"\r\n"), origin) == source.parse(unix, origin)


@pytest.mark.parametrize("sample", ALL, ids=ids)
def test_every_record_survives_json(sample: Path) -> None:
    """Every record survives JSON."""
    for record in golden.parsed(sample).records:
        back = PaperRecord.model_validate_json(record.model_dump_json())
        assert back == record.model_copy(update={"place": None, "abstract_place": None})
        assert back.digest == record.digest


@pytest.mark.parametrize("sample", ALL, ids=ids)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_any_prefix_is_read_or_refused(sample: Path, data: st.DataObject) -> None:
    """Any prefix is read or refused."""
    whole = sample.read_bytes()
    length = data.draw(st.integers(0, len(whole)))
    prefix = whole[:length]
    try:
        result = source_named(sample.parent.name).parse(prefix, Origin("test", sample.name))
    except ParseError:
        return
    assert all(1 <= number <= prefix.count(b"\n") + 1 for number in place_numbers(result))
    assert len({record.record_id for record in result.records}) == len(result.records)
    if prefix.strip(b"\xef\xbb\xbf\r\n "):
        assert result.records or result.rejected or result.noted or result.repositories


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
@settings(deadline=None)
@given(data=st.binary(max_size=200) | st.text('@{}[]",:=a1 \n\\#%$', max_size=80).map(str.encode))
def test_no_input_makes_a_source_fall_over(source: Source, data: bytes) -> None:
    """No input makes a source fall over."""
    source.sniff(data)
    try:
        result = source.parse(data, Origin(source.name, "any"))
    except ParseError:
        return
    assert all(record.title.strip() for record in result.records)


def test_an_unknown_source_names_the_known_ones() -> None:
    """An unknown source names the known ones."""
    with pytest.raises(SourceError, match="no source 'scopus'") as caught:
        source_named("scopus")
    assert caught.value.hint == f"known sources: {', '.join(NAMES)}"


def test_what_is_no_source_is_refused_with_the_list_of_sources() -> None:
    """What is no source is refused with the list of sources."""
    with pytest.raises(ParseError, match="nothing recognised") as caught:
        recognise(b"milk\neggs\nbread\n", "shopping.txt")
    assert caught.value.where == "shopping.txt"
    for source in SOURCES:
        assert f"{source.name}: {source.summary}" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("content", "path", "source"),
    [
        (b"@article{a, title={B}}", "notes.txt", "bibtex"),
        (b'{"title": "A"}', "lines.txt", "jsonl"),
        (b"not json at all", "cut.jsonl", "jsonl"),
        (b"% nothing yet", "empty.bib", "bibtex"),
        (b'{"title": "A"}', "wrong.bib", "jsonl"),
        (b'{"id":"0704.9991","title":"A","categories":"cs","versions":[],"doi":null}', "arxiv.jsonl", "jsonl"),
        (
            b'{"id":"0704.9991","title":"A","categories":"cs","versions":[],"license":null,"update_date":null}',
            "arxiv.jsonl",
            "arxiv-snapshot",
        ),
        (b"<html><body>arxiv.org</body></html>", "page.atom", "arxiv"),
    ],
)
def test_content_tells_the_source_and_the_ending_where_content_does_not(content: bytes, path: str, source: str) -> None:
    """Content tells the source and the ending where content does not."""
    assert recognise(content, path).name == source


def test_the_golden_command_refuses_to_overwrite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The golden command refuses to overwrite."""
    monkeypatch.setattr(golden, "SAMPLES", tmp_path)
    sample = tmp_path / "jsonl" / "one.jsonl"
    sample.parent.mkdir()
    sample.write_text('{"title": "One"}\n', "utf-8")
    assert golden.main(["jsonl"]) == 0
    before = golden.golden_path(sample).read_text("utf-8")
    sample.write_text('{"title": "Two"}\n', "utf-8")
    assert golden.main(["jsonl"]) == 1
    assert golden.golden_path(sample).read_text("utf-8") == before
    assert golden.main(["jsonl", "--force"]) == 0
    assert golden.golden_path(sample).read_text("utf-8") != before
