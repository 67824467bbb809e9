"""Which language an address speaks: public pages by their prefix, and nothing else."""

LANGUAGES = ("fi", "sv", "en")


def prefix_of(path: str) -> str:
    """The language prefix of a public address, or an empty string in the workspace."""
    return path[1:3] if path[1:3] in LANGUAGES and path[3:4] in ("", "/") else ""
