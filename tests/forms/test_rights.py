"""Who may do what: rights on queues. What is not given is refused, as if the case did not exist."""

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Locale

from forms import actions
from forms.models import Attachment, Event, Message, ReplyTemplate, SavedView, Submission
from forms.rights import Right
from forms.states import CaseState
from tests.factories import FormFactory, let_edit, make_queue, make_staff, make_user, question

INBOX = "/admin/inbox/"


@pytest.fixture
def foreign(home, receive):
    """A case of a queue that nobody in these tests has rights on, with a file and a message."""
    page = FormFactory(
        parent=home,
        slug="f",
        queue=make_queue("Foreign"),
        questions=[question("email", "Your email"), question("long_text", "What")],
    )
    case = receive(page, {"Your email": "secret@example.com", "What": "Xylophone"})
    Attachment.objects.create(
        submission=case, question="q", name="a.pdf", kind="pdf", media_type="x/y", size=1, digest="d"
    )
    return case


def list_addresses(case):
    file, message = case.attachments.get(), Message.objects.get(submission=case)
    bulk = [
        f"/admin/bulk/forms/submission/{name}/?id={case.pk}"
        for name in ("assign", "route", "state", "spam", "clear", "stage")
    ]
    return [
        f"{INBOX}{case.pk}/",
        f"{INBOX}{case.pk}/clear/",
        f"{INBOX}{case.pk}/unseal/",
        f"{INBOX}{case.pk}/files/{file.identity}/",
        f"{INBOX}{case.pk}/messages/{message.pk}/again/",
        f"{INBOX}?q=xylophone",
        f"{INBOX}results/?q={case.reference}",
        f"{INBOX}?queue={case.queue_id}",
        f"{INBOX}?form={case.form_id}&columns={next(iter(case.answers))}",
        f"{INBOX}export/?queue={case.queue_id}",
        f"{INBOX}enter/",
        f"{INBOX}person/",
        f"{INBOX}verify/",
        f"/admin/mail/{message.pk}/",
        f"/admin/mail/{message.pk}/again/",
        "/admin/mail/?q=secret",
        f"/admin/editing-sessions/ping/forms/submission/{case.pk}/0/",
        "/admin/",
        *bulk,
    ]


SECRETS = (b"xylophone", b"secret@", b"foreign")


def collect_content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def post_everything(client, address, case):
    data = {
        "who": "secret@example.com", "reason": "r", "content": "list", "format": "csv", "state": "closed", "seen": "0",
        "chosen": "closed", "note": "n", "reference": case.reference, "digest": "0", "is_editing": "1",
    }  # fmt: skip
    return client.post(address, data)


def test_a_moderator_of_one_queue_gets_nothing_of_another(foreign, member):
    _user, client = member("minh", make_queue("Mine"), *[right.value for right in Right])
    for address in list_addresses(foreign):
        for response in (client.get(address), post_everything(client, address, foreign)):
            content = collect_content(response).lower()
            query = b"secret@" if "/person/" in address else address.partition("?q=")[2].encode()
            for secret in SECRETS:
                assert secret in query or secret not in content, (address, secret)
            if f"/{foreign.pk}/" in address and "/mail/" not in address:
                assert response.status_code in (404, 405), (address, response.status_code)
    foreign.refresh_from_db()
    assert (foreign.state, foreign.revision) == (CaseState.NEW, 0)
    assert not Event.objects.filter(case=foreign).exists(), "not even a look is on its record"


@pytest.mark.parametrize("who", ["editor", "translator", "nobody"])
def test_editors_and_translators_get_nothing_at_all(who, foreign, home, spanish_home, staff, resident):
    group = make_staff(who)
    let_edit(group, home if who == "editor" else spanish_home)
    client = resident if who == "nobody" else staff(make_user(who, group))
    for address in list_addresses(foreign):
        response = client.get(address)
        assert response.status_code in (302, 404, 405) or address == "/admin/", address
        assert not any(secret in collect_content(response).lower() for secret in SECRETS[:2])
    assert "Inbox" not in client.get("/admin/", follow=True).content.decode()


def test_every_view_of_the_inbox_starts_from_what_the_user_may_see(monkeypatch, foreign, staff):
    """Walks the map of addresses: with a predicate that lets nothing through, no view shows or changes anything."""
    admin = staff(make_user("alma", superuser=True))
    monkeypatch.setattr("forms.models.finding.read_grants", lambda user: Nothing())
    template = ReplyTemplate.objects.create(title="x", subject="x", text="x", locale=Locale.get_default())
    known = {
        "pk": foreign.pk,
        "identity": foreign.attachments.get().identity,
        "message": foreign.messages.get().pk,
        "form": foreign.form_id,
        "template": template.pk,
    }
    names = list_names("inbox") | list_names("mail")
    assert {"inbox:edit", "inbox:index", "inbox:export", "inbox:unseal", "mail:inspect"} <= names
    for name in names:
        address = reverse(name, kwargs={key: known[key] for key in list_parameters(name)})
        for response in (admin.get(address), post_everything(admin, address, foreign)):
            content = collect_content(response).lower()
            assert b"xylophone" not in content and b"secret@example.com" not in content.replace(
                b'value="secret@example.com"', b""
            ), name
    foreign.refresh_from_db()
    assert foreign.revision == 0


class Nothing:
    def find(self, right=None):
        from django.db.models import Q

        return Q(pk__in=[])


def list_names(namespace):
    _prefix, resolver = find_resolver(get_resolver(), namespace)
    return {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}


def find_resolver(resolver, namespace):
    for each in resolver.url_patterns:
        if getattr(each, "namespace", None) == namespace:
            return each.pattern, each
        if hasattr(each, "url_patterns") and (found := find_resolver(each, namespace)):
            return found
    return None


def list_parameters(name):
    namespace, _colon, plain = name.partition(":")
    _prefix, resolver = find_resolver(get_resolver(), namespace)
    return resolver.reverse_dict.getlist(plain)[0][0][0][1]


def test_a_sensitive_case_is_for_the_named_staff_alone(home, receive, member, staff):
    queue = make_queue("Oversight")
    page = FormFactory(parent=home, slug="s", queue=queue, is_sensitive=True, questions=[question("long_text", "What")])
    case = receive(page, {"What": "Something grave"})
    admin = staff(make_user("alma", superuser=True))
    assert admin.get(f"{INBOX}{case.pk}/").status_code == 404
    assert case.reference not in admin.get(INBOX).content.decode()
    user, named = member("omar", queue, "view")
    key = next(iter(case.answers))
    listed = named.get(f"{INBOX}?form={case.form_id}&columns={key}").content.decode()
    assert case.reference in listed and "Something grave" not in listed, "a list is no look that is on record"
    assert '<svg class="icon icon-lock"' in listed
    response = named.get(f"{INBOX}{case.pk}/")
    assert "Something grave" in response.content.decode()
    assert [event.by for event in Event.objects.filter(case=case, act="viewed")] == [user]


def test_a_look_that_cannot_be_put_on_record_shows_nothing(applied, member, monkeypatch):
    _user, client = member("rosa", applied.queue, "view")
    monkeypatch.setattr("forms.inbox.case.record.write", lambda *args, **kwargs: 1 / 0)
    client.raise_request_exception = False
    response = client.get(f"{INBOX}{applied.pk}/")
    assert response.status_code == 500
    assert "I know the harbor" not in response.content.decode()


def test_a_form_that_becomes_sensitive_takes_what_it_has_with_it(board, applied):
    board.is_sensitive = True
    board.save_revision().publish()
    assert Submission.objects.get().is_sensitive
    board.is_sensitive = False
    board.save_revision().publish()
    assert Submission.objects.get().is_sensitive, "what came in under this promise stays under it"


def test_reviewers_see_what_is_triaged_and_not_who_applied(applied, member, receive, board):
    _user, panel = member("paul", applied.queue, "review")
    assert panel.get(f"{INBOX}{applied.pk}/").status_code == 404, "nobody has looked at it yet"
    decider, _client = member("rosa", applied.queue, "decide", "answer")
    actions.change_state(applied, CaseState.IN_PROGRESS, by=decider)
    for address in (f"{INBOX}{applied.pk}/", INBOX, f"{INBOX}?form={applied.form_id}"):
        content = panel.get(address).content.decode()
        assert applied.reference in content
        assert "Carmen" not in content and "carmen@example.com" not in content
    assert "I know the harbor" in panel.get(f"{INBOX}{applied.pk}/").content.decode()
    assert applied.reference not in panel.get(f"{INBOX}?q=carmen").content.decode()
    assert applied.reference in panel.get(f"{INBOX}?q={applied.reference}").content.decode()
    key = next(key for key, value in applied.answers.items() if value == "Carmen Ortiz")
    assert "Carmen" not in panel.get(f"{INBOX}?form={applied.form_id}&columns={key}").content.decode()
    for right in ("export/", "enter/", "person/"):
        assert panel.get(f"{INBOX}{right}").status_code == 302
    assert panel.get("/admin/mail/").status_code == 302


def test_who_may_only_see_changes_nothing(applied, member):
    _user, client = member("rita", applied.queue, "view")
    assert client.post(f"{INBOX}{applied.pk}/", {"state": "closed", "seen": "0", "note": "x"}).status_code == 404
    assert client.post(f"{INBOX}{applied.pk}/clear/").status_code == 404
    client.post(f"/admin/bulk/forms/submission/state/?id={applied.pk}", {"chosen": "in_progress"})
    applied.refresh_from_db()
    assert applied.revision == 0


def test_a_saved_view_is_its_owners(home, member):
    owner, _client = member("minh", make_queue("Mine"), "view")
    _other, stranger = member("rita", make_queue("Hers"), "view")
    view = SavedView.objects.create(user=owner, name="Mine", query="state=new")
    assert stranger.post(f"{INBOX}views/{view.pk}/forget/").status_code == 404
    assert SavedView.objects.exists()


def test_rights_given_above_hold_below(applied, home, member):
    from wagtail.models import Collection

    _user, client = member("olga", Collection.get_first_root_node(), "view")
    assert client.get(f"{INBOX}{applied.pk}/").status_code == 200


def test_someone_who_is_no_longer_active_has_no_rights(applied, member):
    user, _client = member("ivan", applied.queue, "view")
    user.is_active = False
    assert not Submission.objects.visible_to(user).exists()


def test_who_sees_one_queue_and_reviews_another_is_not_told_who_applied(applied, board, home, receive, member):
    from tests.factories import let_see

    page = FormFactory(parent=home, slug="ask", queue=make_queue("311"), questions=[question("email", "Your email")])
    inquiry = receive(page, {"Your email": "carmen@example.com"})
    user, client = member("paul", inquiry.queue, "view", "audit")
    let_see(user.groups.get(), applied.queue, "review_submission", "audit_submission")
    decider, _client = member("rosa", applied.queue, "decide", "answer")
    actions.change_state(applied, CaseState.IN_PROGRESS, by=decider)
    assert applied.reference not in client.get(f"{INBOX}{inquiry.pk}/").content.decode()
    assert applied.reference not in client.get(f"{INBOX}?q=carmen").content.decode()
    told = client.post(f"{INBOX}person/", {"who": "carmen@example.com", "reason": "r"}).content.decode()
    assert inquiry.reference in told and applied.reference not in told


def test_a_superuser_who_only_reviews_something_sensitive_is_a_reviewer(board, receive, staff):
    from tests.factories import let_see

    board.is_sensitive = True
    board.save_revision().publish()
    said = {"Your name": "Carmen Ortiz", "Your email": "c@example.com", "Why you": "Because", "Equity statement": "E"}
    case = receive(board, said)
    Submission.objects.update(state=CaseState.IN_PROGRESS)
    group = make_staff("Panel")
    let_see(group, case.queue, "review_submission")
    client = staff(make_user("alma", group, superuser=True))
    shown = client.get(f"{INBOX}{case.pk}/").content.decode()
    assert "Because" in shown and "Carmen" not in shown
    assert case.reference not in client.get(f"{INBOX}?q=carmen").content.decode()


def test_files_have_no_names_for_who_reviews_without_names(applied, member):
    Attachment.objects.create(
        submission=applied, question="q", name="Carmen Ortiz CV.pdf", kind="pdf", media_type="x/y", size=1, digest="d"
    )
    decider, client = member("rosa", applied.queue, "decide", "answer", "view")
    actions.change_state(applied, CaseState.IN_PROGRESS, by=decider)
    assert "Carmen Ortiz CV.pdf" in client.get(f"{INBOX}{applied.pk}/").content.decode()
    _paul, panel = member("paul", applied.queue, "review")
    shown = panel.get(f"{INBOX}{applied.pk}/").content.decode()
    assert "Carmen" not in shown and "1.pdf" in shown


def test_no_mail_screen_is_a_way_round_the_record(home, receive, member, staff):
    queue, asked = make_queue("Oversight"), [question("email", "Your email")]
    page = FormFactory(parent=home, slug="s", queue=queue, is_sensitive=True, questions=asked)
    case = receive(page, {"Your email": "grave@example.com"})
    _user, named = member("omar", queue, "view")
    assert "grave@example.com" not in named.get("/admin/mail/").content.decode()
    assert "grave@example.com" in named.get(f"/admin/mail/{case.messages.get().pk}/").content.decode()
    assert Event.objects.filter(act="viewed", case=case).exists()
    admin = staff(make_user("alma", superuser=True))
    assert case.messages.get().pk and admin.get(f"/admin/mail/{case.messages.get().pk}/").status_code == 404


def test_spam_does_not_move_on(applied, member):
    user, _client = member("rosa", applied.queue, "decide", "answer")
    actions.change_state(applied, CaseState.SPAM, by=user)
    with pytest.raises(actions.Refused):
        actions.move_stage(applied, "body-qualification", by=user)


def test_who_sees_and_reviews_has_both(applied, member):
    user, client = member("rosa", applied.queue, "view", "review")
    Submission.objects.update(state=CaseState.IN_PROGRESS)
    assert Submission.objects.visible_to(user, Right.REVIEW).exists()
    assert "Applications to review" in client.get("/admin/").content.decode()


def test_a_promise_to_applicants_is_kept(applied, board):
    from django.core.exceptions import ValidationError

    board.is_blind = False
    with pytest.raises(ValidationError, match="People have applied under this promise"):
        board.full_clean()


def test_wagtail_is_told_who_has_rights_on_queues_and_nobody_else(applied, member, staff):
    from django.contrib.auth.models import Permission
    from wagtail.models import Collection, GroupCollectionPermission
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(Submission)
    rita, _client = member("rita", applied.queue, "view")
    minh, _client = member("minh", applied.queue, "answer")
    pictures = make_staff("Pictures")
    GroupCollectionPermission.objects.create(
        group=pictures,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="add_image"),
    )
    make_user("edgar", pictures)
    assert set(policy.users_with_any_permission(["view"])) == {rita, minh}
    assert set(policy.users_with_any_permission(["change"])) == {minh}
