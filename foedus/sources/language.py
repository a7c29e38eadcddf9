"""Is a text English? The reader reads nothing else, and says so."""

from __future__ import annotations

import re

_COMMON = frozenset(
    "the of and to in a that is for on with as was by at from it be has have which this an are not or its will were "
    "said would between had been their but after also treaty agreement".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def language(text: str) -> str:
    """ISO 639-1 code of the language a text is most likely in; ``en`` where it cannot be told.

    Where English function words make up a sixth of the text no model is loaded; else ``py3langid`` decides.
    """
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    if len(words) < 4:
        return "en"
    if sum(word in _COMMON for word in words) >= len(words) / 6:
        return "en"
    from py3langid.langid import classify

    return str(classify(text[:20_000])[0])
