"""Texts of the register to plain text: tags out, paragraphs and lists kept, nothing that could act."""

import html
import re
import unicodedata

import nh3

LANGUAGES = ("fi", "sv", "en")
# Characters that reorder what stands beside them, and control characters, which PostgreSQL refuses as well.
REORDERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
BLOCK_END = re.compile(r"</(?:p|div|h[1-6]|ul|ol|table|tr|section)\s*>|<p(?:\s[^>]*)?>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
ITEM = re.compile(r"<li(?:\s[^>]*)?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z!]")


def plain(value) -> str:
    """`value` as plain text; anything that is not text is empty."""
    if not isinstance(value, str):
        return ""
    if TAG.search(value):
        value = BLOCK_END.sub("\n\n", ITEM.sub("\n• ", BREAK.sub("\n", value)))
        value = nh3.clean(value, tags=set(), clean_content_tags={"script", "style"})
    text = unicodedata.normalize("NFC", html.unescape(value)).translate(REORDERING)
    text = "".join(c for c in text if c in "\n\t" or not unicodedata.category(c).startswith(("Cc", "Cs")))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def objects(value) -> list[dict]:
    """The objects of a list that may be null or hold something else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def localised(value, kind: str | None = None) -> dict[str, str]:
    """A list of `{language, value, type}` as `{language: text}`: the first of each language that says something."""
    texts: dict[str, str] = {}
    for one in objects(value):
        language = one.get("language")
        if language in LANGUAGES and (kind is None or one.get("type") == kind) and (text := plain(one.get("value"))):
            texts.setdefault(language, text)
    return texts


def cut(texts: dict[str, str], length: int) -> dict[str, str]:
    """Texts no longer than `length` characters, cut at a word."""
    return {code: text if len(text) <= length else _cut(text, length) for code, text in texts.items()}


def _cut(text: str, length: int) -> str:
    return text[: length - 1].rsplit(" ", 1)[0] + "…"
