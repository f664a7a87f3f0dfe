from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from config.demo.blocks import make_key
from config.demo.content.people import PEOPLE, RIGHTS

PASSWORD = "port-alder"


def create_people(queues: dict[str, int]) -> None:
    """One account a role. The rights are those a city would give, so that what is refused can be seen as well."""
    home = {page.locale.language_code: page for page in Page.objects.filter(translation_key=make_key("port-alder"))}
    allow_pages(clear_group("Editors"), home["en"], ["add_page", "change_page", "publish_page"])
    allow_pages(clear_group("Translators: Spanish"), home["es"], ["change_page", "publish_page"])
    wording = Permission.objects.filter(codename__in=["change_replytemplate", "publish_replytemplate"])
    Group.objects.get(name="Translators: Spanish").permissions.add(*wording)  # localization.rights limits it to Spanish
    for name, given in RIGHTS.items():
        group = clear_group(name)
        for names, rights in given:
            allow_queues(group, [queues[each] for each in names], rights)
    allow_calendar(Group.objects.get(name="Records officers"))
    allow_editing(Group.objects.get(name="Editors"))
    schedule = Permission.objects.filter(content_type__app_label="forms", codename__regex="^(add|change)_recordseries$")
    Group.objects.get(name="Records officers").permissions.add(*schedule)
    for person in PEOPLE:
        first, last = person["name"].split()
        user = User(
            username=person["username"],
            first_name=first,
            last_name=last,
            email=f"{person['username']}@portalder.example",
            is_superuser=person["group"] is None,
            is_staff=person["group"] is None,
        )
        user.set_password(PASSWORD)
        user.save()
        if person["group"]:
            user.groups.add(Group.objects.get(name=person["group"]))


def clear_group(name: str) -> Any:
    """A group that may enter the admin and nothing else yet. Wagtail ships some with wider rights."""
    group: Any
    group, _created = Group.objects.get_or_create(name=name)
    group.page_permissions.all().delete()
    group.collection_permissions.all().delete()
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    return group


def allow_pages(group: Group, page: Page, codenames: list[str]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def allow_queues(group: Group, queues: list[int], rights: list[str]) -> None:
    codenames = [f"{right}_submission" for right in rights]
    permissions = Permission.objects.filter(content_type__app_label="forms", codename__in=codenames)
    for queue in queues:
        for permission in permissions:
            GroupCollectionPermission.objects.create(group=group, collection_id=queue, permission=permission)


def allow_calendar(group: Group) -> None:
    """The clerk's office says on which days the City does not work."""
    days = Permission.objects.filter(content_type__app_label="pages", content_type__model="holiday")
    group.permissions.add(*days.exclude(codename__startswith="view_"))


def allow_editing(group: Group) -> None:
    """Snippets and settings of the city; pictures and documents."""
    models = ["department", "topic", "district"]
    group.permissions.add(
        *Permission.objects.filter(
            Q(content_type__app_label="pages", content_type__model__in=models, codename__regex="^(add|change)_")
            | Q(content_type__app_label="pages", codename="change_citysettings")
            | Q(content_type__app_label="forms", codename__regex="^(add|change|publish)_(mailtext|replytemplate)$")
            | Q(codename="submit_translation")  # localization.guard limits it to pages they may publish
        )
    )
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        content_type__model__in=["image", "document"],
        codename__regex="^(add|change|choose)_",
    )
    root = Collection.get_first_root_node()
    for permission in files:
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
