"""How much may be asked of a service: requests that leave the machine, and what they cost."""

from __future__ import annotations

import threading

from papermesh.errors import BudgetSpent


class Budget:
    """Counts requests and USD, and refuses the request that would be one too many; several threads may share it.

    Each request that is sent counts, also a second attempt and each redirect, since the service counts them, too; what
    the cache answers does not.

    Args:
        max_requests: Most requests; `None` for any number.
        max_cost: Most USD; `None` for any sum.
    """

    def __init__(self, max_requests: int | None = None, max_cost: float | None = None) -> None:
        self.max_requests, self.max_cost = max_requests, max_cost
        self._used, self._cost = 0, 0.0
        self._lock = threading.Lock()

    @property
    def used(self) -> int:
        """Requests sent."""
        return self._used

    @property
    def left(self) -> int | None:
        """Requests that may still be sent; `None` for any number."""
        return None if self.max_requests is None else max(0, self.max_requests - self._used)

    @property
    def cost(self) -> float:
        """USD, by the services' lists of prices."""
        return self._cost

    def check(self, cost: float = 0.0) -> None:
        """Check that a request may be sent.

        Raises:
            BudgetSpent: It would be one too many, or too dear.
        """
        if self.left == 0:
            number = f"{self.max_requests} request{'' if self.max_requests == 1 else 's'}"
            raise BudgetSpent(f"{number} sent, as many as were allowed", hint="allow more requests, and go on")
        # A sum of prices such as 0.0001 may lie a hair above its limit.
        if self.max_cost is not None and cost > 0 and self.cost + cost > self.max_cost * (1 + 1e-9):
            raise BudgetSpent(
                f"{self.cost:.4f} USD spent; the next request costs {cost:.4f} USD, "
                f"and {self.max_cost:.4f} USD were allowed",
                hint="allow more USD, and go on",
            )

    def spend(self, cost: float = 0.0) -> None:
        """Count one request, just before it is sent.

        Raises:
            BudgetSpent: It would be one too many, or too dear; it is not counted.
        """
        with self._lock:
            self.check(cost)
            self._used += 1
            self._cost += cost
