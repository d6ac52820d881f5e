"""The answers of language models, kept on disk: each is asked for, and paid, once.

One small JSON file an answer, named by the digest of all that the answer depends on. A file that cannot be read, or
holds something else, counts as not there.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from papermesh.errors import PapermeshError
from papermesh.whole_file import write_whole

SHARD = 2
"""Digits of a digest that name its folder, so that no folder holds more than some hundred files."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, and the tokens that it read and wrote for it, where the service counted them."""

    content: str
    tokens_in: int | None = None
    tokens_out: int | None = None


def digest_of(*parts: str | None) -> str:
    """Return 64 hexadecimal digits of some texts, which differ wherever one of the texts does."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


class AnswerCache:
    """Answers by digest, in a folder that is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, digest: str) -> Answer | None:
        """Return an answer, or `None` where it is not there or cannot be read."""
        try:
            entry = json.loads(self._path(digest).read_text(encoding="utf-8"))
            content, tokens = entry["content"], (entry["tokens_in"], entry["tokens_out"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Answer(content, *map(token_count, tokens)) if isinstance(content, str) else None

    def keep(self, digest: str, answer: Answer, about: Mapping[str, Any]) -> None:
        """Write an answer in one step, with what it is about, for whoever looks into the folder.

        Raises:
            PapermeshError: The folder cannot be written.
        """
        # Other signs than ASCII are escaped: half a character, which a model can write, is no UTF-8.
        text = json.dumps({**about, **asdict(answer)}, indent=1)
        path = self._path(digest)
        try:
            write_whole(path, f"{text}\n".encode("ascii"), mode=0o600)
        except OSError as error:
            raise self._unwritable(error) from error

    def prepare(self) -> None:
        """Make the folder, so that one which cannot be written is known before an answer is paid.

        Raises:
            PapermeshError: The folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as error:
            raise self._unwritable(error) from error

    def __len__(self) -> int:
        """How many answers there are, of whatever model."""
        return sum(1 for _ in self.folder.glob(f"{'[0-9a-f]' * SHARD}/*.json"))

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:SHARD] / f"{digest}.json"

    def _unwritable(self, error: OSError) -> PapermeshError:
        return PapermeshError(
            f"answers of the language model cannot be kept: {error.strerror or error}",
            where=str(self.folder),
            hint="name a folder that can be written: PAPERMESH_CACHE",
        )


def token_count(value: object) -> int | None:
    """Return a count of tokens, or `None` where a value is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
