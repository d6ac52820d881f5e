"""Pushing boxes apart until none overlaps, without moving them more than that takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LOOKAHEAD = 24.0
"""How much two boxes may come nearer before the pairs to look at are found anew."""


def apart(centres: Array, half: Array, *, locked: NDArray[np.bool_] | None = None, rounds: int = 400) -> Array:
    """Return centres whose boxes do not overlap, as near to the given ones as a few hundred small steps bring them.

    Each round moves every pair that overlaps along the axis on which it overlaps least. Boxes that lie exactly on
    each other part by their order, so that the result never depends on chance.

    Args:
        centres: One row per box, x and y.
        half: Half the width and height of each box.
        locked: Boxes that must not move.
        rounds: Most rounds; each costs the number of pairs that are near each other.
    """
    places = centres.astype(np.float64, copy=True)
    one, other = _near(places, half)
    since = places.copy()
    for _ in range(rounds):
        if np.abs(places - since).max(initial=0.0) > LOOKAHEAD / 2:
            one, other = _near(places, half)
            since = places.copy()
        gap = places[one] - places[other]
        overlap = half[one] + half[other] - np.abs(gap)
        hit = (overlap > 1e-6).all(axis=1)
        if not hit.any():
            break
        gap, overlap = gap[hit], overlap[hit]
        axis = np.where(overlap[:, 1] <= overlap[:, 0], 1, 0)
        row = np.arange(len(axis))
        # `other` comes after `one`: where both are on one spot, the later one goes to the right or down.
        push = np.where(gap[row, axis] > 0, 1.0, -1.0) * overlap[row, axis]
        move = np.zeros_like(places)
        np.add.at(move, (one[hit], axis), push)
        np.add.at(move, (other[hit], axis), -push)
        # A box among many is pushed by all of them: dividing keeps the crowd from flying apart.
        crowd = np.bincount(one[hit], minlength=len(places)) + np.bincount(other[hit], minlength=len(places))
        move *= 0.55 / np.maximum(1.0, np.sqrt(crowd))[:, None]
        move += np.where(move != 0, np.sign(move) * 0.05, 0.0)
        if locked is not None:
            move[locked] = 0.0
        places += move
    return places


def _near(places: Array, half: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of boxes that overlap or could after a few steps, the earlier box first."""
    far = np.abs(places[:, None, :] - places[None, :, :]) < half[:, None, :] + half[None, :, :] + LOOKAHEAD
    one, other = np.nonzero(np.triu(far.all(axis=2), k=1))
    return one, other


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
