"""The user's own decisions on links and names, kept in a TOML file beside the settings and respected by every load.

```toml
[[accept]]
paper = "arxiv:2205.14135"
entity = "method:gptq"
role = "compares"

[[reject]]
paper = "arxiv:2205.14135"
entity = "hardware:gpu"

[[alias]]
name = "Flash-Decoding++"
entity = "method:flashdecodingplusplus"

[[no_alias]]
name = "FA"
entity = "method:flashattention"

[[same]]
paper = "arxiv:2205.14135"
other = "bibtex:dao2022flash"

[[different]]
paper = "doi:10.1145/1"
other = "doi:10.1145/2"
```

Of two papers that are one, or are not, each is named by a key or by one of its records.

The file may be edited by hand: comments survive, and a mistake in it is an error with its place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from papermesh.errors import OntologyError
from papermesh.whole_file import write_whole

Verdict = Literal["accept", "reject", "alias", "no_alias", "same", "different"]
Pair = tuple[str, str]
"""A paper's key or a name, and an entity as `type:id`; or two papers."""

ROLES = {
    "method": ("introduces", "uses", "compares"),
    "hardware": ("evaluated_on", "targets", "mentions"),
    "benchmark": ("introduces", "evaluates", "mentions"),
}
"""The roles that a link to each entity type can have, as in the extraction contract."""
DEFAULT_ROLE = {"method": "uses", "hardware": "evaluated_on", "benchmark": "evaluates"}

FIELDS = {
    "accept": ("paper", "entity", "role"),
    "reject": ("paper", "entity"),
    "alias": ("name", "entity"),
    "no_alias": ("name", "entity"),
    "same": ("paper", "other"),
    "different": ("paper", "other"),
}
"""What an entry of each table holds; `role` may be left out, and then keeps what was found."""
_OPPOSITES = (("accept", "reject"), ("alias", "no_alias"), ("same", "different"))
"""Tables of which only one can have a pair."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """All decisions; no pair is in both."""

    accepted: dict[Pair, str | None] = field(default_factory=dict)
    """With the role that the user gave, `None` where the one that was found is kept."""
    rejected: frozenset[Pair] = frozenset()
    aliases: frozenset[Pair] = frozenset()
    """Names that the user gives to entities."""
    refused_aliases: frozenset[Pair] = frozenset()
    """Names that are not those of an entity: they are not proposed again."""
    same: frozenset[Pair] = frozenset()
    """Papers that are one, whatever their ids and titles say; each pair in order."""
    different: frozenset[Pair] = frozenset()
    """Papers that are not one."""


def read_overlay(path: Path) -> Overlay:
    """Return the user's decisions; a missing file holds none.

    Raises:
        OntologyError: The file is no TOML, or an entry in it is wrong; the place is named.
    """
    found = _decided(_document(path), path)
    return Overlay(
        accepted=found["accept"],
        rejected=frozenset(found["reject"]),
        aliases=frozenset(found["alias"]),
        refused_aliases=frozenset(found["no_alias"]),
        same=frozenset(found["same"]),
        different=frozenset(found["different"]),
    )


def decide(
    path: Path,
    verdict: Verdict,
    subject: str,
    entity: str,
    role: str | None = None,
    *,
    former_keys: Collection[str] = (),
) -> bool:
    """Write one decision into the file and return whether it changed; the opposite one is taken out.

    The file is replaced in one step, so that a crash leaves either the old or the new one.

    Args:
        path: The file; it is made, with its folder, where it is missing.
        verdict: What was decided.
        subject: The paper's key; for an alias the name; of two papers the one that sorts first.
        entity: The entity as `type:id`; of two papers the other one.
        role: The role of an accepted link; `None` keeps what was found.
        former_keys: Other keys of the paper: what was decided under them is replaced, too.

    Raises:
        OntologyError: The file, or the decision, is wrong, or the file cannot be written.
    """
    document = _document(path)
    before = _decided(document, path)
    entry = {FIELDS[verdict][0]: subject, FIELDS[verdict][1]: entity} | ({"role": role} if role is not None else {})
    _check_entry(verdict, entry, f"{verdict} {subject} {entity}", path)
    pairs = {(key, entity) for key in (subject, *former_keys)}
    words = next(both for both in _OPPOSITES if verdict in both)
    decided = {(word, pair, before[word][pair]) for word in words for pair in pairs & before[word].keys()}
    if decided == {(verdict, (subject, entity), role)}:
        return False
    for word in words:
        _remove(document, word, pairs)
    _append(document, verdict, entry)
    _replace(path, tomlkit.dumps(document))
    return True


def _document(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(
            f"your decisions on links cannot be read: {_reason(error)}",
            path=path,
            hint="mend the file, or move it away",
        ) from error
    except TOMLKitError as error:
        raise OntologyError(
            f"this is no TOML: {error}", path=path, hint="mend the line, or move the file away"
        ) from error


def _decided(document: tomlkit.TOMLDocument, path: Path) -> dict[str, dict[Pair, str | None]]:
    """Return the pairs of each table, with their role where they have one."""
    content = document.unwrap()
    for word in content:
        if word not in FIELDS:
            raise OntologyError(
                f"your decisions have no table {word!r}",
                path=path,
                hint=f"write {', '.join(f'[[{one}]]' for one in FIELDS)}",
            )
    found: dict[str, dict[Pair, str | None]] = {word: {} for word in FIELDS}
    for word, decided in found.items():
        entries = content.get(word, [])
        if not isinstance(entries, list):
            raise OntologyError(
                f"{word} is no list of entries", path=path, entry=word, hint=f"write [[{word}]], with two brackets"
            )
        for number, entry in enumerate(entries, 1):
            place = f"{word}, entry {number}"
            _check_entry(word, entry, place, path)
            subject, entity = entry[FIELDS[word][0]], entry[FIELDS[word][1]]
            if word in {"same", "different"}:
                subject, entity = sorted((subject, entity))
            decided[subject, entity] = entry.get("role")
    for one, other in _OPPOSITES:
        for subject, entity in sorted(found[one].keys() & found[other].keys()):
            raise OntologyError(
                f"{entity} of {subject} is in both [[{one}]] and [[{other}]]",
                path=path,
                hint="remove one of the two entries",
            )
    return found


def _check_entry(word: str, entry: Any, place: str, path: Path) -> None:
    def wrong(what: str, hint: str) -> OntologyError:
        return OntologyError(what, path=path, entry=place, hint=hint)

    fields = FIELDS[word]
    example = "arxiv:2205.14135" if fields[0] == "paper" else '"Flash-Decoding++"'
    second = "bibtex:dao2022" if fields[1] == "other" else "method:gptq"
    hint = f"an entry has {' and '.join(fields[:2])}, such as {example} and {second}"
    if not isinstance(entry, dict):
        raise wrong("this is no entry", hint)
    for name in fields[:2]:
        if name not in entry:
            raise wrong(f"{name} is missing", hint)
    for name, value in entry.items():
        if name not in fields:
            raise wrong(f"an entry of {word} has no {name}", f"its properties are {', '.join(fields)}")
        if not isinstance(value, str) or not value.strip():
            raise wrong(f"{name} cannot be {value!r}", hint)
    if fields[1] == "other":
        if entry["paper"] == entry["other"]:
            raise wrong(f"{entry['paper']!r} is on both sides", hint)
        return
    kind, _, entity_id = entry["entity"].partition(":")
    if kind not in ROLES or not entity_id:
        raise wrong(
            f"{entry['entity']!r} is no entity",
            f"write {' or '.join(f'{one}:ID' for one in ROLES)}, such as method:gptq",
        )
    if entry.get("role") not in {None, *ROLES[kind]}:
        raise wrong(f"{entry['role']!r} is no role of {entry['entity']}", f"its roles are {', '.join(ROLES[kind])}")


def _remove(document: tomlkit.TOMLDocument, word: str, pairs: Collection[Pair]) -> None:
    """Take entries out of a table; what stands beside them, comments too, is left alone."""
    entries = document.get(word)
    if entries is None:
        return
    first, second = FIELDS[word][:2]
    for number in reversed(range(len(entries))):
        pair = (str(entries[number][first]), str(entries[number][second]))
        if pair in pairs or (second == "other" and pair[::-1] in pairs):
            del entries[number]
    if not entries:
        document.remove(word)


def _append(document: tomlkit.TOMLDocument, word: str, entry: dict[str, str]) -> None:
    entries = document.get(word)
    if entries is None:
        entries = tomlkit.aot()
        document.append(word, entries)
        entries = document[word]
    if isinstance(entries, AoT):
        entries.append(tomlkit.item(entry))
    else:
        table = tomlkit.inline_table()
        table.update(entry)
        entries.append(table)


def _replace(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode(), mode=0o600)
    except OSError as error:
        raise OntologyError(
            f"your decision cannot be kept: {_reason(error)}",
            path=path,
            hint="name a file that can be written: PAPERMESH_OVERLAY",
        ) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
