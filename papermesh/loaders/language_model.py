"""The optional language model: asked about papers where a command says so, and what it answered before.

Asking and reading are two steps. Asking (`ask`) makes the requests and keeps each answer on disk as it comes; reading
(`proposals`) only looks at what is kept. So a graph is built from answers that are there, like records, and whatever
goes wrong on the way to the model leaves the store alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from papermesh.errors import ConfigError, FetchError
from papermesh.loaders.fetching.addresses import is_this_machine
from papermesh.loaders.fetching.client import Client
from papermesh.loaders.fetching.limits import LIMITS, Limits
from papermesh.loaders.language_model_answers import PROMPT_VERSION, Reading, content_of, read_answer, request_body
from papermesh.loaders.language_model_cache import Answer, AnswerCache, digest_of, token_count
from papermesh.loaders.linking.links import Text
from papermesh.loaders.linking.proposals import Proposal
from papermesh.loaders.report import NOT_ASKED, ModelReport
from papermesh.settings import MODEL_KEY, variable

if TYPE_CHECKING:
    from papermesh.settings import Settings

FAILURES = 3
"""Failures in a row after which no further paper is asked for."""
FINAL = frozenset({401, 403, 404})
"""Statuses that no other paper would change: the key, the address or the model's name is wrong."""
LONGEST_TEXT = 50_000
"""Longest title and abstract that are sent, in characters; ten times the longest abstract that journals take."""
FOLDER = "language-model"
"""Name of the folder of answers, in the cache."""
INTERRUPTED = "the answers that came are kept; the same command asks for the rest"
"""Said beside Ctrl-C while a model is asked."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address that speaks the protocol of chat completions."""

    url: str
    """Without a slash at its end, and without user, password, query or fragment."""
    model: str
    key: str | None = field(default=None, repr=False)
    price_in: float | None = None
    price_out: float | None = None

    @property
    def host(self) -> str:
        """Host and port, as reports name the endpoint."""
        return urlsplit(self.url).netloc

    def digest(self, text: Text) -> str:
        """Return what the model's answer on a paper is kept under."""
        return digest_of(self.url, self.model, PROMPT_VERSION, text.title, text.abstract)


class LanguageModel:
    """A model, with its answers.

    Args:
        endpoint: Which model, and where.
        cache: Its answers.
        asks: Whether requests may be made.
        limits: Of each request.
    """

    def __init__(self, endpoint: Endpoint, cache: AnswerCache, *, asks: bool = False, limits: Limits = LIMITS) -> None:
        self.asks = asks
        self._endpoint, self._cache, self._limits = endpoint, cache, limits
        self._readings: dict[str, Reading] = {}
        """Answers that were read, by digest."""
        self._new: set[str] = set()
        """Digests of the answers that came in this run."""
        self.report = ModelReport(
            endpoint.model, endpoint.host, price_in=endpoint.price_in, price_out=endpoint.price_out
        )

    def ask(self, texts: Iterable[Text], progress: Callable[[str, int, int | None], None] | None = None) -> None:
        """Ask for every answer that is not kept yet, and keep it; what cannot be had is in the report.

        Raises:
            PapermeshError: The folder of answers cannot be written.
        """
        waiting: dict[str, Text] = {}
        for text in texts:
            digest, length = self._endpoint.digest(text), len(text.title) + len(text.abstract or "")
            if length > LONGEST_TEXT:
                self.report.failed.append((text.key, f"not asked: title and abstract have {length} characters"))
            elif self._reading(digest, text) is None:
                waiting[digest] = text
        if not waiting:
            return
        self._cache.prepare()
        failures = 0
        try:
            with Client(self._endpoint.url, key=self._endpoint.key, limits=self._limits) as client:
                for done, (digest, text) in enumerate(waiting.items()):
                    if progress is not None:
                        progress("asking", done, len(waiting))
                    try:
                        self._ask_one(client, digest, text)
                        failures = 0
                    except FetchError as error:
                        failures += 1
                        self.report.failed.append((text.key, error.message))
                        if error.status in FINAL or failures == FAILURES:
                            self._stop(error, failures, [left.key for left in waiting.values()][done + 1 :])
                            break
        except KeyboardInterrupt as stopped:
            stopped.add_note(INTERRUPTED)
            raise
        if progress is not None:
            progress("asking", len(waiting), len(waiting))

    def _ask_one(self, client: Client, digest: str, text: Text) -> None:
        self.report.asked += 1
        envelope = client.post_json("/chat/completions", request_body(self._endpoint.model, text))
        usage = envelope.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        tokens_in, tokens_out = token_count(usage.get("prompt_tokens")), token_count(usage.get("completion_tokens"))
        self.report.unmetered += tokens_in is None or tokens_out is None
        self.report.tokens_in += tokens_in or 0
        self.report.tokens_out += tokens_out or 0
        content = content_of(envelope)
        reading = read_answer(content, text) if content is not None else None
        if content is None or reading is None:
            # Not kept, so that it is asked again: with another model, or by chance, the next one is better.
            raise FetchError("the model's answer holds no JSON object", where=self._endpoint.url)
        about = {
            "url": self._endpoint.url,
            "model": self._endpoint.model,
            "prompt": PROMPT_VERSION,
            "title": text.title,
        }
        self._cache.keep(digest, Answer(content, tokens_in, tokens_out), about)
        self._readings[digest] = reading
        self._new.add(digest)

    def _stop(self, error: FetchError, failures: int, left: Sequence[str]) -> None:
        why = "no other paper would be answered" if error.status in FINAL else f"{failures} failures in a row"
        hint = _hint(error)
        self.report.stopped = f"{why}; {hint}" if hint else why
        self.report.not_asked = len(left)
        self.report.failed += [(key, NOT_ASKED) for key in left]

    def proposals(self, texts: Iterable[Text]) -> Mapping[str, Sequence[Proposal]]:
        """Return what the answers that are kept propose for each paper, by its key; no request is made."""
        found: dict[str, Sequence[Proposal]] = {}
        report = self.report
        report.cached = report.kept = 0
        report.refused = Counter()
        for text in texts:
            digest = self._endpoint.digest(text)
            reading = self._reading(digest, text)
            if reading is None:
                continue
            report.cached += digest not in self._new
            report.kept += len(reading.proposals)
            report.refused += reading.refused
            found[text.key] = reading.proposals
        return found

    def answers_kept(self) -> int:
        """Return how many answers there are, of this and other models."""
        return len(self._cache)

    def _reading(self, digest: str, text: Text) -> Reading | None:
        reading = self._readings.get(digest)
        if reading is None and (answer := self._cache.get(digest)) is not None:
            reading = read_answer(answer.content, text)
            if reading is not None:
                self._readings[digest] = reading
        return reading


def language_model_of(settings: Settings, *, asks: bool = False, limits: Limits = LIMITS) -> LanguageModel | None:
    """Return the model that the settings name, `None` where they name none.

    Raises:
        ConfigError: It is to be asked and none is named, or the address or the key does not fit.
    """
    url, model = settings.language_model_url, settings.language_model
    if url is None or model is None:
        if not asks:
            return None
        lacking = "language_model_url" if url is None else "language_model"
        example = "http://localhost:8000/v1" if url is None else "the name that the service knows it by"
        raise ConfigError(
            f"{lacking} is not set, so no language model can be asked",
            where=str(settings.config),
            hint=f"set {variable(lacking)}, for example to {example}",
        )
    endpoint = Endpoint(
        _checked_url(url),
        model,
        settings.language_model_key,
        settings.language_model_price_in,
        settings.language_model_price_out,
    )
    if asks:
        _check_key(endpoint)
    return LanguageModel(endpoint, AnswerCache(settings.cache / FOLDER), asks=asks, limits=limits)


def _checked_url(url: str) -> str:
    where = variable("language_model_url")
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise ConfigError(
            "the language model's address cannot be read", where=where, hint="check its host and its port"
        ) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError(
            "the language model's address must begin with http:// or https:// and a host",
            where=where,
            hint="write for example http://localhost:8000/v1",
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        # Not repeated in the message: what stands there may be a secret.
        raise ConfigError(
            "the language model's address must hold no user, password, query or fragment",
            where=where,
            hint=f"end it before /chat/completions, and set the key in {MODEL_KEY}",
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, "", ""))


def _check_key(endpoint: Endpoint) -> None:
    key = endpoint.key
    if key is None:
        return
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(
            "the language model's key holds a space, a control character or a sign that is not ASCII",
            where=MODEL_KEY,
            hint="copy it again, without the line's end",
        )
    parts = urlsplit(endpoint.url)
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise ConfigError(
            "the language model's key would cross the network unencrypted",
            where=endpoint.url,
            hint=f"name an https:// address, or unset {MODEL_KEY} where the service needs none",
        )


def _hint(error: FetchError) -> str | None:
    """Return what to do about a failure, in terms of our settings."""
    if error.status in {401, 403}:
        return f"check {MODEL_KEY}"
    if error.status == 404:
        return f"check {variable('language_model_url')} and {variable('language_model')}"
    return error.hint
