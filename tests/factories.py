"""What tests put into a site. Pages are published through a revision, as an editor's are."""

import uuid
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import factory
import wagtail_factories
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from forms import actions
from forms.definition import read_definition, read_words
from forms.intake.drafts import find_version
from forms.intake.token import Shown
from forms.models import FormPage
from pages import models as pages

ZONE = ZoneInfo("America/Los_Angeles")


class PublishedPageFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def publish(page, create, extracted, **kwargs):  # noqa: N805  factory_boy passes the page
        """`publish=False`: live without a revision, for rows of which only the number matters."""
        if create and extracted is not False:
            page.save_revision().publish()


class HomeFactory(PublishedPageFactory):
    title = "Home"
    slug = "city"

    class Meta:
        model = pages.HomePage


class StandardFactory(PublishedPageFactory):
    class Meta:
        model = pages.StandardPage


class ServiceIndexFactory(PublishedPageFactory):
    title = "Services"
    show_in_menus = True

    class Meta:
        model = pages.ServiceIndexPage


class ServiceFactory(PublishedPageFactory):
    class Meta:
        model = pages.ServicePage


class BoardIndexFactory(PublishedPageFactory):
    title = "Boards"

    class Meta:
        model = pages.BoardIndexPage


class BoardFactory(PublishedPageFactory):
    class Meta:
        model = pages.BoardPage


class OpportunityIndexFactory(PublishedPageFactory):
    title = "Opportunities"

    class Meta:
        model = pages.OpportunityIndexPage


class OpportunityFactory(PublishedPageFactory):
    class Meta:
        model = pages.OpportunityPage


class EventIndexFactory(PublishedPageFactory):
    title = "Events"

    class Meta:
        model = pages.EventIndexPage


class EventFactory(PublishedPageFactory):
    starts_at = factory.LazyFunction(lambda: datetime(2027, 3, 12, 18, 30, tzinfo=ZONE))

    class Meta:
        model = pages.EventPage


class QueueFactory(wagtail_factories.CollectionFactory):
    name = factory.Sequence(lambda n: f"Queue {n}")

    class Meta:
        model = Collection


class FormFactory(PublishedPageFactory):
    title = "Ask the City"
    queue = factory.LazyFunction(lambda: make_queue("Clerk"))

    class Meta:
        model = FormPage


def make_queue(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def question(kind: str, label: str, *, choices: list[Any] | None = None, **values: Any) -> dict[str, Any]:
    """The raw JSON of a question. A choice is its label, or (label, queue)."""
    value = {"label": label, "help_text": "", "required": True, **values}
    if choices is not None:
        value["choices"] = [
            {
                "type": "item",
                "id": str(uuid.uuid4()),
                "value": {"label": each} if isinstance(each, str) else {"label": each[0], "queue": str(each[1].pk)},
            }
            for each in choices
        ]
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def translate(page: Any, code: str, phrases: dict[str, str] | None = None) -> Any:
    """A published translation by way of wagtail-localize, with `phrases` for the strings that are translated."""
    source, _created = TranslationSource.update_or_create_from_instance(type(page).objects.get(pk=page.pk))
    locale = Locale.objects.get(language_code=code)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string"):
        if said := (phrases or {}).get(segment.string.data.replace("<br/>", "\n")):
            StringTranslation.objects.update_or_create(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale=locale,
                defaults={"data": said.replace("\n", "<br/>")},
            )
    translation.save_target(publish=False)
    target = source.get_translated_instance(locale)
    target.get_latest_revision().publish()
    return type(page).objects.get(pk=target.pk)


def edit(page: Any, **changes: Any) -> Any:
    """Change and publish, from the database's state."""
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_user(name: str, *groups: Group, superuser: bool = False) -> User:
    user = User.objects.create_user(name, f"{name}@example.com", "secret", is_superuser=superuser)
    user.groups.set(groups)
    return user


def make_staff(name: str) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


def let_see(group: Group, queue: Collection, *codenames: str) -> None:
    for codename in codenames or ("view_submission", "answer_submission"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="forms")
        GroupCollectionPermission.objects.create(group=group, collection=queue, permission=permission)


def let_edit(group: Group, page: Page, *codenames: str) -> None:
    for codename in codenames or ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def section(title: str, text: str = "") -> dict[str, Any]:
    """The raw JSON of what begins a screen of a form."""
    return {"type": "section", "id": str(uuid.uuid4()), "value": {"title": title, "text": text}}


def receive_answers(page: Any, said: dict[str, Any], *, code: str = "en", **options: Any) -> Any:
    """A submission of what was said, as the site stores it, without going through the screens."""
    page = find_version(page.translation_key, code)
    definition = read_definition(page.source)
    by_label = {str(each.label): each for each in definition}
    answers = {}
    for label, value in said.items():
        asked = by_label[label]
        choices = {str(choice.label): choice.id for choice in asked.choices}
        answers[asked.id] = (
            [choices[each] for each in value] if isinstance(value, list) else choices.get(str(value), value)
        )
    shown = Shown(uuid4(), timezone.now())
    return actions.receive(page, definition, read_words(page, code), answers, shown=shown, **options)[0]


def stage(name: str, **values: Any) -> dict[str, Any]:
    """The raw JSON of a stage that an author has named."""
    return {"type": "stage", "id": values.pop("id", None) or str(uuid.uuid4()), "value": {"name": name, **values}}
