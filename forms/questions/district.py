from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from forms.questions.base import Choice, Question, QuestionBlock
from forms.questions.choice import SingleChoice
from pages.models import District as DistrictOfTheCity

UNKNOWN = Choice("unknown", gettext_lazy("I do not know"))


def list_districts() -> tuple[Choice, ...]:
    """The city's own, by their code, in every language in which they have a name; then "I do not know". One query."""
    names: dict[str, dict[str, str]] = {}
    for district in DistrictOfTheCity.objects.select_related("locale").order_by("code"):
        names.setdefault(district.code, {})[district.locale.language_code] = district.name
    first = Locale.get_default().language_code
    own = (Choice(code, each.get(first) or next(iter(each.values())), words=each) for code, each in names.items())
    return (*own, UNKNOWN)


class DistrictBlock(QuestionBlock):
    class Meta:
        icon = "site"
        label = gettext_lazy("District")


class District(SingleChoice):
    """Stored as the district's code, or "unknown"."""

    name = "district"
    block = DistrictBlock

    def read_all(self, block_id: str, value: dict[str, Any]) -> list[Question]:
        return [self.read(block_id, value)]

    def read_choices(self, value: dict[str, Any]) -> list[Choice]:
        return list(list_districts())
