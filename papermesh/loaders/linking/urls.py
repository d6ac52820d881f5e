"""Finds the addresses in a text, repairs what pages and TeX leave on them, and says what each one is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from papermesh.loaders.linking import rules
from papermesh.loaders.linking.links import UrlLink, UrlRejected
from papermesh.loaders.linking.passages import Passage
from papermesh.loaders.linking.words import word_set

_HOSTS = r"(?:github\.com|gitlab\.com|bitbucket\.org|huggingface\.co|hf\.co|bit\.ly|[\w-]{1,63}\.(?:github|gitlab)\.io)"
_START = re.compile(
    rf"(?:https?|ftp)\s?:\s?//\s?|(?<![\w@./-])www\.(?=\w)|(?<![\w@./-]){_HOSTS}(?=/[\w~])|(?<![\w@./-])[\w-]{{1,63}}\.(?:github|gitlab)\.io\b",
    re.IGNORECASE,
)
_NEAR = re.compile(r"//|www\.|github|gitlab|bitbucket|huggingface|hf\.co|bit\.ly", re.IGNORECASE)
"""What every beginning of an address holds; quick to find."""
_LEAD = 80
"""Characters that a beginning may have before that."""
_LONGEST = 2000
"""Characters of an address: a longer one is no address, and many of them would be read over and over."""
_BODY = re.compile(rf"[^\s<>\"“”|^`]{{0,{_LONGEST}}}+")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}|(?:\d{1,3}\.){3}\d{1,3}")
_CONTEXT = 240
"""Characters before an address in which a cue word speaks of it."""
_TRAILING = ".,;:!?'’‘*_~\\$&|"
_CUT_OFF = re.compile(r"(?:\.{3}|…)$")
# A path that a stray space has cut off: after a site's bare name any, after a project host one that ends in a slash.
_PATH_AFTER_GAP = re.compile(r" {1,2}[\w.-]+/[\w.-]+[\w/-]*")
_PAGE_AFTER_GAP = re.compile(r" {1,2}[\w.-]+/(?![\w])")
_NAME = re.compile(r"[\w.-]+")
_GITHUB_PAGES = word_set(
    "features topics search marketplace sponsors about pricing login settings explore trending collections apps"
)
_SHORTENERS = word_set(
    "bit.ly t.co tinyurl.com goo.gl aka.ms git.io rb.gy is.gd shorturl.at ow.ly t.ly cutt.ly hf.co/p s.id"
)
_DATA_HOSTS = re.compile(
    r"zenodo\.org/record|kaggle\.com/(?:datasets|competitions)|figshare\.com|dataverse\.|ieee-dataport\.org|osf\.io"
)
_PROJECT_HOSTS = re.compile(
    r"\.(?:github|gitlab)\.io$|^sites\.google\.com$|\.(?:netlify|vercel)\.app$|\.readthedocs\.io$|\.web\.app$"
)
_PROJECT_CUE = re.compile(
    r"\b(?:project(?: web)?[ -]?(?:page|site|website)?|web\s?(?:page|site)|home\s?page|demos?|samples?|platform|"
    r"leaderboard)\b",
    re.I,
)
_OWN = re.compile(
    r"\b(?:our|we|code|codes|codebase|data|dataset|datasets|models?|weights|checkpoints?|implementation|available|"
    r"releas\w+|open-?sourc\w+|project|demos?|samples?|web\s?(?:page|site)|homepage|repository|repo|benchmark|resources?|"
    r"found|accessed|hosted|materials|provided|accessible|platform|software|toolkit|library|source)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:(?:we|which|is|are) (?:use[sd]?|follow\w*|adopt\w*|buil[dt]|based)\b|based on|built (?:on|upon|with)|"
    r"adapted from|derived from|obtained from|downloaded from|originally|borrowed from|courtesy of|third-party|"
    r"their)[^.;]*\Z",
    re.I,
)
_RELEASE = re.compile(
    r"\b(?:available|releas\w+|open-?sourc\w+|our (?:code|data|model|implementation|project))\b", re.I
)
# In a section on experiments most addresses are others' tools and data, however "available" they are.
_OWN_RELEASE = re.compile(
    r"\bour (?:[\w-]+ ){0,3}(?:code|codebase|data|datasets?|models?|weights|checkpoints?|implementation|repository|"
    r"project|software|toolkit|library|benchmark)\b|"
    r"\bwe (?:[\w-]+ ){0,2}(?:releas\w+|open-?sourc\w+|publish\w*|provid\w+|mak(?:e|ing)|made|shar(?:e|ed|ing))\b",
    re.I,
)
# "https" and "www." are looked for first: most texts have neither.
_CUES = ("://", "www.", "github", "gitlab", "bitbucket", "huggingface", "hf.co", "bit.ly", ": //", ":/ /")


@dataclass(frozen=True, slots=True)
class _Address:
    url: str
    host: str
    path: tuple[str, ...]
    tail: str
    """Query and fragment, with their signs."""


def find_urls(passage: Passage) -> tuple[list[UrlLink], list[UrlRejected]]:
    """Return the addresses in a text and those that cannot be repaired, each with its place."""
    links: list[UrlLink] = []
    rejected: list[UrlRejected] = []
    text = passage.text
    lower = text.lower()
    if not any(cue in lower for cue in _CUES):
        return links, rejected
    place = 0
    while (near := _NEAR.search(text, place)) and (found := _START.search(text, max(place, near.start() - _LEAD))):
        end = _end(text, found)
        surface = text[found.start() : end]
        address, reason = _repaired(surface)
        if address is None:
            rejected.append(UrlRejected(reason, surface, passage.field, found.start()))
        else:
            links.append(_link(passage, address, found.start(), surface))
        place = max(end, found.end())
    return links, rejected


def _end(text: str, found: re.Match[str]) -> int:
    """Return where the address ends: before residue, after a path that a stray space has cut off."""
    body = _BODY.match(text, found.end())
    end = body.end() if body else found.end()
    # A second address glued on, a TeX brace that was opened before, a Markdown bracket: cut there.
    for glued in ("http://", "https://"):
        if (other := text.find(glued, found.end(), end)) > 0 and text[other - 1] != "/" and text[other - 1] != "=":
            end = other
    end = _balanced(text, found.start(), end)
    host_only = text[found.start() : end].rstrip("/").lower()
    if text[end - 1 : end] == "/":
        host = host_only.rpartition("/")[2]
        is_bare = host in {"github.com", "gitlab.com", "huggingface.co"}
        gap = (_PATH_AFTER_GAP if is_bare else _PAGE_AFTER_GAP).match(text, end)
        if gap and (is_bare or _PROJECT_HOSTS.search(host)):
            end = _balanced(text, found.start(), gap.end())
    return end


def _balanced(text: str, start: int, end: int) -> int:
    """Return the end before the first bracket that closes nothing or opens a remark, and before closing signs."""
    depth: list[str] = []
    pairs = {")": "(", "]": "[", "}": "{"}
    for place in range(start, end):
        sign = text[place]
        if sign == "{" and not text.startswith("\\", max(0, place - 1)):
            following = text[place + 1 : place + 2]
            if following not in {"\\", "_", "~"}:  # "{\_}" is part of the path, "{this url}" a remark
                end = place
                break
            depth.append(sign)
        elif sign in "([":
            depth.append(sign)
        elif sign in pairs:
            if not depth or depth[-1] != pairs[sign]:
                end = place
                break
            depth.pop()
    while end > start and (text[end - 1] in _TRAILING or (text[end - 1] in "([{")):
        if _CUT_OFF.search(text[start:end]):
            break
        end -= 1
    return end


def _repaired(surface: str) -> tuple[_Address | None, str]:
    """Return the clean address, or None with the reason why there is none."""
    if _CUT_OFF.search(surface):
        return None, "the address is cut off"
    if len(surface) > _LONGEST:
        return None, f"the address is longer than {_LONGEST} characters"
    plain = re.sub(r"^(?:https?\s?:\s?//\s?)+", "", surface, flags=re.IGNORECASE)
    if plain.lower().startswith("ftp"):
        return None, "only web addresses are kept"
    plain = re.sub(r"\{?\\([_%#&~$])\}?", r"\1", plain).replace("$\\sim$", "~").replace("\\~{}", "~")
    plain = plain.replace("{_}", "_").replace("{~}", "~")
    plain = re.sub(r"\s+", "", plain)
    if "\\" in plain or "{" in plain or "}" in plain:
        return None, "TeX commands are left in the address"
    authority, slash, rest = plain.partition("/")
    if not slash:
        authority, mark, rest = (
            re.split(r"([?#])", plain + "?", maxsplit=1) if re.search(r"[?#]", plain) else (plain, "", "")
        )
        tail = (mark + rest).rstrip("?") if mark else ""
        rest = ""
    else:
        cut = re.search(r"[?#]", rest)
        tail = rest[cut.start() :] if cut else ""
        rest = rest[: cut.start()] if cut else rest
    if "@" in authority:
        return None, "the address holds a user name"
    host, _, port = authority.lower().partition(":")
    if not host:
        return None, "no host follows the scheme"
    if not _HOST.fullmatch(host) or (port and not port.isdigit()):
        return None, f"{authority[:60]!r} is no host"
    if host.startswith("www.") and host[4:] in {
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "huggingface.co",
        "kaggle.com",
    }:
        host = host[4:]
    if host == "hf.co":
        host = "huggingface.co"
    path = tuple(piece for piece in rest.split("/") if piece)
    netloc = f"{host}:{port}" if port else host
    if host in {"github.com", "gitlab.com", "bitbucket.org", "huggingface.co"} and not path:
        return None, "the address names a site, no repository"
    url = "https://" + "/".join((netloc, *path)) + ("" if tail in {"#", "?"} else tail)
    return _Address(url, host, path, tail), ""


def _link(passage: Passage, address: _Address, start: int, surface: str) -> UrlLink:
    index = passage.sentence_at(start)
    sentence = passage.sentence_text(index)
    first, last = passage.sentences[index]
    before = passage.text[max(first, start - _CONTEXT) : start]
    kind, url, key, repo = _kind(address, before)
    context = passage.text[max(first, start - 160) : min(last, start + len(surface) + 80)]
    own = bool(_OWN.search(before) or _OWN.search(context))
    if _OTHERS.search(before) and not _RELEASE.search(before):
        own = False
    if passage.is_section and not _OWN_RELEASE.search(before):
        own = False
    rule = rules.URL_OWN if own else rules.URL_OTHER
    return UrlLink(
        url=url, kind=kind, key=key, repo=repo, role="official" if own else "mentions", surface=surface,
        field=passage.field, start=start, end=start + len(surface), sentence=sentence,
        confidence=rules.CONFIDENCE[rule], rule=rule,
    )  # fmt: skip


def _kind(address: _Address, before: str) -> tuple[str, str, str, str | None]:
    """Return kind, address without what is deeper than a repository, key and `owner/name`."""
    host, path, url = address.host, address.path, address.url
    if host in {"github.com", "raw.githubusercontent.com"} and path[:1] and path[0].lower() not in _GITHUB_PAGES:
        if path[0] == "orgs" and len(path) > 1:
            return "organization", f"https://github.com/{path[1]}", f"https://github.com/{path[1]}", None
        return _repository("github", "github.com", path)
    if host == "gitlab.com" or host.startswith("gitlab."):
        place = "gitlab" if host == "gitlab.com" else host
        upto = path.index("-") if "-" in path else len(path)
        if upto:  # else it is the site itself, or one of its own pages
            return _repository(place, host, path[:upto], depth=upto)
    if host == "bitbucket.org":
        return _repository("bitbucket", host, path)
    if host == "huggingface.co":
        return _hugging_face(address)
    if host in _SHORTENERS:
        return "short-link", url, url, None
    if host == "raw.githack.com" or _PROJECT_HOSTS.search(host):
        return "project-page", url, url, None
    if _DATA_HOSTS.search(f"{host}/{'/'.join(path)}"):
        return "dataset", url, url, None
    if host in {"arxiv.org", "doi.org", "dx.doi.org", "youtube.com", "www.youtube.com", "youtu.be", "gist.github.com"}:
        return "other", url, url, None
    return ("project-page" if _PROJECT_CUE.search(before[-120:]) else "other"), url, url, None


def _repository(place: str, host: str, path: tuple[str, ...], depth: int = 2) -> tuple[str, str, str, str | None]:
    if len(path) < 2:
        url = f"https://{host}/{path[0]}"
        return "organization", url, url, None
    names = [unquote(piece) for piece in path[: max(2, depth)]]
    names[-1] = re.sub(r"\.git$", "", names[-1]) or names[-1]
    if not all(_NAME.fullmatch(name) for name in names):
        url = f"https://{host}/" + "/".join(path)
        return "other", url, url, None
    repo = "/".join(names)
    return "repository", f"https://{host}/{repo}", f"{place}:{repo.lower()}", repo


def _hugging_face(address: _Address) -> tuple[str, str, str, str | None]:
    path = address.path
    if path[0] in {"datasets", "spaces"} and len(path) >= 2:
        url = "https://huggingface.co/" + "/".join(path[:3])
        if path[0] == "spaces" and len(path) >= 3:
            return "repository", url, f"huggingface:{'/'.join(path[:3]).lower()}", "/".join(path[1:3])
        return ("dataset" if path[0] == "datasets" else "organization"), url, url, None
    if path[0] in {"papers", "docs", "blog", "collections", "learn", "models", "join"}:
        return "other", address.url, address.url, None
    url = "https://huggingface.co/" + "/".join(path[:2])
    return ("organization" if len(path) == 1 else "model"), url, url, None
