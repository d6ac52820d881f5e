"""Pushing boxes apart until none overlaps, without moving them more than that takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def apart(centres: Array, half: Array, *, locked: NDArray[np.bool_] | None = None, rounds: int = 400) -> Array:
    """Return centres whose boxes do not overlap, as near to the given ones as a few hundred small steps bring them.

    Each round moves every pair that overlaps along the axis on which it overlaps least. Boxes that lie exactly on
    each other part by their order, so that the result never depends on chance.

    Args:
        centres: One row per box, x and y.
        half: Half the width and height of each box.
        locked: Boxes that must not move.
        rounds: Most rounds; each costs the square of the number of boxes.
    """
    places = centres.astype(np.float64, copy=True)
    count = len(places)
    order = np.sign(np.arange(count)[:, None] - np.arange(count)[None, :]).astype(np.float64)
    same = np.eye(count, dtype=np.bool_)
    reach = half[:, None, :] + half[None, :, :]
    for _ in range(rounds):
        gap = places[:, None, :] - places[None, :, :]
        overlap = reach - np.abs(gap)
        hit: NDArray[np.bool_] = np.all(overlap > 1e-6, axis=2) & ~same
        if not hit.any():
            break
        sign = np.where(gap == 0, order[:, :, None], np.sign(gap))
        vertical = overlap[..., 1] <= overlap[..., 0]
        move = np.stack(
            [
                np.where(hit & ~vertical, sign[..., 0] * overlap[..., 0], 0.0).sum(axis=1),
                np.where(hit & vertical, sign[..., 1] * overlap[..., 1], 0.0).sum(axis=1),
            ],
            axis=1,
        )
        # A box among many is pushed by all of them: dividing keeps the crowd from flying apart.
        move *= 0.55 / np.maximum(1.0, np.sqrt(hit.sum(axis=1)))[:, None]
        move += np.where(np.abs(move) > 0, np.sign(move) * 0.05, 0.0)
        if locked is not None:
            move[locked] = 0.0
        places += move
    return places


def spread(wanted: Array, gap: float, low: float, high: float) -> Array:
    """Return sorted positions on a line, at least `gap` apart where there is room, near the wanted ones.

    Args:
        wanted: Positions in ascending order.
        gap: Smallest distance between neighbours.
        low: First position allowed.
        high: Last position allowed.
    """
    count = len(wanted)
    if count == 0:
        return wanted
    if count == 1:
        return np.clip(wanted, low, high)
    step = min(gap, (high - low) / (count - 1))
    # With x_i = u_i + i * step the rule "at least step apart" reads "u never falls": pool what would.
    shifted = wanted - step * np.arange(count)
    pools: list[tuple[float, int]] = []
    for value in shifted:
        mean, size = float(value), 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    flat = np.concatenate([np.full(size, mean) for mean, size in pools])
    kept: Array = np.clip(flat, low, high - step * (count - 1))
    return kept + step * np.arange(count)
