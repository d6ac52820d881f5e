"""What all nodes and edges of the graph have in common: values that both stores take, and keys.

Checked here before either store sees a value: no lone surrogates, no NaN, lists of one scalar type without nulls, keys
of at most 512 characters.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

FORMAT_VERSION = 1
"""Raised when a graph written by this version cannot be read by the previous one."""

MAX_KEY_LENGTH = 512
"""Longest key, in characters: Neo4j refuses long indexed values and then fails the whole batch."""

Scalar = str | int | float | bool
Value = Scalar | list[str] | list[int] | list[float] | list[bool] | None

FirstRun = Annotated[str | None, Field(description="The run that first wrote this")]
LastRun = Annotated[str | None, Field(description="The run that last changed this")]
RUN_PROPERTIES = ("first_run", "last_run")
"""Left out of the canonical dump: they say when a thing was seen, not what it is."""


class Row(BaseModel):
    """What nodes and edges have in common: frozen, no unknown fields, values that both stores take."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def _storable(self) -> Row:
        for name, value in self:
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, str) and not _encodable(item):
                    msg = f"{name} holds a lone surrogate, which no store can keep"
                    raise ValueError(msg)
                if isinstance(item, float) and not math.isfinite(item):
                    msg = f"{name} is not a finite number"
                    raise ValueError(msg)
        return self


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class Node(Row):
    """One node. `key` names the field that identifies it."""

    label: ClassVar[str]
    key: ClassVar[str]

    first_run: FirstRun = None
    last_run: LastRun = None

    @property
    def key_value(self) -> str:
        """The key: a string with a scheme or a slug, never the engine's internal id."""
        return str(getattr(self, self.key))

    def properties(self) -> dict[str, Any]:
        """All properties but the key, `None` where not known."""
        return {name: value for name, value in self if name != self.key}

    @model_validator(mode="after")
    def _short_key(self) -> Node:
        if not 0 < len(self.key_value) <= MAX_KEY_LENGTH:
            msg = f"{self.key} must have 1 to {MAX_KEY_LENGTH} characters"
            raise ValueError(msg)
        return self
