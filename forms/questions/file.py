from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from forms.questions.summary import Cell
from localization.formats import format_number, get_cldr
from localization.languages import get_language
from localization.wording import Wording

MEGABYTE = 1_000_000
MOST_FILES, MOST_MEGABYTES = 5, 20
# The kinds of `forms.intake.contents`, as people call them.
KINDS = {
    "pdf": gettext_lazy("PDF"),
    "docx": gettext_lazy("Word (.docx)"),
    "odt": gettext_lazy("OpenDocument (.odt)"),
    "txt": gettext_lazy("plain text (.txt)"),
    "jpg": gettext_lazy("JPEG picture"),
    "png": gettext_lazy("PNG picture"),
}


class FileBlock(QuestionBlock):
    kinds = blocks.MultipleChoiceBlock(
        label=gettext_lazy("Kinds of files"), choices=list(KINDS.items()), default=["pdf", "docx", "odt"]
    )
    most = blocks.IntegerBlock(label=gettext_lazy("How many files"), min_value=1, max_value=MOST_FILES, default=1)
    megabytes = blocks.IntegerBlock(
        label=gettext_lazy("Largest size of a file (MB)"), min_value=1, max_value=MOST_MEGABYTES, default=10
    )

    class Meta:
        icon = "doc-empty"
        label = gettext_lazy("File")


class FilesWidget(forms.Widget):
    """Says which attachments are there already; a browser cannot be given a file back.

    `kept` is set for each request by `forms.intake.uploads`.
    """

    template_name = "components/files.html"
    needs_multipart_form = True
    kept: tuple[Any, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(each.identity) for each in self.kept]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["kept"] = self.kept
        context["widget"]["attrs"].pop("required", None)
        return context


class FilesField(forms.Field):
    """Cleans to the identities of the attachments that are there. `refusals`: why others did not become one."""

    refusals: tuple[str, ...] = ()

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def validate(self, value: list[str]) -> None:
        if self.refusals:
            raise ValidationError([ValidationError(message, code="file") for message in self.refusals])
        super().validate(value)
        if len(value) > self.most:
            message = ngettext(
                "Only %(count)s file can be added here. Remove the others.",
                "Only %(count)s files can be added here. Remove the others.",
                self.most,
            )
            count = format_number(self.most, get_language(get_active()).code)
            raise ValidationError(message % {"count": count}, code="too_many")


class File(QuestionType):
    """Stored as a list of identities of attachments, in the order in which they came."""

    name = "file"
    block = FileBlock
    needed = gettext_lazy("Add a file for “{label}”")

    def read_options(self, value: dict[str, Any]) -> dict[str, Any]:
        kinds = [kind for kind in value.get("kinds") or () if kind in KINDS]
        return {
            "kinds": kinds or ["pdf"],
            "most": int(value.get("most") or 1),
            "megabytes": int(value.get("megabytes") or MOST_MEGABYTES),
        }

    def build(self, question: Question, words: Words) -> forms.Field:
        kinds, most = question.options["kinds"], question.options["most"]
        # jpeg: the other ending of the same kind
        endings = [f".{kind}" for kind in kinds] + ([".jpeg"] if "jpg" in kinds else [])
        attributes: dict[str, Any] = {"accept": ",".join(endings)}
        if most > 1:
            attributes["multiple"] = True
        field: Any = FilesField(most=most, widget=FilesWidget(attributes), **self.describe(question, words))
        field.allowed = describe_limits(question, words.reader)  # read by components/field_notes.html
        return field

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        """Their number; `forms.models.Attachment` has the names."""
        return [ngettext("%(count)s file", "%(count)s files", len(value)) % {"count": len(value)}]

    def retype(self, value: list[str], question: Question, reader: str) -> dict[str, list[str]]:
        return {}

    def make_cell(self, value: Any, question: dict[str, Any]) -> Cell:
        """Their number, as in `show`."""
        return len(value)


def describe_limits(question: Question, reader: str) -> str:
    """In the reader's language: "PDF, Word (.docx). At most 10 MB. Up to 3 files." """
    kinds = get_list_separator(reader).join(str(KINDS[kind]) for kind in question.options["kinds"])
    size, most = (format_number(question.options[name], reader) for name in ("megabytes", "most"))
    if question.options["most"] == 1:
        return _("One file: {kinds}. It can have up to {size} MB.").format(kinds=kinds, size=size)
    return _("Up to {most} files: {kinds}. Each can have up to {size} MB.").format(most=most, kinds=kinds, size=size)


def get_list_separator(reader: str) -> str:
    """What stands between the things of a list, in CLDR's pattern of the language."""
    return get_cldr(reader).list_patterns["or"]["middle"].replace("{0}", "").replace("{1}", "")
