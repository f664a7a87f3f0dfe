"""Nobody can be worked out from figures that are published, also not by somebody who knows the method."""

from collections import defaultdict
from itertools import product
from random import Random

import pytest

from forms.results.suppression import SMALLEST, cover, may_follow


def publish(table):
    """What the world sees: the shown rows and the sums."""
    found = cover(table)
    if found.whole:
        return ("nothing", len(table))
    shown = tuple((key, row) for key, row in sorted(table.items()) if key not in found.rows)
    return shown, tuple(map(sum, zip(*table.values(), strict=True))), tuple(sorted(found.rows))


def find_known(tables):
    """Cells that were withheld, and have the same value in all tables that look like this one to the world."""
    worlds = defaultdict(list)
    for table in tables:
        worlds[publish(table)].append(table)
    for world, possible in worlds.items():
        hidden = possible[0] if world[0] == "nothing" else world[2]
        for key in hidden:
            for place in range(len(possible[0][key])):
                values = {table[key][place] for table in possible}
                if len(values) == 1 and values != {0}:
                    yield world, key, place, values


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
def test_no_withheld_cell_of_any_small_table_is_known(rows):
    most = {1: 12, 2: 12, 3: 12, 4: 9}[rows]
    tables = ({place: (count,) for place, count in enumerate(counts)} for counts in product(range(most), repeat=rows))
    edge = most - 1  # at the end of what was tried, the tables beside it are missing
    known = [each for each in find_known(tables) if edge not in each[3]]
    assert not known


def test_nor_of_a_table_with_two_columns():
    tables = ({0: each[:2], 1: each[2:4], 2: each[4:]} for each in product(range(7), repeat=6))
    known = [each for each in find_known(tables) if max(each[3]) < 6]
    assert not known


def test_what_is_shown_is_never_a_small_group():
    chance = Random(7)
    for _ in range(3000):
        table = {key: (chance.choice([0, 1, 2, 4, 5, 9, 40]), chance.choice([0, 3, 5, 60])) for key in range(6)}
        found = cover(table)
        for key, row in table.items():
            assert key in found.rows or not any(0 < cell < SMALLEST for cell in row)
        together = [sum(column) for column in zip(*(table[key] for key in found.rows), strict=True)]
        assert found.whole or not any(0 < each < SMALLEST for each in together)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([20, 30, 0], []),
        ([20, 3, 30], [0, 1]),  # the small one, and the smallest other
        ([20, 3, 2, 30], [1, 2]),  # two that are five together
        ([20, 4, 4, 30], [0, 1, 2]),  # both would be known to be four
        ([1, 1, 1, 1, 1, 50], [0, 1, 2, 3, 4, 5]),  # each would be known to be one
        ([3, 0, 0], "whole"),
        ([0, 0], []),
    ],
)
def test_examples(counts, hidden):
    found = cover({place: (count,) for place, count in enumerate(counts)})
    if hidden == "whole":
        assert found.whole
    else:
        assert (sorted(found.rows), found.whole) == (hidden, False)


def test_new_figures_wait_for_five_more_people():
    assert not may_follow([20], [24])
    assert not may_follow([20], [20])
    assert may_follow([20], [25])
    assert may_follow([20], [12])
    assert not may_follow([20, 10], [25, 11])
    assert may_follow([20, 10], [25, 10])


def test_what_is_withheld_for_another_reason_needs_company_too():
    table = {"a": (30,), "b": (20,), "c": (10,)}
    assert cover(table, also={"a"}).rows == {"a", "c"}
    assert cover(table, also={"a", "b"}).rows == {"a", "b"}
