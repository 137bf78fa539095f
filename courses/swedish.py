"""Swedish words without their endings, by the Snowball algorithm (snowballstem.org/algorithms/swedish). Pure.

One ending is added, that of "lösenordet": from words that are long enough without it, so that "paket" stays whole.
"""

import re
from functools import lru_cache

# The word from behind the first consonant that follows a vowel, and never from before its fourth letter.
_REGION = re.compile(r"[aeiouyäåö][^aeiouyäåö]")
_ENDINGS = sorted(
    "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas ornas es "
    "ades andes ens arens hetens erns at andet het ast".split(),
    key=len,
    reverse=True,
)
_BEFORE_S = set("bcdfghjklmnoprtvy")
_DEFINITE, _LONG_ENOUGH = ("ets", "et"), 5
_DOUBLED = ("dd", "gd", "nn", "dt", "gt", "kt", "tt")
_MADE_OF = {"lig": "", "ig": "", "els": "", "löst": "lös", "fullt": "full"}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word in small letters without its ending: upphandlar and upphandlade are upphandl."""
    found = _REGION.search(word)
    if not found:
        return word
    begins = max(found.end(), 3)
    word = _without_ending(word, begins)
    if word[begins:].endswith(_DOUBLED):
        word = word[:-1]
    made_of = next((end for end in _MADE_OF if word[begins:].endswith(end)), "")
    return word.removesuffix(made_of) + _MADE_OF[made_of] if made_of else word


def _without_ending(word: str, begins: int) -> str:
    ending = next((end for end in _ENDINGS if word[begins:].endswith(end)), "")
    if ending:
        return word.removesuffix(ending)
    definite = next((end for end in _DEFINITE if word.endswith(end)), "")
    if definite and len(word) - len(definite) >= _LONG_ENOUGH:
        return word.removesuffix(definite)
    is_genitive = word[begins:].endswith("s") and word[-2] in _BEFORE_S
    return word[:-1] if is_genitive else word
