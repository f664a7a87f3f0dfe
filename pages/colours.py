"""Colour arithmetic of WCAG 2.2. Colours are `#rrggbb`."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WHITE, BLACK = "#ffffff", "#000000"
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def parse(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def measure_luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    channels = [value / 255 for value in parse(colour)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def measure_contrast(one: str, other: str) -> float:
    """1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((measure_luminance(one), measure_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `other` in `colour`, 0 to 1."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(parse(colour), parse(other), strict=True))


def validate_readable(colour: str) -> None:
    """Refuse a colour on which white text, or which as text on white, could not be read."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValidationError(_("Give the colour as # and six digits or letters from a to f, like #1a4480."))
    contrast = measure_contrast(colour, WHITE)
    if contrast < TEXT_CONTRAST:
        raise ValidationError(
            _(
                "This colour is too light: beside white its contrast is %(contrast)s to 1, and text needs 4.5 to 1. "
                "Choose a darker one."
            )
            % {"contrast": f"{contrast:.1f}"}
        )
