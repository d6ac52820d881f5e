"""Everything that can go wrong and was expected to, with its exit code.

PapermeshError            1   anything we expected could go wrong: message, where, hint
├─ ConfigError            2   a setting is missing or wrong
├─ SourceError            1   an input cannot be read, or is no such source
│  ├─ ParseError          1   the payload is not what the source promises
│  └─ FetchError          1   a service did not give what was asked of it
├─ BudgetSpent            1   as much was asked of services as the user allowed
├─ OntologyError          1   an ontology file or the user's overlay is wrong: path, entry, field
├─ NotFound               1   no such paper or entity; the hint names the nearest
├─ Ambiguous              1   a name fits several; the hint lists them
├─ StoreError             4   the store cannot serve the request
│  ├─ StoreMissing        4   there is no graph at this place yet
│  ├─ StoreUnavailable    4   the server does not answer
│  ├─ WrongPassword       4   the server refuses the user or the password
│  ├─ NoSuchDatabase      4   the server has no database of that name
│  ├─ StoreHeld           4   another process is writing to it
│  ├─ NotAGraph           4   the file or folder is no graph of ours
│  ├─ NewerFormat         4   a newer Papermesh wrote it
│  ├─ WriteRefused        4   the store was opened for reading
│  └─ NotSupported        4   this engine cannot do that
└─ QueryError             1   a query text is wrong, or failed
   ├─ HeaderError         1   the header of a .cypher file is wrong
   └─ QueryTimeout        1   the query took longer than its limit
"""

from __future__ import annotations

from pathlib import Path

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_REJECTED = 3
EXIT_STORE = 4
EXIT_CHECK = 5
EXIT_INTERRUPTED = 130


class PapermeshError(Exception):
    """Something we expected could go wrong.

    Args:
        message: What happened, with the value that caused it.
        where: The file, line, store or query in which it happened.
        hint: What to do about it, where possible as a command that can be pasted.
    """

    exit_code = EXIT_FAILED

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(cls: type[PapermeshError], args: tuple[object, ...], state: dict[str, object]) -> PapermeshError:
    """Unpickle an error whose constructor takes keyword arguments."""
    error = cls.__new__(cls, *args)
    Exception.__init__(error, *args)
    error.__dict__.update(state)
    return error


class ConfigError(PapermeshError):
    """A setting is missing or wrong."""

    exit_code = EXIT_USAGE


class SourceError(PapermeshError):
    """An input cannot be read, or is no such source at all."""


class ParseError(SourceError):
    """The payload is not what the source promises."""


class FetchError(SourceError):
    """A service did not give what was asked of it.

    Args:
        message: What happened, in the service's own words where it had any.
        where: The address that was asked.
        hint: What to do about it.
        status: The HTTP status of the answer, `None` where none came.
        until: When the service may be asked again, in words; `None` where it did not say that it may not now.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        status: int | None = None,
        until: str | None = None,
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.status = status
        self.until = until


class BudgetSpent(PapermeshError):
    """As much was asked of services as the user allowed: what came until then is whole, and can be gone on from."""


class OntologyError(PapermeshError):
    """An ontology file, or the user's overlay, is wrong.

    Args:
        message: What is wrong.
        path: The TOML file.
        entry: The table in it, where one is at fault.
        field: The field in the table, where one is at fault.
        hint: What to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        entry: str | None = None,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.path = str(path) if path is not None else None
        self.entry = entry
        self.field = field
        place = [self.path or "", f"[{entry}]" if entry else "", field or ""]
        super().__init__(message, where=" ".join(part for part in place if part) or None, hint=hint)


class NotFound(PapermeshError):
    """No such paper or entity; the hint names the nearest."""


class Ambiguous(PapermeshError):
    """A name fits several papers or entities; the hint lists them."""


class StoreError(PapermeshError):
    """The store cannot serve the request."""

    exit_code = EXIT_STORE


class StoreMissing(StoreError):
    """There is no graph at this place yet."""


class StoreUnavailable(StoreError):
    """The server does not answer."""


class WrongPassword(StoreError):
    """The server refuses the user or the password."""


class NoSuchDatabase(StoreError):
    """The server has no database of that name."""


class StoreHeld(StoreError):
    """Another process is writing to the store."""


class NotAGraph(StoreError):
    """The file or folder is no graph of ours."""


class NewerFormat(StoreError):
    """A newer Papermesh wrote the store."""


class WriteRefused(StoreError):
    """The store was opened for reading, and the query would write or reach outside it."""


class NotSupported(StoreError):
    """This engine cannot do that; the hint names the one that can."""


class QueryError(PapermeshError):
    """A query text is wrong, or failed."""


class HeaderError(QueryError):
    """The header of a .cypher file is wrong."""


class QueryTimeout(QueryError):
    """The query took longer than its limit."""
