"""Once people may apply, the way of an application is as it was said: nobody changes it by any door."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import streamfield

from forms.models import FormIdentity
from forms.stages import load_stages
from tests.factories import FormFactory, edit, make_staff, make_user, question, stage, translate
from tests.forms.test_editing_forms import fill_editor
from tests.forms.test_stages import change_stages


def revalue(raw, place, **values):
    """The same stages, with other values for one of them."""
    changed = {**raw[place], "value": {**raw[place]["value"], **values}}
    return [*raw[:place], changed, *raw[place + 1 :]]


ITEM = {"type": "item", "id": "n", "value": "New"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: [*raw, stage("Late", criteria=[ITEM])], "new stage “Late” cannot have criteria"),
        (lambda raw: [*raw[:1], stage("Late", criteria=[ITEM]), *raw[1:]], "new stage “Late” cannot have criteria"),
        (lambda raw: [stage("Early"), *raw], "new stage “Early” can only stand behind"),
        (lambda raw: [*raw[:2], stage("Early", is_end=True), *raw[2:]], "new stage “Early” can only stand behind"),
        (lambda raw: [*raw, stage("Late", is_listed=True)], "new stage “Late” cannot put people on"),
        (lambda raw: [*raw, stage("Late", opens_sealed=True)], "new stage “Late” cannot put people on"),
        (lambda raw: [raw[1], raw[2], raw[0]], "“Reading” cannot be moved. .* order: Reading → Talking → No"),
        (lambda raw: revalue(raw, 1, is_end=True), "whether “Talking” ends the application"),
        (lambda raw: revalue(raw, 2, is_end=False), "whether “No” ends the application"),
        (lambda raw: revalue(raw, 2, review_days=7), "days to ask for a review at “No”"),
        (lambda raw: revalue(raw, 1, is_listed=True), "whether “Talking” is on the eligible list"),
        (lambda raw: revalue(raw, 0, opens_sealed=True), "“Reading” cannot open sealed answers earlier"),
        (lambda raw: [raw[0], raw[2]], "the stage “Talking” cannot go any more"),
        (lambda raw: revalue(revalue(raw, 0, criteria=[]), 2, review_days=7), "“Reading”.*“No”"),
    ],
)
def test_the_way_of_an_application_cannot_change_once_the_form_has_opened(change, said, own):
    with pytest.raises(ValidationError) as refused:
        change_stages(own, change(own.stages.get_prep_value()))
    assert re.search(said, " ".join(refused.value.message_dict["stages"]))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw,
        lambda raw: revalue(raw, 0, name="Reading it", is_told=False),
        lambda raw: [*raw, stage("Welcome"), stage("Gone", is_end=True, review_days=3)],
        lambda raw: raw[:2],
    ],
)
def test_what_harms_nobody_can_still_change(change, own):
    change_stages(own, change(own.stages.get_prep_value()))


def test_a_form_that_had_no_stages_can_get_them_without_criteria(own):
    raw = own.stages.get_prep_value()
    bare = FormFactory(
        parent=own.get_parent(), slug="bare", purpose="application", questions=[question("short_text", "Name")]
    )
    with pytest.raises(ValidationError, match="new stage “Reading” cannot have criteria"):
        change_stages(bare, raw)
    change_stages(bare, [stage("Reading", is_listed=True, opens_sealed=True), *raw[1:]])


def test_the_editor_is_told_at_the_field_which_stage_and_what(own, staff, read):
    admin = staff(make_user("alma", make_staff("x"), superuser=True))
    raw = own.stages.get_prep_value()
    sent = streamfield([("stage", {"name": each["value"]["name"], "criteria": {"count": "0"}}) for each in raw])
    for place, each in enumerate(raw):
        sent[f"{place}-id"] = each["id"]
    sent["0"]["value"]["criteria"] = {"count": "1", "0": {"order": "0", "deleted": "", "id": "c", "value": "Brief"}}
    sent["2"]["value"]["is_end"] = "on"
    sent["2"]["value"]["review_days"] = "7"
    response = admin.post(f"/admin/pages/{own.pk}/edit/", fill_editor(own, stages=sent))
    assert list(response.context["form"].errors) == ["stages"]
    field = next(each for each in read(response).select("[data-w-block-arguments-value]") if "Reading" in str(each))
    _blocks, error = json.loads(field["data-w-block-arguments-value"])
    assert [re.sub("^The form has opened, so ", "", said) for said in error["messages"]] == [
        "the criteria of “Reading” cannot change any more.",
        "the days to ask for a review at “No” cannot change any more.",
    ]


def test_taking_the_form_down_for_a_moment_does_not_free_them(own, receive):
    receive(own, {"Name": "Ana"})
    raw = own.stages.get_prep_value()
    own.unpublish()
    with pytest.raises(ValidationError, match="criteria of “Reading” cannot change"):
        change_stages(own, revalue(raw, 0, criteria=[]))
    change_stages(own, raw)


def schedule(page, stages, day):
    fresh = type(page).objects.get(pk=page.pk)
    fresh.stages = fresh._meta.get_field("stages").to_python(stages)
    fresh.go_live_at = day
    fresh.full_clean()
    fresh.save_revision(approved_go_live_at=day)


def test_a_version_for_a_day_on_which_the_form_will_have_opened_is_refused_already(own):
    now = timezone.now()
    page = edit(own, opens_at=now + timedelta(days=3))
    changed = revalue(own.stages.get_prep_value(), 0, criteria=[])
    with pytest.raises(ValidationError, match="will have opened"):
        schedule(page, changed, now + timedelta(days=4))
    schedule(page, changed, now + timedelta(days=2))


def test_a_version_that_cannot_be_published_on_its_day_stays_a_draft_and_keeps_nothing_else_back(own, home):
    now = timezone.now()
    page = edit(own, opens_at=now + timedelta(days=3))
    schedule(page, revalue(own.stages.get_prep_value(), 0, criteria=[]), now + timedelta(days=2))
    other = FormFactory(parent=home, slug="other", questions=[question("short_text", "Name")])
    type(page).objects.filter(pk=page.pk).update(opens_at=now + timedelta(days=1))
    later = now + timedelta(days=2, hours=1)
    other.go_live_at, other.title = later, "A new title"
    other.save_revision(approved_go_live_at=later)
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        call_command("publish_scheduled", verbosity=0)
    assert load_stages(FormIdentity.objects.get(key=own.translation_key).stages)[0].criteria, "as people were told"
    assert type(other).objects.get(pk=other.pk).title == "A new title"
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
    entry = PageLogEntry.objects.get(action="plaza.keep_back")
    assert "criteria of “Reading” cannot change" in entry.formatter.format_message(entry)


def test_an_old_version_is_not_brought_back_over_the_frozen_stages(home, staff):
    form = FormFactory(
        parent=home, slug="old", purpose="application", opens_at=timezone.now() + timedelta(days=3),
        questions=[question("short_text", "Name")], stages=[stage("Reading", criteria=[ITEM])],
    )  # fmt: skip
    old = form.get_latest_revision()
    edit(form, stages=[("stage", {"name": "Reading"})], opens_at=None)
    with pytest.raises(ValidationError, match="Reading"):
        old.publish()
    assert not FormIdentity.objects.get(key=form.translation_key).list_stages()[0].criteria


def test_a_translation_follows_the_stages_of_its_source_and_is_never_refused(own, spanish_home):
    translate(own, "es", {"Reading": "Lectura"})
    edit(own, stages=own._meta.get_field("stages").to_python([*own.stages.get_prep_value(), stage("Welcome")]))
    spanish = translate(own, "es", {"Reading": "Lectura", "Welcome": "Bienvenida"})
    assert [block.value["name"] for block in spanish.stages][0::3] == ["Lectura", "Bienvenida"]
    spanish.full_clean()


def test_names_stay_hidden_from_reviewers_also_of_a_form_that_was_taken_down(applied, board):
    board.unpublish()
    fresh = type(board).objects.get(pk=board.pk)
    fresh.is_blind = False
    with pytest.raises(ValidationError, match="under this promise"):
        fresh.full_clean()
