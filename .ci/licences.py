"""What the product is built on may be shipped with it: no GPL-only or AGPL package among the run-time ones."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = re.compile(r"\bA?GPL|Affero|GNU General Public", re.IGNORECASE)
# Offered under a choice of licences of which we take the weaker one.
CHOICE = {"pyphen": "MPL 1.1 or LGPL 2.1", "libvoikko": "MPL 1.1 or LGPL 2.1"}


def licence(name: str) -> str:
    facts = metadata(name)
    classifiers = [c for c in facts.get_all("Classifier") or [] if c.startswith("License")]
    short = facts.get("License-Expression") or (facts.get("License") or "").splitlines()[:1]
    return " ".join([short if isinstance(short, str) else " ".join(short), *classifiers])


def main() -> int:
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    bad = []
    for name in names:
        try:
            text = licence(name)
        except PackageNotFoundError:
            continue  # for another platform
        weak = re.sub(r"L(esser )?GPL[\w.+-]*|Lesser General Public License[^:]*|GNU Lesser[^:]*", "", text)
        if name.lower() not in CHOICE and FORBIDDEN.search(weak):
            bad.append(f"{name}: {text}")
    print("\n".join(bad) or f"{len(names)} run-time packages, none under GPL or AGPL alone")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
