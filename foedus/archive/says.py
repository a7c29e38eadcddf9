"""What a text says, apart from where: two copies of one report say the same, a corrected one does not."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.model.claims import Claim, Provision, content_id


def says(items: Iterable[Claim | Provision]) -> str:
    """Sixteen hex digits of all that is claimed, without document and place.

    A day enters by its words ("on Monday"), since a paper that reprints a report a week later says nothing new.
    """
    return content_id(sorted({content_id(_content(item)) for item in items}))


def _content(item: Claim | Provision) -> dict[str, object]:
    content: dict[str, object] = item.model_dump(mode="json", exclude={"rule", "when", "evidence"})
    if isinstance(item, Claim) and item.when is not None:
        content["date"] = item.when.words
    return content
