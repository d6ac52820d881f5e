"""The body of an answer, unpacked as it comes, within limits in time and size."""

from __future__ import annotations

import time
import zlib
from typing import TYPE_CHECKING

from papermesh.errors import FetchError
from papermesh.loaders.fetching.failures import Passing
from papermesh.loaders.fetching.limits import Limits

if TYPE_CHECKING:
    import httpx

_PIECE = 1 << 16


def read_body(response: httpx.Response, url: str, limits: Limits, deadline: float) -> bytes:
    """Return the body of an answer, which is read to its end.

    What is counted is what comes out of gzip, so that a small answer cannot grow large; no other packing is read.

    Args:
        response: Whose body has not been read.
        url: For errors.
        limits: The size, and what an error says of the time.
        deadline: By `time.monotonic`.

    Raises:
        FetchError: It is too large, took too long, or is packed in another way.
        Passing: It is packed, and ends too early or is damaged.
    """
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip", "x-gzip"}:
        raise FetchError(
            f"the answer is packed as {packing[:40]!r}, which was not asked for",
            where=url,
            hint="check that the address is the service's",
            status=response.status_code,
        )
    unpacked = _Unpacked(limits.answer_bytes) if "gzip" in packing else None
    data = bytearray()
    for piece in response.iter_raw():
        if unpacked is None:
            data += piece
        else:
            try:
                data += unpacked.more(piece)
            except zlib.error as error:
                raise Passing(_damaged(url, response.status_code)) from error
        if len(data) > limits.answer_bytes or (unpacked is not None and unpacked.is_too_large):
            raise FetchError(
                f"the answer has more than {limits.answer_bytes} bytes",
                where=url,
                hint="check that the address is the service's, or ask for less at once",
                status=response.status_code,
            )
        if time.monotonic() > deadline:
            raise too_late(url, limits, response.status_code)
    if unpacked is not None and not unpacked.is_whole:
        raise Passing(_damaged(url, response.status_code))
    return bytes(data)


def too_late(url: str, limits: Limits, status: int | None = None) -> FetchError:
    """Return the error of an answer that came, but not to its end in time."""
    return FetchError(
        f"the answer was not complete within {limits.total_s:g} s",
        where=url,
        hint="check that the service is not busy",
        status=status,
    )


def _damaged(url: str, status: int) -> FetchError:
    return FetchError(
        "the packed answer is damaged or ends too early", where=url, hint="try again later", status=status
    )


class _Unpacked:
    """Unpacks gzip piece by piece, also where several members follow each other."""

    def __init__(self, limit: int) -> None:
        self._limit, self._count = limit, 0
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._has_begun = False

    @property
    def is_too_large(self) -> bool:
        return self._count > self._limit

    @property
    def is_whole(self) -> bool:
        """Whether the last member has come to its end; an answer without a body has none."""
        return self._member.eof or not self._has_begun

    def more(self, packed: bytes) -> bytes:
        """Return what a piece holds, or the beginning of it that is over the limit already."""
        data = bytearray()
        while packed and not self.is_too_large:
            if self._member.eof:
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self._has_begun = True
            piece = self._member.decompress(packed, _PIECE)
            self._count += len(piece)
            data += piece
            packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return bytes(data)
