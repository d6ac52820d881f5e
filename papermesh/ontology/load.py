"""Reads the ontology's TOML files: those in the package, and a user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from papermesh.errors import OntologyError
from papermesh.ontology.check import aliases_differ, names_belong_to_one_entry, parents_exist_without_cycle
from papermesh.ontology.entries import BenchmarkEntry, EntityType, Entry, HardwareEntry, MethodEntry, Ontology

FOLDERS = ("methods", "hardware", "benchmarks")
"""The folder in which a file stands says which type its entries have."""

_PACKAGED = "papermesh/ontology/data"

E = TypeVar("E", bound=Entry)


def load_ontology(extra: Sequence[Path] = ()) -> Ontology:
    """Return the packaged entries and those of `extra`.

    Each of `extra` is a TOML file in a folder called methods, hardware or benchmarks, or a folder that holds such
    folders. Extra entries join the packaged ones and are checked against them; they cannot replace them. Whether the
    packaged entries agree with each other is not checked again by every command: that is `check_ontology`.

    Raises:
        OntologyError: A file is unreadable, is not TOML or lacks a type; an entry breaks a rule.
    """
    if not extra:
        return _packaged_ontology()
    ontology = _read([*_packaged_files(), *(found for path in extra for found in _extra_files(path))])
    for check in (names_belong_to_one_entry, aliases_differ, parents_exist_without_cycle):
        for problem in check(ontology):
            raise problem
    return ontology


@lru_cache(maxsize=1)
def _packaged_ontology() -> Ontology:
    return _read(_packaged_files())


def _packaged_files() -> Iterator[tuple[str, str, Traversable]]:
    return _files(resources.files("papermesh.ontology") / "data", _PACKAGED)


def _files(root: Traversable, shown: str) -> Iterator[tuple[str, str, Traversable]]:
    """Yield (folder, path to show, file) of every TOML file below the three folders, sorted by name."""
    for folder in FOLDERS:
        room = root / folder
        if room.is_dir():
            for file in sorted(room.iterdir(), key=lambda one: one.name):
                if file.name.endswith(".toml"):
                    yield folder, f"{shown}/{folder}/{file.name}", file


def _extra_files(path: Path) -> Iterator[tuple[str, str, Traversable]]:
    if path.is_dir():
        found = list(_files(path, path.as_posix()))
        if not found:
            raise OntologyError(
                "the folder holds no entries",
                path=path.as_posix(),
                hint=f"put TOML files into a subfolder called {', '.join(FOLDERS[:-1])} or {FOLDERS[-1]}",
            )
        yield from found
        return
    folder = path.absolute().parent.name
    if folder not in FOLDERS:
        raise OntologyError(
            f"the folder {folder!r} does not say what type the entries have",
            path=path.as_posix(),
            hint=f"move the file into a folder called {', '.join(FOLDERS[:-1])} or {FOLDERS[-1]}",
        )
    yield folder, path.as_posix(), path


def _read(files: Iterable[tuple[str, str, Traversable]]) -> Ontology:
    paths: dict[tuple[EntityType, str], str] = {}
    methods: dict[str, MethodEntry] = {}
    hardware: dict[str, HardwareEntry] = {}
    benchmarks: dict[str, BenchmarkEntry] = {}
    for folder, shown, file in files:
        tables = _tables(file, shown)
        if folder == "methods":
            _add(tables, shown, MethodEntry, methods, paths)
        elif folder == "hardware":
            _add(tables, shown, HardwareEntry, hardware, paths)
        else:
            _add(tables, shown, BenchmarkEntry, benchmarks, paths)
    return Ontology(methods, hardware, benchmarks, paths)


def _tables(file: Traversable, shown: str) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise OntologyError(
            f"the file cannot be read: {exc.strerror}", path=shown, hint="check the path and its permissions"
        ) from exc
    except UnicodeDecodeError as exc:
        raise OntologyError(
            f"the file is not UTF-8 text (byte {exc.start})", path=shown, hint="save the file as UTF-8"
        ) from exc
    except tomllib.TOMLDecodeError as exc:
        raise OntologyError(
            f"the file is not TOML: {exc}",
            path=shown,
            hint='each entry is a table: ["its-id"], then name = "...", source = "https://..."',
        ) from exc


def _add(
    tables: dict[str, object], shown: str, model: type[E], into: dict[str, E], paths: dict[tuple[EntityType, str], str]
) -> None:
    for entry_id, table in tables.items():
        if not isinstance(table, dict):
            raise OntologyError(
                f"expected a table, found {type(table).__name__}",
                path=shown,
                entry=entry_id,
                hint=f'start the entry with the line ["{entry_id}"]',
            )
        if "id" in table:
            raise OntologyError(
                "the id is the key of the table and is not repeated inside",
                path=shown,
                entry=entry_id,
                field="id",
                hint="remove the line",
            )
        if entry_id in into:
            raise OntologyError(
                f"the id is taken by {paths[model.entity_type, entry_id]}",
                path=shown,
                entry=entry_id,
                field="id",
                hint="name the entry differently, or remove one of the two",
            )
        try:
            into[entry_id] = model.model_validate({"id": entry_id, **table})
        except ValidationError as exc:
            raise _ontology_error(exc, model, shown, entry_id) from exc
        paths[model.entity_type, entry_id] = shown


def _ontology_error(exc: ValidationError, model: type[Entry], shown: str, entry_id: str) -> OntologyError:
    first = exc.errors(include_url=False)[0]
    ctx = first.get("ctx", {})
    field = str(ctx.get("field") or (first["loc"][0] if first["loc"] else "")) or None
    hint = "correct the field"
    if first["type"] == "extra_forbidden":
        hint = f"known fields: {', '.join(name for name in model.model_fields if name != 'id')}"
    elif first["type"] == "missing":
        hint = "add the field"
    return OntologyError(first["msg"], path=shown, entry=entry_id, field=field, hint=hint)
