"""Charts as SVG, drawn on the server: bars in per cent of the width, so that they fit a phone and a poster, and text
that is text. What they show stands in the table beside them, so to a screen reader they are not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from localization.languages import get_language
from localization.wording import Wording

LINE, BAR, GAP = 20, 18, 14  # heights in pixels
WIDEST = 78  # per cent of the width, so that the number fits behind the longest bar
PLOT = 140  # height of the tallest column
MOST_COLUMNS = 12  # more are bars, or their labels would meet
LETTERS = 36  # in a line of a label, on the narrowest screen
MOST_LINES = 2


@dataclass(frozen=True)
class Text:
    """`anchor` as SVG knows it: the start of a text that is read from right to left is its right end."""

    text: str
    x: str
    y: int
    anchor: str
    code: str
    shift: int = 0

    @property
    def language(self) -> str:
        return get_language(self.code).tag

    @property
    def direction(self) -> str:
        return get_language(self.code).direction


@dataclass(frozen=True)
class Box:
    x: str
    y: int
    width: str
    height: int


@dataclass(frozen=True)
class Chart:
    height: int
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Mark:
    """What is drawn. `size`: None where it is withheld; `said`: the number as the reader writes it."""

    label: Wording
    size: float | None
    said: str


def draw(marks: Sequence[Mark], reader: str, *, upright: bool = False) -> Chart | None:
    """`upright`: as columns, for what has an order. Nothing to draw gives None."""
    if not any(mark.size for mark in marks):
        return None
    is_mirrored = get_language(reader).direction == "rtl"
    if upright and len(marks) <= MOST_COLUMNS:
        return draw_columns(marks, reader, is_mirrored)
    return draw_bars(marks, reader, is_mirrored)


def say_share(share: float) -> str:
    return f"{share:.2f}%"


def draw_bars(marks: Sequence[Mark], reader: str, is_mirrored: bool) -> Chart:
    most = max(mark.size or 0 for mark in marks)
    boxes, texts, y = [], [], 0
    for mark in marks:
        for line in wrap(str(mark.label)):
            y += LINE
            edge = "100%" if is_mirrored else "0%"
            is_own = (get_language(mark.label.code).direction == "rtl") == is_mirrored
            texts.append(Text(line, edge, y - 6, "start" if is_own else "end", mark.label.code))
        width = WIDEST * (mark.size or 0) / most
        if mark.size:
            boxes.append(Box(say_share(100 - width if is_mirrored else 0), y, say_share(width), BAR))
        edge = say_share(100 - width if is_mirrored else width)
        texts.append(Text(mark.said, edge, y + BAR - 4, "start", reader, -6 if is_mirrored else 6))
        y += BAR + GAP
    return Chart(y, tuple(boxes), tuple(texts))


def draw_columns(marks: Sequence[Mark], reader: str, is_mirrored: bool) -> Chart:
    most = max(mark.size or 0 for mark in marks)
    each = 100 / len(marks)
    boxes, texts = [], []
    for place, mark in enumerate(marks):
        start = (len(marks) - 1 - place if is_mirrored else place) * each
        height = round(PLOT * (mark.size or 0) / most)
        top = LINE + PLOT - height
        if mark.size:
            boxes.append(Box(say_share(start + each * 0.12), top, say_share(each * 0.76), height))
        middle = say_share(start + each / 2)
        texts.append(Text(mark.said, middle, top - 5, "middle", reader))
        texts.append(Text(str(mark.label), middle, LINE + PLOT + LINE - 4, "middle", mark.label.code))
    return Chart(LINE + PLOT + LINE + 4, tuple(boxes), tuple(texts))


def wrap(text: str) -> list[str]:
    """Into lines that fit a narrow screen; what is too long even so ends in an ellipsis, and is whole in the table."""
    lines, line = [], ""
    for word in split(text):
        if line and measure(line + word.rstrip()) > LETTERS:
            lines.append(line.rstrip())
            line = ""
        line += word
    lines.append(line.rstrip())
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
    return lines


def split(text: str) -> list[str]:
    """Words with the space behind them; of writing without spaces, letters."""
    parts = []
    for word in text.split(" "):
        parts += [f"{word} "] if measure(word) <= LETTERS else [*word, " "]
    return parts


def measure(text: str) -> int:
    """Chinese and Korean letters are twice as wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
