"""Every text of the interface exists in Finnish and Swedish: compares the sources with locale/*.po."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FROM_PACKAGES = ROOT / "locale/from_packages.txt"
IGNORED = ("node_modules", ".venv", "var", ".git", "__pycache__", "build", "tests", "benchmarks")


def texts_in_sources() -> polib.POFile:
    """What makemessages finds, made in a copy so that the working tree stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "neuvo"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*IGNORED, "locale"))
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "-l", "fi", "--no-location", "--no-wrap", "-v0"],
            cwd=copy, check=True, capture_output=True,
        )  # fmt: skip
        return polib.pofile(str(copy / "locale/fi/LC_MESSAGES/django.po"))


def texts_of_packages() -> set[str]:
    """Texts of packages that our catalogues translate, because the packages' own do not or do so clumsily."""
    lines = FROM_PACKAGES.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def faults(sources: polib.POFile, language: str) -> list[str]:
    """Texts without a translation, marked unsure, or with other placeholders than the source."""
    known = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))}
    wanted = {(e.msgctxt, e.msgid): e for e in sources if not e.obsolete}
    found = []
    for key, entry in wanted.items():
        translation = known.get(key)
        if translation is None or not translation.translated():
            found.append(f"{language}: not translated: {entry.msgid!r}")
        elif bool(entry.msgid_plural) != bool(translation.msgid_plural):
            found.append(f"{language}: plural forms differ: {entry.msgid!r}")
    foreign = texts_of_packages()
    lacking = [text for text in sorted(foreign) if not (known.get((None, text)) and known[None, text].translated())]
    found += [f"{language}: text of a package not translated: {text!r}" for text in lacking]
    unused = [key for key, entry in known.items() if not (key in wanted or key[1] in foreign or entry.obsolete)]
    found += [f"{language}: no longer used: {key[1]!r}" for key in unused]
    return found


def main() -> int:
    sources = texts_in_sources()
    found = [fault for language in ("fi", "sv") for fault in faults(sources, language)]
    for language in ("fi", "sv"):
        checked = subprocess.run(
            ["msgfmt", "--check-format", "-o", "/dev/null", str(ROOT / f"locale/{language}/LC_MESSAGES/django.po")],
            text=True, capture_output=True, check=False,
        )  # fmt: skip
        if checked.returncode:
            found.append(checked.stderr)
    print("\n".join(found) or f"{len(sources)} texts, all in Finnish and Swedish")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
