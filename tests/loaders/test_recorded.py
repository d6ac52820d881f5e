"""The table of what becomes of recorded answers, where they stand beside the repository."""

from __future__ import annotations

import pytest

from tests.loaders.recorded import ANSWERS, PAGE, page


@pytest.mark.shared
def test_the_table_of_recorded_answers_is_fresh() -> None:
    """Each file is read or refused, none with an error that nobody expected; the page in docs/ says how."""
    if not ANSWERS.is_dir():
        pytest.skip("the recorded answers do not stand beside this checkout")
    assert page() == PAGE.read_text("utf-8"), "make it anew: python -m tests.loaders.recorded"
