"""Lines of Semantic Scholar's bulk data (S2AG) that tell of a paper without its title: abstracts and citations.

Each dataset is files of its own, and papers are known in them by corpus id. With the lines of `papers` in the same
input, abstracts and citations are kept; the other datasets hold nothing that we keep of a paper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from papermesh.loaders.records import Reference
from papermesh.loaders.sources.account import Account, Fields
from papermesh.loaders.sources.stated_facts import service_id
from papermesh.loaders.sources.tagged_text import paragraphs
from papermesh.loaders.sources.titled_elsewhere import TitlesElsewhere

_JOIN = (
    "give papers, abstracts and citations as one input:\n"
    "cat papers.jsonl abstracts.jsonl citations.jsonl | papermesh load semantic-scholar -"
)
_NOT_KEPT = {
    "vector": "an embedding of a paper is not kept",
    "alternate_names": "a place of publication, not a paper",
    "sha": "a pair of ids of one paper is not kept",
}
"""What a line of another dataset is, by a key that only it has."""


class BulkLines:
    """Takes the lines that wait for a title."""

    def __init__(self, account: Account) -> None:
        self.titles = TitlesElsewhere()
        self._account = account
        self._citations: dict[str, tuple[str, list[Reference]]] = {}

    def take(self, fields: Fields, ids_of: Callable[[Fields], dict[str, Any]]) -> bool:
        """Return whether this is a line of a bulk dataset without a title, and take it then.

        Args:
            fields: The line.
            ids_of: Returns the ids that a line states, as properties of a record.
        """
        if "title" in fields:
            return False
        if "citingcorpusid" in fields:
            self._citation(fields)
        elif "openaccessinfo" in fields and "abstract" in fields:
            self._abstract(fields, ids_of)
        elif fields.content.keys() <= {"corpusid", "model", "text"} and "text" in fields and "model" in fields:
            fields.note("a summary that a model wrote (tldr) is not kept")
        elif "title" not in fields and (
            known := next((what for key, what in _NOT_KEPT.items() if key in fields), None)
        ):
            fields.note(known)
        else:
            return False
        return True

    def settle(self) -> None:
        """Make records of what has its title in this input.

        Raises:
            ParseError: The input has no title at all.
        """
        for number, (place, references) in self._citations.items():
            self.titles.hold(
                number,
                f"corpusid:{number}/citations",
                {"other_ids": (f"corpusid:{number}",), "references": tuple(references)},
                place,
                whole=False,  # the citations of one paper can stand in several files
                unless="citations by a paper whose title is not in this input are not kept",
                count=len(references),
            )
        what = "these are abstracts or citations of papers that are known by number alone"
        self.titles.settle(self._account, what, _JOIN)

    def _abstract(self, fields: Fields, ids_of: Callable[[Fields], dict[str, Any]]) -> None:
        stated, abstract = service_id("corpusid", fields.identifier("corpusid")), fields.text("abstract")
        if stated is None:
            self._account.reject("this abstract does not say whose it is: it has no corpusid", fields.place)
        elif abstract is None:
            fields.note("a line of abstracts without an abstract")
        else:
            content = {**ids_of(fields), "abstract": paragraphs(abstract)}
            self.titles.hold(stated.partition(":")[2], f"{stated}/abstract", content, fields.place, whole=True)

    def _citation(self, fields: Fields) -> None:
        citing, cited = (service_id("corpusid", fields.identifier(key)) for key in ("citingcorpusid", "citedcorpusid"))
        if citing is None or cited is None:
            fields.note("a citation by or of a paper that is not known is not kept")
            return
        stated = fields.content.get("intents")
        # One list of intents for each context.
        lists = [part if isinstance(part, list) else [part] for part in stated] if isinstance(stated, list) else []
        intents = Fields({"intents": [one for part in lists for one in part]}, fields.place, self._account)
        reference = Reference(
            other_ids=(cited,),
            contexts=tuple(fields.texts("contexts")),
            intents=tuple(dict.fromkeys(intents.texts("intents"))),
        )
        self._citations.setdefault(citing.partition(":")[2], (fields.place, []))[1].append(reference)
