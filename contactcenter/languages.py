"""Which language an address speaks: public pages by their prefix; and the order of names in Finnish and Swedish."""

import unicodedata

LANGUAGES = ("fi", "sv", "en")


def prefix_of(path: str) -> str:
    """The language prefix of a public address, or an empty string in the workspace."""
    return path[1:3] if path[1:3] in LANGUAGES and path[3:4] in ("", "/") else ""


# Letters that no database's own order moves elsewhere: å, ä and ö come after everything that begins with z.
AFTER_Z = str.maketrans({"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc", "ü": "y"})


def in_finnish_order(*parts: str) -> str:
    """What rows are sorted by, on every database alike: letters in the order of the alphabet, then the next part."""
    return "0".join(_letters(part) for part in parts)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).lower().translate(AFTER_Z))
    return "".join(sign for sign in plain if sign.isalnum())
