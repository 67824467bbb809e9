"""Small numbers: no municipality with fewer than five contacts can be told apart, not even by subtraction."""

from collections.abc import Mapping

SMALLEST_SHOWN = 5


def merged_small(counts: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """The counts that may be shown by name, and the sum of the others, which are shown together.

    A lone small number would be its own sum, so the next smallest joins it: the sum then covers at least
    two names and at least five contacts whenever there is a second name to join.
    """
    shown = dict(sorted(counts.items(), key=lambda item: (item[1], item[0])))
    hidden: list[int] = []
    for name, count in list(shown.items()):
        if count >= SMALLEST_SHOWN and (not hidden or (len(hidden) > 1 and sum(hidden) >= SMALLEST_SHOWN)):
            break
        hidden.append(shown.pop(name))
    return shown, sum(hidden)
