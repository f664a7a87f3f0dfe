"""Comments of a consultation: approved with or without the name, or rejected; public is what was approved, no more."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from forms import actions
from forms.comments import find_comment
from forms.models import Event, FormPage, Publication, Submission
from forms.models.publication import CUT
from forms.states import CaseState, Decision, Doubt, Reason
from tests.factories import edit, make_queue, make_staff, make_user, question, translate

INBOX = "/admin/inbox/"
POLICY = "/en/policy/"
PUBLIC = f"{POLICY}comments/"
NAMED = "If we publish your comment, should your name be shown with it?"
YES, NO = "Yes, show the name", "No, publish it without a name"
SAID = "Officers should say when they film. Ask Tom Miller of 5 Pier Street."


@pytest.fixture
def minh(policy, member):
    return member("minh", policy.queue, "view", "answer")


@pytest.fixture
def case(policy, comment):
    return comment(SAID)


def test_the_form_says_it_and_asks_for_the_name(policy, resident, read):
    page = read(resident.get(POLICY))
    assert "Your comment can be published on this site." in page.main.text
    assert NAMED in page.main.text and page.select_one("input[name=q-comment-name][value=with-name]")
    spanish = translate(policy, "es")
    assert spanish.publishes_comments
    assert resident.get("/es/policy/").status_code == 200


def test_a_form_of_several_screens_says_it_before_and_where_it_is_sent(policy, resident, read):
    edit(policy, checks_answers=True)
    start = read(resident.get(POLICY))
    assert "Your comment can be published on this site." in start.main.text
    token = start.select_one("input[name=token]")["value"]
    draft = resident.post(POLICY, {"token": token})["Location"]
    screen = read(resident.get(f"{draft}1/"))
    answers = {"q-comment-name": "with-name", screen.select_one("select")["name"]: "individual", "go": "next"}
    answers[screen.select_one("textarea")["name"]] = "Film less."
    check = read(resident.post(f"{draft}1/", answers, follow=True))
    assert "Send it now" in check.main.text and "Your comment can be published on this site." in check.main.text


def test_a_form_without_names_and_one_that_promises_anonymity_do_not_ask(policy, resident):
    edit(policy, is_anonymous=True)
    assert NAMED not in resident.get(POLICY).content.decode()
    raw = [each for each in policy.questions.get_prep_value() if each["type"] == "long_text"]
    bare = edit(policy, is_anonymous=False, questions=policy.questions.stream_block.to_python(raw))
    assert NAMED not in resident.get(POLICY).content.decode()
    assert "can be published" in resident.get(POLICY).content.decode()
    assert bare.publishes_comments


@pytest.mark.parametrize(
    "changes",
    [{"purpose": "inquiry"}, {"is_sensitive": True}, {"questions": [question("long_text", "Any")]},
     {"questions": [question("long_text", "Any", is_comment=True), question("long_text", "Two", is_comment=True)]},
     {"questions": [question("long_text", "Any", is_comment=True, sealed=True)]}],
)  # fmt: skip
def test_a_form_that_cannot_publish_says_why(policy, changes):
    page = FormPage.objects.get(pk=policy.pk)
    for name, value in changes.items():
        setattr(page, name, page.questions.stream_block.to_python(value) if name == "questions" else value)
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert "publishes_comments" in caught.value.message_dict


def test_approved_with_the_name_it_is_public_and_says_so_in_the_story(case, minh, save, resident, read):
    _user, client = minh
    page = read(client.get(f"{INBOX}{case.pk}/"))
    assert "Publish it with the name “Carmen Ortiz”" in page.text
    assert SAID not in resident.get(POLICY).content.decode()
    response = save(client, case, publication="approved", state="closed")
    assert "Published the comment with the name" in response.content.decode()
    shown = read(resident.get(POLICY)).select_one(".comment")
    assert "Carmen Ortiz" in shown.text and SAID in shown.text and "Individual" in shown.text
    for private in ("carmen@example.com", "555", case.reference):
        assert private not in shown.text and private not in resident.get(PUBLIC).content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_without_the_name(case, minh, save, resident):
    _user, client = minh
    save(client, case, publication="without_name")
    text = resident.get(PUBLIC).content.decode()
    assert SAID in text and "Carmen" not in text and "A resident, without a name" in text
    assert Publication.objects.get().name == ""


def test_who_does_not_want_to_be_named_cannot_be(comment, minh, save, read):
    user, client = minh
    case = comment("Without me.", **{NAMED: NO})
    assert find_comment(case).name == ""
    page = read(client.get(f"{INBOX}{case.pk}/"))
    assert not page.select_one("input[name=publication][value=approved]") and "none was agreed to" in page.text
    assert save(client, case, publication="approved").status_code == 200
    with pytest.raises(actions.NotAgreed):
        actions.publish(case, with_name=True, by=user)
    assert not Publication.objects.exists()


def test_the_database_has_no_name_without_agreement_and_no_text_without_approval(case, minh):
    user, _client = minh
    actions.publish(case, with_name=False, by=user)
    for values in ({"name": "Carmen"}, {"decision": Decision.REJECTED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.update(**values)


def test_an_organisation_is_named_and_not_who_wrote_for_it(comment, minh, save, resident):
    _user, client = minh
    case = comment("We agree.", **{"For whom do you speak?": {"kind": "organisation", "name": "Harbor Club"}})
    save(client, case, publication="approved")
    text = resident.get(PUBLIC).content.decode()
    assert "Harbor Club" in text and "Organisation" in text and "Carmen" not in text


def test_rejected_with_a_reason_that_the_resident_reads(case, minh, save, resident, read):
    _user, client = minh
    assert "Choose a reason." in save(client, case, publication="rejected").content.decode()
    other = save(client, case, publication="rejected", publication_reason="other", note="Called.")
    assert "so that colleagues know" in other.content.decode() and "Called." in other.content.decode()
    response = save(client, case, publication="rejected", publication_reason="off_topic", publication_note="Bus 12")
    assert "Decided not to publish the comment: It is about something else" in response.content.decode()
    assert SAID not in resident.get(PUBLIC).content.decode()
    receipt = resident.get(f"{POLICY}receipt/{case.receipt_key}/").content.decode()
    assert "The reason: It is about something else." in receipt and "Bus 12" not in receipt
    assert Publication.objects.get().text == ""


def test_taken_back_it_is_gone_from_every_page_at_once(case, minh, save, resident):
    _user, client = minh
    save(client, case, publication="approved")
    pk = Publication.objects.get().pk
    pages = [POLICY, PUBLIC, f"{PUBLIC}feed/", f"{PUBLIC}{pk}/"]
    tags = {}
    for path in pages:
        response = resident.get(path)
        assert SAID in response.content.decode(), path
        assert response["Cache-Control"] in ("no-cache", "private, no-store")
        tags[path] = response.headers.get("ETag")
    assert resident.get(PUBLIC, headers={"If-None-Match": tags[PUBLIC]}).status_code == 304
    response = save(client, case, publication="undecided")
    assert "Took the comment off the public page" in response.content.decode()
    for path in pages[:-1]:
        again = resident.get(path, headers={"If-None-Match": tags[path]} if tags[path] else {})
        assert again.status_code == 200 and SAID not in again.content.decode()
    assert resident.get(pages[-1]).status_code == 404
    assert Publication.objects.get().text == ""


@pytest.mark.parametrize("change", [
    {"state": "spam"}, {"is_sensitive": True}, {"place": "withdrawn"}, {"place": "lapsed"},
])  # fmt: skip
def test_what_may_not_be_public_is_gone_however_that_came_about(change, case, minh, resident):
    user, _client = minh
    actions.publish(case, with_name=True, by=user)
    Submission.objects.filter(pk=case.pk).update(**change)
    for path in (POLICY, PUBLIC, f"{PUBLIC}feed/"):
        assert SAID not in resident.get(path).content.decode()
    case.refresh_from_db()
    with pytest.raises((actions.NotPublishable, PermissionDenied)):
        actions.publish(case, with_name=True, by=user)


def test_spam_ends_the_publication_for_good(case, minh, resident):
    user, _client = minh
    actions.publish(case, with_name=True, by=user)
    actions.change_state(case, CaseState.SPAM, by=user)
    actions.change_state(case, CaseState.NEW, by=user)
    assert SAID not in resident.get(PUBLIC).content.decode()
    assert Publication.objects.get().decision == Decision.UNDECIDED
    assert Event.objects.filter(act="unpublished", case=case).count() == 1


def test_what_could_be_from_a_robot_is_not_published_before_somebody_said_it_is_not(comment, minh, read):
    user, client = minh
    case = comment("Cheap watches!", doubts=[Doubt.LINKS])
    assert "Say first that it is not spam" in read(client.get(f"{INBOX}{case.pk}/")).text
    with pytest.raises(actions.NotPublishable):
        actions.publish(case, with_name=False, by=user)
    actions.clear(case, by=user)
    actions.publish(case, with_name=False, by=user)


def test_passages_are_taken_out_visibly_and_nothing_else_can_be_changed(case, minh, save, resident, read):
    _user, client = minh
    wrong = save(client, case, publication="approved", publication_cuts="Officers should lie.")
    assert "This does not stand in the comment like that" in wrong.content.decode()
    assert not Publication.objects.exists()
    save(client, case, publication="approved", publication_cuts="Tom Miller\n5 Pier Street")
    text = read(resident.get(PUBLIC)).select_one(".comment").text
    mark = "[removed by the City: personal data]"
    assert f"Officers should say when they film. Ask {mark} of {mark}." in text
    assert "Miller" not in resident.get(f"{PUBLIC}feed/").content.decode()
    assert CUT in Publication.objects.get().text
    page = read(client.get(f"{INBOX}{case.pk}/"))
    assert page.select_one("[name=publication_cuts]").text.strip() == "Tom Miller\n5 Pier Street"
    save(client, case, publication="without_name", publication_cuts="Tom Miller\n5 Pier Street")
    assert "Miller" not in resident.get(PUBLIC).content.decode()


def test_the_language_is_the_one_it_is_written_in(comment, minh, save, resident, read):
    _user, client = minh
    case = comment("يجب أن يقولوا متى يصورون.")
    save(client, case, publication="approved", publication_language="ar")
    shown = read(resident.get(PUBLIC)).select_one(".comment")
    assert shown.select_one("[lang=ar][dir=rtl]") and "Language: Arabic" in shown.text


def test_a_stale_decision_is_refused_and_kept(case, minh, member, read):
    _user, client = minh
    rita, _client = member("rita", case.queue, "view", "answer")
    seen = case.revision
    actions.reject(case, Reason.INSULT, by=rita)
    answer = {"seen": seen, "publication": "approved", "publication_cuts": "Tom Miller"}
    response = client.post(f"{INBOX}{case.pk}/", answer)
    assert response.status_code == 409
    page = read(response)
    assert "It insults or threatens somebody" in page.select_one("[role=alert]").text
    assert page.select_one("[name=publication_cuts]").text.strip() == "Tom Miller"
    assert Publication.objects.get().decision == Decision.REJECTED


def test_a_save_that_says_nothing_of_it_changes_nothing_of_it(case, minh, save):
    user, client = minh
    actions.publish(case, with_name=True, by=user)
    before = Publication.objects.values().get()
    save(client, case, state="in_progress")
    page = {"publication": "approved", "publication_reason": "", "publication_note": "", "publication_cuts": ""}
    save(client, case, publication_language="en", **page)
    assert Publication.objects.values().get() == before


@pytest.mark.parametrize("rights", [["view"], ["view", "export"], ["audit"], ["review"], []])
def test_only_who_may_answer_decides(rights, case, policy, staff, member, read):
    user, client = member("other", policy.queue, *rights) if rights else (make_user("x", make_staff("X")), None)
    client = client or staff(user)
    response = client.get(f"{INBOX}{case.pk}/")
    assert response.status_code in (302, 404) or not read(response).select_one("[name=publication]")
    client.post(f"{INBOX}{case.pk}/", {"seen": case.revision, "publication": "approved"})
    with pytest.raises(PermissionDenied):
        actions.publish(case, with_name=True, by=user)
    with pytest.raises(PermissionDenied):
        actions.reject(case, Reason.INSULT, by=user)
    assert not Publication.objects.exists()


def test_a_case_of_another_queue_is_not_there(case, member, home):
    user, client = member("elsewhere", make_queue("Elsewhere"), "view", "answer")
    assert client.post(f"{INBOX}{case.pk}/", {"seen": 0, "publication": "approved"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.unpublish(case, by=user)


def test_what_came_before_the_form_said_so_is_never_published(policy, comment, minh):
    user, _client = minh
    edit(policy, publishes_comments=False)
    case = comment("Before.", **{NAMED: None})
    edit(policy, publishes_comments=True)
    assert not case.is_comment
    with pytest.raises(actions.NotPublishable):
        actions.publish(case, with_name=False, by=user)
    with pytest.raises(actions.NotPublishable):
        actions.reject(case, Reason.INSULT, by=user)


@pytest.mark.parametrize("data", [
    {"publication": "nonsense"}, {"publication": "rejected", "publication_reason": "x"},
    {"publication": "approved", "publication_language": "xx"}, {"publication": "approved", "publication_note": "\x00"},
    {"publication": "approved", "publication_cuts": "x" * 6000},
])  # fmt: skip
def test_nonsense_is_a_clear_error(data, case, minh, save):
    _user, client = minh
    assert save(client, case, **data).status_code == 200
    assert not Publication.objects.exists()


def test_the_list_is_filtered_by_what_was_decided(case, comment, minh, read):
    user, client = minh
    others = [comment(text) for text in ("Two.", "Three.", "Four.")]
    actions.publish(case, with_name=True, by=user)
    actions.publish(others[0], with_name=False, by=user)
    actions.reject(others[1], Reason.ADVERTISING, by=user)

    def find(*values):
        page = read(client.get(INBOX, {"publication": values}))
        return {link.text.strip() for link in page.select("td.title a")}

    assert find("undecided") == {others[2].reference}
    assert find("approved") == {case.reference}
    assert find("approved", "rejected") == {case.reference, others[1].reference}
    assert "Comments to decide on" in client.get("/admin/").content.decode()
    assert "filter could not be understood" not in client.get(INBOX, {"publication": "x"}).content.decode().lower()


def test_many_are_decided_at_once(comment, minh, read, resident, press):
    _user, client = minh
    cases = [comment("One."), comment("Two.", **{NAMED: NO}), comment("Three.", doubts=[Doubt.LINKS])]
    chosen = "&".join(f"id={case.pk}" for case in cases)
    dialog = client.get(f"/admin/bulk/forms/submission/publish/?{chosen}").content.decode()
    assert "Publish the comments" in dialog and "1 case is left as it is" in dialog
    said = press(client, f"publish/?{chosen}", chosen="agreed").text
    assert "2 cases were changed" in said and "1 case is left as it is" in said
    assert "This could be from a robot." in said and cases[2].reference in said
    page = read(resident.get(PUBLIC))
    assert [each.text for each in page.select(".comment h2")] == ["A resident, without a name", "Carmen Ortiz"]
    press(client, f"reject/?{chosen}", chosen="off_topic")
    assert not read(resident.get(PUBLIC)).select(".comment")


def test_many_at_once_changes_nothing_that_somebody_decided(policy, comment, member, press):
    user, client = member("olu", policy.queue, "view", "answer")
    cut, rejected, fresh = comment("Call John Smith, 5 Elm St."), comment("Buy!"), comment("Good.")
    actions.publish(cut, with_name=False, cuts=["John Smith, 5 Elm St"], by=user)
    actions.reject(rejected, Reason.ADVERTISING, by=user)
    chosen = "&".join(f"id={case.pk}" for case in (cut, rejected, fresh))
    said = press(client, f"publish/?{chosen}", chosen="agreed").text
    assert "Somebody has decided about it" in said and cut.reference in said and rejected.reference in said
    kept = {each.case_id: each for each in Publication.objects.all()}
    assert "John Smith" not in kept[cut.pk].text and kept[cut.pk].name == ""
    assert kept[rejected.pk].decision == Decision.REJECTED
    assert kept[fresh.pk].text == "Good."
