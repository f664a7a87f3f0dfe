"""The blocks of a page's body. The list that pages use is the constant at the end."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "pages/blocks/heading.html"
        form_classname = "title"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=RICH_TEXT, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "pages/blocks/paragraph.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    day = blocks.DateBlock(
        label=_("Day"), required=False, help_text=_("On which it happens or begins. The same in every language.")
    )

    class Meta:
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "pages/blocks/steps.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "pages/blocks/callout.html"


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=RICH_TEXT)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "pages/blocks/answer.html"


def list_questions() -> list[Any]:
    """Of all forms, for a menu. What a form is, and what of it can be published, only `forms` knows."""
    return apps.get_model("forms.FormPage").list_publishable()


class ResultsBlock(blocks.StructBlock):
    """Shown by `forms`, from figures in which small groups are withheld."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    introduction = blocks.TextBlock(label=_("Introduction"), required=False, rows=2)
    form = blocks.PageChooserBlock(
        page_type="forms.FormPage",
        label=_("Form"),
        help_text=_("In its first language. Sensitive forms have no public results."),
    )
    questions = blocks.ListBlock(
        blocks.ChoiceBlock(choices=list_questions, label=_("Question")),
        label=_("Questions"),
        required=False,
        default=[],
        help_text=_("Empty: all, without what people typed themselves."),
    )

    class Meta:
        icon = "table"
        label = _("Results of a form")
        template = "forms/results/block.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        form = cleaned["form"].source
        if form.is_sensitive:
            message = _("This form is sensitive: its answers are not published.")
            raise StructBlockValidationError({"form": ValidationError(message)})
        own = {key for _title, questions in list_questions() for key, _label in questions} & form.list_question_ids()
        if not own.issuperset(cleaned["questions"]):
            raise StructBlockValidationError({"questions": ValidationError(_("Choose questions of this form only."))})
        return cleaned


class EngagementBlock(blocks.StructBlock):
    """How many cases came in during a year, and how many were answered: no form, and nobody's words."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    introduction = blocks.TextBlock(label=_("Introduction"), required=False, rows=2)
    year = blocks.IntegerBlock(label=_("Year"), min_value=2000, max_value=2100)
    dimension = blocks.ChoiceBlock(
        label=_("By"),
        default="month",
        choices=[
            ("month", _("Month")),
            ("form", _("Form")),
            ("language", _("Language")),
            ("district", _("District")),
            ("source", _("How it came")),
            ("party", _("Organisation or individual")),
        ],
    )

    class Meta:
        icon = "table"
        label = _("Engagement figures")
        template = "forms/results/engagement_block.html"


FORM = "forms.FormPage"


class CommentsBlock(blocks.StructBlock):
    """The approved comments of a form, whose page the source names."""

    form = blocks.PageChooserBlock(label=_("Form"), page_type=FORM)

    class Meta:
        icon = "openquote"
        label = _("Comments from a form")
        template = "pages/blocks/comments.html"


class HeardBlock(blocks.StructBlock):
    """The City's own words about what came in, with figures that are counted when the page is read."""

    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)
    form = blocks.PageChooserBlock(
        label=_("Figures of the form"),
        page_type=FORM,
        required=False,
        help_text=_(
            "How many people took part, and in which languages. On the page of the form itself, leave it empty."
        ),
    )

    class Meta:
        icon = "comment"
        label = _("What we heard")
        template = "pages/blocks/heard.html"


class DidBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "check"
        label = _("What we did")
        template = "pages/blocks/did.html"


BODY = [
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock()),
    ("steps", StepsBlock()),
    ("callout", CalloutBlock()),
    ("answer", AnswerBlock()),
    ("results", ResultsBlock()),
    ("engagement", EngagementBlock()),
    ("comments", CommentsBlock()),
    ("heard", HeardBlock()),
    ("did", DidBlock()),
]
