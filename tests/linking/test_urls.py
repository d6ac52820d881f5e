"""Addresses are repaired, named and never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from papermesh.loaders.linking import LinkedText

Linked = Callable[..., LinkedText]

REPO = "https://github.com/Owner/Name"


@pytest.mark.parametrize(
    ("text", "url", "kind", "key"),
    [
        ("Code: https://github.com/Owner/Name.", REPO, "repository", "github:owner/name"),
        ("Code (https://github.com/Owner/Name).", REPO, "repository", "github:owner/name"),
        ("Code: https://github.com/Owner/Name , too", REPO, "repository", "github:owner/name"),
        ("Code: http://www.GitHub.com/Owner/Name/", REPO, "repository", "github:owner/name"),
        ("Code: github.com/Owner/Name", REPO, "repository", "github:owner/name"),
        ("Code: https://github.com/Owner/Name.git", REPO, "repository", "github:owner/name"),
        ("Code: https://github.com/Owner/Name/tree/main/sub", REPO, "repository", "github:owner/name"),
        ("Code: https://github.com/Owner/Name/blob/main/a.py#L3", REPO, "repository", "github:owner/name"),
        (r"Code: \url{https://github.com/Owner/Name}.", REPO, "repository", "github:owner/name"),
        (r"Code: \href{https://github.com/Owner/Name}{here}.", REPO, "repository", "github:owner/name"),
        ("Code: https://github.com/Owner/Name{this url}.", REPO, "repository", "github:owner/name"),
        ("Code: [repo](https://github.com/Owner/Name), see", REPO, "repository", "github:owner/name"),
        ("Code: <https://github.com/Owner/Name>", REPO, "repository", "github:owner/name"),
        ("Code: https://github.com/ Owner/Name.", REPO, "repository", "github:owner/name"),
        (r"Code: https://github.com/Owner/my\_name", "https://github.com/Owner/my_name", "repository",
         "github:owner/my_name"),
        ("Code: https://gitlab.com/a/b/c", "https://gitlab.com/a/b/c", "repository", "gitlab:a/b/c"),
        ("Demo: https://huggingface.co/spaces/o/n", "https://huggingface.co/spaces/o/n", "repository",
         "huggingface:spaces/o/n"),
        ("Code: https://github.com/Owner", "https://github.com/Owner", "organization", "https://github.com/Owner"),
        ("See https://huggingface.co/org", "https://huggingface.co/org", "organization", "https://huggingface.co/org"),
        ("See https://huggingface.co/org/m.", "https://huggingface.co/org/m", "model", "https://huggingface.co/org/m"),
        ("See https://huggingface.co/datasets/o/d)", "https://huggingface.co/datasets/o/d", "dataset",
         "https://huggingface.co/datasets/o/d"),
        ("Page: https://name.github.io/", "https://name.github.io", "project-page", "https://name.github.io"),
        ("Page: https://name.github.io/ Thing/", "https://name.github.io/Thing", "project-page",
         "https://name.github.io/Thing"),
        ("Our project page: https://lab.org/thing/", "https://lab.org/thing", "project-page", "https://lab.org/thing"),
        ("See https://bit.ly/Abc.", "https://bit.ly/Abc", "short-link", "https://bit.ly/Abc"),
        ("See www.Example.org/A(b)c.", "https://www.example.org/A(b)c", "other", "https://www.example.org/A(b)c"),
        ("See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2", "other",
         "https://example.org/a?b=1&c=2"),
        ("See https://www.youtube.com/watch?v=x", "https://www.youtube.com/watch?v=x", "other",
         "https://www.youtube.com/watch?v=x"),
    ],
)  # fmt: skip
def test_repairs(link: Linked, text: str, url: str, kind: str, key: str) -> None:
    """What pages, TeX and Markdown leave on an address is taken off, and the kind is right."""
    found = link(text)
    assert [(one.url, one.kind, one.key) for one in found.urls] == [(url, kind, key)]
    assert found.rejected_urls == ()
    one = found.urls[0]
    assert text[one.start : one.end] == one.surface


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Code: https://", "no host"),
        ("Code: https://github.com/", "no repository"),
        ("Code: https://github.com/own...", "cut off"),
        ("Code: https://user@example.org/x", "user name"),
        ("Code: https://nohost/x", "is no host"),
        (r"Code: https://example.org/\macro", "TeX"),
    ],
)
def test_rejects_with_place(link: Linked, text: str, reason: str) -> None:
    """What cannot be repaired is refused with its reason and offset."""
    found = link(text)
    assert found.urls == ()
    assert [one.start for one in found.rejected_urls] == [6]
    assert reason in found.rejected_urls[0].reason


def test_two_addresses_side_by_side_stay_two(link: Linked) -> None:
    """Two addresses side by side stay two."""
    found = link("Webpage: https://a.github.io/X Code: https://github.com/a/X")
    assert [(one.url, one.role) for one in found.urls] == [
        ("https://a.github.io/X", "official"),
        ("https://github.com/a/X", "official"),
    ]


def test_an_address_said_twice_is_one_link(link: Linked) -> None:
    """An address said twice is one link."""
    found = link("We use https://github.com/a/x. Our code: https://github.com/A/X/tree/main.")
    assert [(one.key, one.role) for one in found.urls] == [("github:a/x", "official")]


def test_the_work_of_others_is_only_mentioned(link: Linked) -> None:
    """The work of others is only mentioned."""
    assert link("Tests are based on https://github.com/a/x today.").urls[0].role == "mentions"
    assert link("Our code is available at https://github.com/a/x today.").urls[0].role == "official"


def test_owner_and_name_are_kept_as_written(link: Linked) -> None:
    """Owner and name are kept as written."""
    assert link("Code: https://github.com/Owner/Name").urls[0].repo == "Owner/Name"
