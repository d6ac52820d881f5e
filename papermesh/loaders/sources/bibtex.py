"""BibTeX and BibLaTeX bibliographies: one record for each entry that has a title.

The parser (bibtexparser) splits the file into blocks and says where they stand; values, names and LaTeX are read
here, so that entries whose key is used twice are read like all others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from papermesh.errors import ParseError
from papermesh.loaders import pieces
from papermesh.loaders.identity import arxiv_id, doi, paper_ids
from papermesh.loaders.records import AuthorName, Noted, Origin, PaperRecord, Parsed, Rejected
from papermesh.loaders.sources.latex import decoded, quiet, unescaped_url
from papermesh.loaders.sources.source import BOM, Source, line_number, snippet, told_apart, with_digest
from papermesh.loaders.sources.stated_facts import service_ids
from papermesh.loaders.sources.tagged_text import one_line, paragraphs
from papermesh.loaders.sources.written_facts import labelled

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_ENTRY_START = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_PREPRINT_VENUE = re.compile(r"\s*(?:arxiv|corr\b|computing research repository)", re.IGNORECASE)
_STATED_ARXIV = re.compile(
    r"(?:arxiv(?:\s+preprint)?[:\s/]*(?:arxiv:\s*)?|\babs/)([a-z.-]*/?[0-9][0-9.v]+)", re.IGNORECASE
)
_HOMONYM_NUMBER = re.compile(r" [0-9]{4}$")
"""DBLP tells people of one name apart by a number behind it."""
_SPELLED_TAG = r"\textless"
"""Begins a tag in what Zotero exports: other programs write what a tag says as LaTeX."""
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse(data: bytes, origin: Origin) -> Parsed:
    """Return the records of a bibliography.

    Raises:
        ParseError: The parser gave up on the file as a whole.
    """
    from bibtexparser.model import Entry, String

    text = data.decode("utf-8", "surrogateescape").removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    strings = dict.fromkeys(_MONTHS, "")
    defined_at: list[str] = []
    entries: list[Entry] = []
    rejected: list[Rejected] = []
    noted: list[Noted] = []
    for found in _blocks(text, origin):
        place = _place(found, origin)
        block = _unwrapped(found, place, noted)
        if isinstance(block, Entry):
            entries.append(block)
        elif isinstance(block, String):
            strings[block.key.lower()] = _value(block.value, strings)
            defined_at.append(place)
        else:
            _account_for(block, place, rejected, noted)

    if defined_at:
        noted.append(Noted("abbreviations are defined (@string)", defined_at[0], len(defined_at)))

    fields_of = [_fields(entry, strings) for entry in entries]
    by_key = {entry.key.lower(): fields for entry, fields in zip(entries, fields_of, strict=True)}
    records = []
    for entry, fields in zip(entries, fields_of, strict=True):
        place = _place(entry, origin)
        if _NOT_UTF8.search(entry.raw or ""):
            rejected.append(Rejected("holds bytes that are not UTF-8", place, _start(entry)))
        elif entry.entry_type.lower() == "proceedings":
            noted.append(Noted(f"a volume of proceedings, not a paper: {snippet(entry.key)}", place))
        elif not fields.get("title", "").strip():
            rejected.append(Rejected("this entry has no title", place, _start(entry)))
        else:
            try:
                parent = by_key.get(fields.get("crossref", "").strip().lower(), {})
                record = _record(fields, parent, origin, place, noted)
            except ValidationError:
                rejected.append(Rejected("nothing is left of the title without its LaTeX", place, _start(entry)))
                continue
            records.append(with_digest(record, entry.key.strip() or "entry"))
    kept, repeated = told_apart(records)
    return Parsed(kept, tuple(sorted(rejected, key=line_number)), tuple(sorted((*noted, *repeated), key=line_number)))


def sniff(data: bytes) -> bool:
    """Return whether a line of the start of a file begins an entry."""
    return bool(_ENTRY_START.search(data))


def _blocks(text: str, origin: Origin) -> list[Block]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.exceptions import ParsingException

    try:
        with quiet():
            return list(parse_string(text, parse_stack=[]).blocks)
    except (ParsingException, RecursionError) as error:
        raise ParseError(
            f"the BibTeX parser gave up: {error}",
            where=origin.path,
            hint="split the file to find the entry that it cannot read, and report that entry",
        ) from error


def _unwrapped(block: Block, place: str, noted: list[Noted]) -> Block:
    """Return the entry behind a complaint that its key, or one of its fields, is used twice: that is no fault of it."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    while isinstance(block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)) and block.ignore_error_block:
        if isinstance(block, DuplicateFieldKeyBlock):
            fields = ", ".join(sorted(block.duplicate_keys))
            noted.append(Noted(f"field given twice, the first is kept: {fields}", place))
        block = block.ignore_error_block
    return block


def _account_for(block: Block, place: str, rejected: list[Rejected], noted: list[Noted]) -> None:
    """Note what is known not to be an entry, and reject the rest."""
    from bibtexparser.model import ExplicitComment, ImplicitComment, ParsingFailedBlock, Preamble

    if isinstance(block, ParsingFailedBlock):
        reason = getattr(block.error, "abort_reason", None) or str(block.error)
        reason = "the file ends in the middle of it" if "end of file" in reason else " ".join(reason.split())
        rejected.append(Rejected(f"this entry is malformed: {reason}", place, _start(block)))
    elif isinstance(block, (ExplicitComment, ImplicitComment)):
        noted.append(Noted(f"text outside entries: {_shown(block.comment)}", place))
    elif isinstance(block, Preamble):
        noted.append(Noted("a preamble", place))
    else:
        rejected.append(Rejected(f"not understood: {type(block).__name__}", place, _start(block)))


def _fields(entry: Entry, strings: Mapping[str, str]) -> dict[str, str]:
    """Return the fields by lower-case name, without what encloses their values; the first of a name wins."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.strip().lower(), _value(str(field.value), strings))
    return fields


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """Return the text of a value: `{…}`, `"…"`, a number, the name of a string, or several joined by `#`."""
    if "#" not in raw:  # nearly every value
        return _piece(raw.strip(), strings)
    pieces, depth, quoted, start = [], 0, False, 0
    for index, character in enumerate(raw):
        escaped = index > 0 and raw[index - 1] == "\\"
        if character == "{" and not escaped:
            depth += 1
        elif character == "}" and not escaped:
            depth -= 1
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character == "#" and depth == 0 and not quoted:
            pieces.append(raw[start:index])
            start = index + 1
    pieces.append(raw[start:])
    return "".join(_piece(piece.strip(), strings) for piece in pieces)


def _piece(piece: str, strings: Mapping[str, str]) -> str:
    if len(piece) > 1 and (piece[0] + piece[-1]) in {"{}", '""'}:
        return piece[1:-1]
    return strings.get(piece.lower(), piece) or piece


def _record(
    fields: Mapping[str, str], parent: Mapping[str, str], origin: Origin, place: str, noted: list[Noted]
) -> PaperRecord:
    """Return the record of an entry; what its `crossref` parent says of the volume counts where it says nothing."""
    venue = next((fields[name] for name in _VENUES if fields.get(name)), None)
    venue = venue or parent.get("booktitle") or parent.get("title")
    names = [name for name in _names(fields.get("author", "")) if name.lower() != "others"]
    with quiet():
        title, abstract, plain_venue, *authors = decoded(
            [fields["title"], fields.get("abstract", ""), venue or "", *names]
        )
    content: dict[str, Any] = {
        "source": origin.source,
        "title": one_line(title) if _SPELLED_TAG in fields["title"] else title,
        "abstract": paragraphs(abstract) if _SPELLED_TAG in fields.get("abstract", "") else abstract,
        "venue": None if _PREPRINT_VENUE.match(plain_venue) else plain_venue,
        "authors": [AuthorName(name=name) for name in map(_person, authors) if name],
        "place": place,
    }
    content |= _dates(fields, parent, place, noted)
    content |= _ids(fields, place, noted)
    return PaperRecord.model_validate(content)


def _names(field: str) -> list[str]:
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    people = [parse_single_name_into_parts(name, strict=False) for name in split_multiple_persons_names(field)]
    return [person.merge_first_name_first for person in people]


def _person(name: str) -> str:
    return _HOMONYM_NUMBER.sub("", " ".join(name.replace("\u00a0", " ").split()))


def _dates(fields: Mapping[str, str], parent: Mapping[str, str], place: str, noted: list[Noted]) -> dict[str, Any]:
    date = _DATE.match(fields.get("date", ""))
    stated = fields.get("year") or fields.get("date") or parent.get("year") or parent.get("date") or ""
    year = _YEAR.search(stated)
    if stated.strip() and year is None:
        noted.append(Noted(f"no year in {snippet(stated)!r}", place))
    return {"year": int(year[0]) if year else None, "published": date[0] if date else None}


def _ids(fields: Mapping[str, str], place: str, noted: list[Noted]) -> dict[str, Any]:
    url = unescaped_url(fields.get("url") or fields.get("howpublished") or "")
    notes = labelled([fields.get("note", "")])
    stated_doi = unescaped_url(fields.get("doi") or notes.get("doi", ""))
    found: dict[str, Any] = {
        "doi": doi(stated_doi),
        "url": url if re.match(r"https?://\S+$", url) else None,
        "arxiv_id": _arxiv(fields),
        "other_ids": service_ids((scheme, fields.get(scheme) or notes.get(scheme)) for scheme in ("pmid", "pmcid")),
    }
    if stated_doi and not found["doi"]:
        noted.append(Noted(f"no DOI: {snippet(stated_doi)!r}", place))
    if found["doi"]:
        bare = PaperRecord(title="-", doi=found["doi"])
        arxiv, published = paper_ids(bare)
        found |= {"arxiv_id": found["arxiv_id"] or arxiv, "doi": published}
    return found


def _arxiv(fields: Mapping[str, str]) -> str | None:
    """Return the arXiv id that an entry states in any of the places in which people write it."""
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    if archive.strip().lower() in {"", "arxiv"} and (found := arxiv_id(fields.get("eprint"))):
        return found
    venue = next((fields[name] for name in _VENUES if fields.get(name)), "")
    places = [venue, fields.get("note", ""), fields.get("howpublished", "")]
    if _PREPRINT_VENUE.match(venue):
        places += [fields.get("volume", ""), fields.get("number", ""), fields.get("pages", "")]
    for text in places:
        if (stated := _STATED_ARXIV.search(text)) and (found := arxiv_id(stated[1].rstrip("."))):
            return found
    return None


def _place(block: Block, origin: Origin) -> str:
    return f"{origin.path}:{(block.start_line or 0) + 1}"


def _start(block: Block) -> str:
    return _shown(block.raw or "")


def _shown(text: str) -> str:
    return snippet(_NOT_UTF8.sub("\ufffd", text))


SOURCE = Source(
    name="bibtex",
    summary="BibTeX or BibLaTeX bibliography",
    suffixes=(".bib", ".bibtex"),
    sniff=sniff,
    parse=parse,
    pieces=pieces.by_entries,
)
