"""Small groups are not told to the public: a number under five may point at a person."""

from collections.abc import Mapping

LEAST = 5


def withhold(counts: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """None in the place of each number that is not told, beside a total that is.

    Those under `least`; and, the smallest first, as many others as it takes that nobody can reckon them from the total:
    never one alone, and together never fewer than `least`. A zero tells of nobody, so it stays.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    others = sorted((key for key, count in counts.items() if count >= least), key=lambda key: (counts[key], key))
    while hidden and others and (len(hidden) < 2 or sum(counts[key] for key in hidden) < least):
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}
