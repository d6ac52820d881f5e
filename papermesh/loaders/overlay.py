"""The user's own decisions on links, kept in a TOML file beside the settings and respected by every load.

```toml
[[accept]]
paper = "arxiv:2205.14135"
entity = "method:gptq"
role = "compares"

[[reject]]
paper = "arxiv:2205.14135"
entity = "hardware:gpu"
```

The file may be edited by hand: comments survive, and a mistake in it is an error with its place.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tomlkit.exceptions import TOMLKitError

from papermesh.errors import OntologyError

EntityName = Annotated[str, Field(pattern=r"^(method|hardware|benchmark):.+$")]
ROLES = {
    "method": ("introduces", "uses", "compares"),
    "hardware": ("evaluated_on", "targets", "mentions"),
    "benchmark": ("introduces", "evaluates", "mentions"),
}
"""The roles that a link to each entity type can have, as in the extraction contract."""
DEFAULT_ROLE = {"method": "uses", "hardware": "evaluated_on", "benchmark": "evaluates"}


class Decision(BaseModel):
    """One link that the user accepted or rejected; `role` only on accepted ones, `None` keeps what was found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paper: Annotated[str, Field(min_length=1)]
    entity: EntityName
    role: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    accept: tuple[Decision, ...] = ()
    reject: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """All decisions, each by (paper key, entity as `type:id`)."""

    accepted: dict[tuple[str, str], str | None] = field(default_factory=dict)
    rejected: frozenset[tuple[str, str]] = frozenset()


def read_overlay(path: Path) -> Overlay:
    """Return the user's decisions; a missing file holds none.

    Raises:
        OntologyError: The file is no TOML, or an entry in it is wrong; the place is named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Overlay()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(
            f"your decisions on links cannot be read: {error}", path=path, hint="mend the file"
        ) from error
    try:
        content = _File.model_validate(tomlkit.parse(text).unwrap())
    except TOMLKitError as error:
        raise OntologyError(
            f"this is no TOML: {error}", path=path, hint="mend the line, or move the file away"
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise OntologyError(
            f"{first['msg']} in your decisions on links", path=path, entry=place,
            hint="an entry has paper, entity (such as method:gptq) and, for accept, role",
        ) from error  # fmt: skip
    for decision in content.accept:
        _check_role(decision, path)
    return Overlay(
        accepted={(decision.paper, decision.entity): decision.role for decision in content.accept},
        rejected=frozenset((decision.paper, decision.entity) for decision in content.reject),
    )


def decide(path: Path, verdict: Literal["accept", "reject"], paper: str, entity: str, role: str | None = None) -> bool:
    """Write one decision into the file and return whether it changed; the opposite one is taken out.

    The file is replaced in one step, so that a crash leaves either the old or the new one.

    Raises:
        OntologyError: The file, or the decision, is wrong.
    """
    before = read_overlay(path)
    decision = Decision(paper=paper, entity=entity, role=role)
    _check_role(decision, path)
    pair = (paper, entity)
    accepted = pair in before.accepted
    if verdict == "accept" and accepted and before.accepted[pair] == role and pair not in before.rejected:
        return False
    if verdict == "reject" and pair in before.rejected and not accepted:
        return False
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    for word in ("accept", "reject"):
        kept = [entry for entry in document.get(word, []) if (entry["paper"], entry["entity"]) != pair]
        if word == verdict:
            kept.append(decision.model_dump(exclude_none=True))
        if word in document:
            document.remove(word)
        if kept:
            tables = tomlkit.aot()
            for entry in kept:
                tables.append(tomlkit.item(dict(entry)))
            document.append(word, tables)
    _replace(path, tomlkit.dumps(document))
    return True


def _check_role(decision: Decision, path: Path) -> None:
    allowed = ROLES[decision.entity.partition(":")[0]]
    if decision.role is not None and decision.role not in allowed:
        raise OntologyError(
            f"{decision.role!r} is no role of {decision.entity}", path=path, hint=f"its roles are {', '.join(allowed)}"
        )


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, text=True)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(name).replace(path)
