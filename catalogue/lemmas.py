"""Base forms and compound parts of words, for the index and for queries: voikko for Finnish where it is
installed, else simplemma; simplemma for Swedish and English."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

from simplemma.strategies import DictionaryLookupStrategy
from simplemma.strategies.default import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

from contactcenter.reference.models import text_of

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
MAX_WORD = 60
SHORTEST_PART = 3
NAME, ALTERNATIVE, SUMMARY, TEXT = "1234"  # where a word stands; the lower the better
_voikko_lock = Lock()  # the library keeps its state in one handle


class Forms(NamedTuple):
    """Base forms of a word, and the base forms of the parts it is compounded of."""

    bases: tuple[str, ...]
    parts: tuple[str, ...] = ()


def lemmas(text: str, language: str) -> list[str]:
    """Base forms of every word of `text` and of the parts of compounds, each once, in the order of the text."""
    found = (form for word in words(text) for form in (*forms(word, language).bases, *forms(word, language).parts))
    return list(dict.fromkeys(found))


def words(text: str) -> list[str]:
    """The words of `text` in lower case; a word with a hyphen is one word and its halves."""
    found = []
    for word in (match[0][:MAX_WORD] for match in WORD.finditer(text.lower())):
        found += [word, *(half for half in re.split(r"[-’']", word) if len(half) >= SHORTEST_PART and half != word)]
    return found


def fold(word: str) -> str:
    """Without dots and accents, so that a query typed without ä and ö finds as well."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def forms(word: str, language: str) -> Forms:
    """What a word of `language` may be; an unknown word is its own base form."""
    if language == "fi" and voikko():
        return _finnish(word) or _finnish_with_dots(word) or Forms((word,))
    return _by_dictionary(word, language)


def index_text(texts: Iterable[tuple[str, str, str]]) -> str:
    """The index of `(where, text, language)`: ` 1kotihoito 1koti 3apu `, each form once at its best place."""
    places: dict[str, str] = {}
    for where, text, language in texts:
        for form in {fold(one) for one in (*words(text), *lemmas(text, language))}:
            places[form] = min(where, places.get(form, TEXT))
    return f" {' '.join(sorted(where + form for form, where in places.items()))} " if places else ""


def indexes(service) -> dict[str, str]:
    """The index columns of a service. Each language falls back as its page does, so nothing is missed."""
    return {f"lemmas_{code}": index_text(_texts(service, code)) for code in ("fi", "sv", "en")}


def _texts(service, language: str) -> Iterable[tuple[str, str, str]]:
    for where, field in ((NAME, "name"), (SUMMARY, "summary"), (TEXT, "description"), (TEXT, "instructions")):
        yield where, *text_of(service, field, language)
    yield ALTERNATIVE, service.alternative_names, language
    yield TEXT, *text_of(service.provider, "name", language)
    for category in service.categories.all():
        yield TEXT, *text_of(category, "name", language)
        yield TEXT, getattr(category, f"keywords_{language}").replace(";", " "), language


# ---- Finnish by voikko ---------------------------------------------------------
@cache
def voikko():
    """The Finnish analyser, or None where its library or dictionary is not installed."""
    try:
        import libvoikko

        return libvoikko.Voikko("fi")
    except (ImportError, OSError, RuntimeError):
        return None
    except Exception as error:  # the library's own error class exists only when it could be imported
        if type(error).__name__ == "VoikkoException":
            return None
        raise


def _analyses(word: str) -> list[dict]:
    with _voikko_lock:
        return voikko().analyze(word)


def suggestions(word: str) -> list[str]:
    """Spellings that the Finnish dictionary offers for a word it does not know, the likeliest first."""
    if not voikko():
        return []
    with _voikko_lock:
        return [] if voikko().spell(word) else [one.lower() for one in voikko().suggest(word)]


def _finnish(word: str) -> Forms | None:
    bases, parts = {}, {}
    for analysis in _analyses(word):
        base = analysis.get("BASEFORM", word).lower()
        bases[base] = True
        parts |= dict.fromkeys(_parts(word, base, analysis.get("STRUCTURE", "")))
    return Forms(tuple(bases), tuple(part for part in parts if part not in bases)) if bases else None


def _finnish_with_dots(word: str) -> Forms | None:
    """`paihdetta` is päihdettä: the suggestion that differs by its dots only."""
    for suggestion in suggestions(word) if len(word) >= SHORTEST_PART else []:
        if fold(suggestion) == fold(word) and (found := _finnish(suggestion)):
            return found
    return None


def _parts(word: str, base: str, structure: str) -> list[str]:
    """Parts of a compound from voikko's `=ppppp=pppp`; the last one bends, so it comes from the base form."""
    lengths = [len(part) for part in structure.split("=") if part]
    if len(lengths) < 2:
        return []
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    inner = [word[start : start + length].strip("-") for start, length in zip(starts, lengths[:-1], strict=False)]
    tails = [base[start:].strip("-") for start in starts[1:]]
    return [form for part in [*inner, *tails] if len(part) >= SHORTEST_PART for form in (part, *_simple_bases(part))]


def _simple_bases(word: str) -> list[str]:
    return [analysis.get("BASEFORM", word).lower() for analysis in _analyses(word)]


# ---- every language by simplemma -------------------------------------------------
@cache
def _strategies() -> tuple[DefaultStrategy, DictionaryLookupStrategy]:
    factory = TrieDictionaryFactory()
    return DefaultStrategy(dictionary_factory=factory), DictionaryLookupStrategy(dictionary_factory=factory)


def _by_dictionary(word: str, language: str) -> Forms:
    base = (_strategies()[0].get_lemma(word, language) or word).lower()
    parts = _split(base, language) if language in ("fi", "sv") else ()
    return Forms((base,), tuple(part for part in parts if part != base))


def _split(word: str, language: str) -> tuple[str, ...]:
    """The two parts of a compound when the dictionary knows both; a Swedish joining -s- is dropped."""
    lookup = _strategies()[1]
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART):
        head, tail = word[:at], word[at:]
        for first in (head, head.removesuffix("s")):
            found = lookup.get_lemma(first, language), lookup.get_lemma(tail, language)
            if len(tail) > SHORTEST_PART and all(found):
                return tuple(one.lower() for one in found)
    return ()
