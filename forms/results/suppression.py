"""Which groups a publication must not show, so that nobody can be recognised in it or be worked out from it.

A table has rows, one for each group of people; every row has one or more cells that count people, and the sum of each
column may be public. A row is shown whole or not at all:

1. A row with a cell from 1 to 4 is withheld (`SMALLEST`). Nobody is recognised in a 0.
2. What is withheld can be had by subtraction, all of it together: so together it must be a group that could be shown.
   While it is one row alone, or one of its columns is a small group, or leaves no choice how it is made up (all cells
   1, all cells 4), the smallest row that is still shown is withheld too, with all that are as small as it.
3. Where no row is left to withhold, the whole table is, sums included, if a sum is a small group.

Who knows these rules still finds at least two values possible for every cell that is withheld: this is tested for
every small table (`tests/forms/test_suppression.py`).
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST = 5  # people in a group that is shown
STEP = 5  # people by whom a sum changes before it is published again

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Cover(Generic[Key]):
    """`rows`: those that are withheld. `whole`: nothing of the table is shown, not even its sums."""

    rows: frozenset[Key] = frozenset()
    whole: bool = False


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST


def cover(table: Mapping[Key, Sequence[int]], also: Collection[Key] = ()) -> Cover[Key]:
    """What to withhold of a table, {row: its cells}. All rows have the same number of cells.

    `also`: rows that are withheld for another reason.
    """
    sums = [sum(column) for column in zip(*table.values(), strict=True)]
    if any(map(is_small, sums)):
        return Cover(frozenset(table), whole=True)
    hidden = {key for key, row in table.items() if key in also or any(map(is_small, row))}
    while hidden and not is_safe([table[key] for key in hidden]):
        left = {key: sum(row) for key, row in table.items() if key not in hidden and any(row)}
        if not left:
            return Cover(frozenset(table), whole=True)
        least = min(left.values())
        hidden |= {key for key, size in left.items() if size == least}
    return Cover(frozenset(hidden))


def is_safe(rows: Sequence[Sequence[int]]) -> bool:
    """Whether these rows may be known together, without any of them being known."""
    return len(rows) > 1 and all(is_open(column) for column in zip(*rows, strict=True))


def is_open(cells: Sequence[int]) -> bool:
    """Whether the sum of these cells is no small group, and can be made up in more than one way."""
    total, filled = sum(cells), [cell for cell in cells if cell]
    if not filled:
        return True
    most = (SMALLEST - 1) * len(filled)
    is_forced = total <= len(filled) or (all(map(is_small, filled)) and total >= most)
    return len(filled) > 1 and total >= SMALLEST and not is_forced


def may_follow(published: Sequence[int], now: Sequence[int]) -> bool:
    """Whether figures with these sums may take the place of those: what lies between the two is a group as well."""
    changes = [abs(new - old) for old, new in zip(published, now, strict=True)]
    return len(published) == len(now) and any(changes) and all(not change or change >= STEP for change in changes)
