"""What the tests of the page share."""

from __future__ import annotations

from tests.queries.conftest import sample
from tests.viz.browser import browser, open_page

__all__ = ["browser", "open_page", "sample"]
