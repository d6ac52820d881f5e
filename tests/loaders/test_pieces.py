"""Inputs in pieces: cut anywhere, they hold what the whole holds, at the same places."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.errors import SourceError
from papermesh.loaders import folders, pieces, reading
from papermesh.loaders.inputs import read_files
from papermesh.loaders.records import PaperRecord
from papermesh.loaders.sources import SOURCES
from tests.cli.conftest import Papermesh, home, papermesh  # noqa: F401 (fixtures)

CUT = {source.name: source for source in SOURCES if source.pieces}


def jsonl(numbers: list[int]) -> bytes:
    """Return record lines, one of them bad, with an id that stands for two papers."""
    lines = [json.dumps({"id": f"p{number % 5}", "title": f'Paper {number} {{["“'}) for number in numbers]
    lines.insert(len(lines) // 2, "{bad")
    lines.insert(len(lines) // 3, "")
    return "\n".join(lines).encode()


def dump(numbers: list[int]) -> bytes:
    """Return a dump of Papers with Code: a list, with brackets and quotes in its texts."""
    papers = [
        {"paper_url": f"https://paperswithcode.com/paper/p{number}", "title": f"A \\ \"quoted\" [title] {{{number}}}",
         "abstract": "Lists, [nested], {objects} and \"strings\".\n" * (number % 3), "authors": ["Ada Example"]}
        for number in numbers
    ]  # fmt: skip
    return json.dumps(papers, indent=1).encode()


def bib(numbers: list[int]) -> bytes:
    """Return a bibliography."""
    return "\n".join(
        f"@article{{key{number},\n  title = {{Paper {number} with {{Braces}} and an @ sign}},\n  year = {{2024}}\n}}\n"
        for number in numbers
    ).encode()


def ris(numbers: list[int]) -> bytes:
    """Return records of RIS."""
    return "".join(
        f"TY  - JOUR\r\nTI  - Paper {number}\r\nID  - r{number}\r\nER  - \r\n\r\n" for number in numbers
    ).encode()


def oai(numbers: list[int]) -> bytes:
    """Return two answers of OAI-PMH, one behind the other."""
    half = len(numbers) // 2 + 1
    return b"".join(_answer(part) for part in (numbers[:half], numbers[half:]) if part)


def _answer(numbers: list[int]) -> bytes:
    records = "".join(
        f"<record>\n <header><identifier>oai:arXiv.org:2401.{number:05d}</identifier></header>\n <metadata>"
        f"<arXiv xmlns='http://arxiv.org/OAI/arXiv/'><id>2401.{number:05d}</id>\n<created>2024-01-02</created>"
        f"<authors><author><keyname>Example</keyname></author></authors><title>Paper &lt;{number}&gt;</title>"
        f"<abstract>Small. {number}</abstract></arXiv></metadata></record>\n"
        for number in numbers
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<!-- a > b -->\n<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'\n"
        f" a='>'><request verb='ListRecords'/>\n<ListRecords>\n{records}</ListRecords>\n</OAI-PMH>\n"
    ).encode()


def dblp(numbers: list[int]) -> bytes:
    """Return a dump of DBLP in Latin-1, with a document type."""
    page = "<www key='homepages/x'><title>Home</title></www>"
    records = "".join(
        f"<article key='journals/x/P{n}'><author>Ada M&uuml;ster</author>\n<title>Paper {n} of Ren\xe9.</title></article>"
        f"{page * (n % 2)}{chr(10) * (n % 3)}"
        for n in numbers
    )
    prolog = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n'
    return f"{prolog}<dblp>\n{records}</dblp>\n".encode("latin-1")


def jats(numbers: list[int], *, joined: bool = True) -> bytes:
    """Return articles of JATS, in one set or one behind the other."""
    articles = [
        '<article article-type="research-article"><front><article-meta><title-group>\n'
        f"<article-title>Paper {number} with <m:math><m:mi>x</m:mi></m:math></article-title></title-group></article-meta>"
        "</front>\n<body><p>Words.</p></body></article>\n"
        for number in numbers
    ]
    if joined:
        return f'<?xml version="1.0"?>\n<pmc-articleset\n xmlns:m="u">{"".join(articles)}</pmc-articleset>'.encode()
    alone = (one.replace("<article ", "<article xmlns:m='u' ", 1) for one in articles)
    return "".join(f'<?xml version="1.0"?>\n{one}' for one in alone).encode()


def s2ag(numbers: list[int]) -> bytes:
    """Return lines of the bulk data: papers, and an abstract of one of them where there are many."""
    lines = [json.dumps({"corpusid": n + 1, "title": f'Paper {n} "title"', "year": 2024}) for n in numbers]
    if len(numbers) > 6:
        lines.append(json.dumps({"corpusid": numbers[0] + 1, "openaccessinfo": {}, "abstract": "We count."}))
    return "\n".join(lines).encode()


FORMATS: dict[str, Callable[[list[int]], bytes]] = {
    "jsonl": jsonl, "papers-with-code": dump, "bibtex": bib, "ris": ris, "arxiv-oai": oai, "semantic-scholar": s2ag,
    "dblp": dblp, "jats": jats,
}  # fmt: skip


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let pieces be of a few bytes."""
    monkeypatch.setattr(pieces, "PIECE_BYTES", 120)
    monkeypatch.setattr(pieces, "_CHUNK", 50)
    return iter(())


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25)
@given(
    numbers=st.lists(st.integers(0, 30), min_size=1, max_size=12, unique=True),
    size=st.integers(1, 400),
    chunk=st.integers(1, 90),
)
def test_pieces_hold_what_the_whole_holds(
    name: str, numbers: list[int], size: int, chunk: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same records with the same ids and places, the same rejections."""
    path = tmp_path_factory.mktemp("cut") / "input"
    path.write_bytes(FORMATS[name](numbers))
    (whole,), records = read_files([str(path)], name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        patch.setattr(pieces, "_CHUNK", chunk)
        (cut,), found = read_files([str(path)], name)
    # Of papers with one id, where the first of them stands in the whole decides on their order.
    assert {one.record_id: (one.place, one) for one in found} == {one.record_id: (one.place, one) for one in records}
    assert cut.rejected == whole.rejected
    assert cut.digest == whole.digest
    assert {(note.what, note.place) for note in cut.noted} == {(note.what, note.place) for note in whole.noted}


@given(
    data=st.binary(max_size=300) | st.text(alphabet='[]{}",:\\ \n@ER -x1', max_size=300).map(str.encode),
    size=st.integers(1, 80),
)
def test_all_bytes_are_in_a_piece(data: bytes, size: int) -> None:
    """Whatever the input is, nothing of it is lost, and no piece is empty of meaning."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        patch.setattr(pieces, "_CHUNK", 7)
        for cut in (pieces.by_lines, pieces.by_ris_records, pieces.by_entries):
            assert b"".join(piece.data for piece in cut(io.BytesIO(data))).strip() == data.strip()
        kept = sum(len(piece.data.strip(b"[], \t\r\n\x0b\x0c")) for piece in pieces.by_elements(io.BytesIO(data)))
        assert kept <= len(data)


def test_xml_documents_one_behind_the_other_are_cut_before_each(tmp_path: Path, small: None) -> None:
    """XML documents one behind the other are cut before each, and a document that breaks off is seen to."""
    path = tmp_path / "articles.xml"
    path.write_bytes(jats(list(range(20)), joined=False))
    (file,), records = read_files([str(path)], None)
    assert [one.place for one in records] == [f"{path}:{2 + 4 * number}" for number in range(20)]
    assert not file.rejected
    for name, whole in (("dblp", dblp(list(range(19)))), ("jats", jats(list(range(19))))):
        cut = CUT[name].pieces
        assert cut
        assert len(list(cut(io.BytesIO(whole)))) > 9
        path.write_bytes(whole[: len(whole) - 40])
        (file,), records = read_files([str(path)], None)
        assert len(records) == 18
        assert [bad.reason for bad in file.rejected] == [
            "the file ends in the middle of its XML; nothing behind it is read"
        ]


def test_a_bibliography_whose_entries_need_each_other_stays_whole(tmp_path: Path, small: None) -> None:
    """An abbreviation counts for all entries behind it."""
    path = tmp_path / "refs.bib"
    path.write_bytes(b"@string{wsn = {Workshop on Small Numbers}}\n" + b"".join(
        f"@inproceedings{{k{number}, title = {{Paper {number}}}, booktitle = wsn}}\n".encode() for number in range(20)
    ))  # fmt: skip
    _, records = read_files([str(path)], None)
    assert {one.venue for one in records if isinstance(one, PaperRecord)} == {"Workshop on Small Numbers"}


def test_an_id_for_two_papers_is_told_apart_over_pieces(tmp_path: Path, small: None) -> None:
    """Wherever the cut is between them."""
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps({"id": "same", "title": f"Paper {number % 3}"}) + "\n" for number in range(30)))
    (file,), records = read_files([str(path)], None)
    assert len({one.record_id for one in records}) == 3
    assert all("~" in one.record_id for one in records)
    assert sum("the same record stands at" in note.what for note in file.noted) == 27


def test_gzip_is_read_as_it_is_unpacked(tmp_path: Path, small: None) -> None:
    """Also several members one behind the other, and padding."""
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(gzip.compress(jsonl([1, 2])) + gzip.compress(b"\n" + jsonl([3, 4])) + b"\0" * 8)
    (file,), records = read_files([str(path)], None)
    assert (len(records), len(file.rejected), file.source) == (4, 2, "jsonl")


def test_gzip_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    """And a rejection with the line; where nothing is whole, an error."""
    data = gzip.compress(b"".join(json.dumps({"title": f"Paper {n} {n**99}"}).encode() + b"\n" for n in range(2000)))
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(data[: len(data) // 2])
    (file,), records = read_files([str(path)], None)
    assert 100 < len(records) < 2000
    assert file.rejected[-1].reason == "the gzip data ends in the middle"
    assert file.rejected[-1].place.startswith(f"{path}:")
    path.write_bytes(data[:20])
    with pytest.raises(SourceError, match="ends in the middle"):
        read_files([str(path)], None)
    path.write_bytes(data[:5000] + b"\xff" * 200 + data[5200:])
    (file,), _ = read_files([str(path)], None)
    assert "damaged" in file.rejected[-1].reason


@pytest.mark.parametrize("name", ["jsonl", "bibtex"])
def test_a_pipe_is_read_once(tmp_path: Path, name: str) -> None:
    """As a shell's `<(…)` gives it: nothing of it is read twice, and nothing is lost."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(FORMATS[name]([1, 2, 3])))
    writer.start()
    _, records = read_files([str(pipe)], None)
    writer.join()
    assert len(records) == 3


def test_bombs_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to hundreds of times its size is refused before it fills the memory; so is a list without end."""
    monkeypatch.setattr(reading, "BOMB_FROM", 1_000_000)
    monkeypatch.setattr(folders, "BOMB_FROM", 1_000_000)
    line = b'{"title": "A"}\n'
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(line * 1_000_000))
    with pytest.raises(SourceError, match="unpacks to more than 200 times"):
        read_files([str(bomb)], None)
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("papers.jsonl", line * 1_000_000)
    with pytest.raises(SourceError, match="unpacks to more than 200 times"):
        read_files([str(archive)], None)


@pytest.mark.parametrize("name", sorted(CUT))
@pytest.mark.parametrize("data", [b"[" * 200_000, b'[{"title": ' + b"9" * 10_000 + b"}]", b'{"a":' * 100_000])
def test_json_that_nests_without_end_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    """An error or a rejection, and nothing else."""
    path = tmp_path / "deep.json"
    path.write_bytes(data)
    with pytest.raises(SourceError):
        read_files([str(path)], name)


def test_an_archive_is_read_member_by_member(tmp_path: Path) -> None:
    """In the order of their names; what is no source is passed over by name, and places name the member."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("b/refs.bib", bib([1, 2]))
        packed.writestr("a.jsonl", jsonl([3]))
        packed.writestr("__MACOSX/._a.jsonl", b"\x00\x05")
        packed.writestr("inner.zip", b"PK\x03\x04 and more")
        packed.writestr("note.xyz", "no papers here")
    files, records = read_files([str(path)], None)
    assert [(Path(file.path).name, file.source) for file in files] == [
        ("a.jsonl", "jsonl"), ("refs.bib", "bibtex"), ("inner.zip", ""), ("note.xyz", ""),
    ]  # fmt: skip
    assert [file.skipped is not None for file in files] == [False, False, True, True]
    assert {str(one.place).split(":", maxsplit=1)[0] for one in records} == {f"{path}/a.jsonl", f"{path}/b/refs.bib"}


def test_a_folder_is_loaded_with_all_that_is_in_it(papermesh: Papermesh, tmp_path: Path) -> None:  # noqa: F811
    """Each file by what it says of itself; what is none is named, and a broken one of a known name is rejected."""
    folder = tmp_path / "downloads"
    (folder / "more").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "refs.bib").write_bytes(bib([1, 2]))
    (folder / "more" / "papers.jsonl.gz").write_bytes(gzip.compress(jsonl([3])))
    (folder / "photo.png").write_bytes(b"\x89PNG\x00\x01")
    (folder / "README.md").write_text("# What this is\n\nFiles that were fetched. They are of several kinds.\n" * 3)
    (folder / "notes").write_text(
        "Subscribe A Title of Something Else\nA line that is long enough to be an abstract.\n" * 4
    )
    (folder / ".hidden" / "secret.jsonl").write_bytes(jsonl([4]))
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with zipfile.ZipFile(folder / "letter.docx", "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
    os.mkfifo(folder / "pipe")
    (folder / "out").symlink_to(tmp_path.parent)
    (folder / "passwd").symlink_to("/etc/passwd")
    outcome = papermesh("load", "auto", str(folder))
    assert outcome.code == 3, outcome  # one bad line
    assert f"skipped  {folder}/photo.png: this is a PNG image" in outcome.out
    assert "records  3 new, 0 changed, 0 unchanged, 1 rejected" in outcome.out
    assert "passwd" not in outcome.out
    assert f"skipped  {folder}/README.md" in outcome.out
    assert f"skipped  {folder}/notes" in outcome.out
    assert f"skipped  {folder}/broken.zip: this ZIP archive cannot be read" in outcome.out
    assert f"skipped  {folder}/letter.docx: this is an office document" in outcome.out
    assert "pipe" not in outcome.out
    again = papermesh("load", "auto", str(folder))
    assert "nothing changed" in again.out
    (folder / "broken.bib").write_bytes(b"\x00\x01")
    assert f"{folder}/broken.bib:1: this is binary" in papermesh("load", "auto", str(folder)).out
    rows = papermesh("extract", "--source", "auto", str(folder))
    assert len(rows.out.splitlines()) == 3


def test_a_folder_without_papers_is_an_error(papermesh: Papermesh, tmp_path: Path) -> None:  # noqa: F811
    """Nothing is written; without `auto` the hint names it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    outcome = papermesh("load", "auto", str(folder))
    assert (outcome.code, "nothing in it is of a known source: it holds no file" in outcome.err) == (1, True)
    (folder / "photo.png").write_bytes(b"\x89PNG\x00\x01")
    assert "this is a PNG image" in papermesh("load", "auto", str(folder)).err
    assert not (tmp_path / "graph.kgl").exists()
    assert f"papermesh load auto {folder}" in papermesh("load", str(folder)).err
