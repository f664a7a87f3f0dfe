"""Places, a waiting list, once per person, withdrawing: decided when the form is stored."""

import pytest
from django.core import mail

from forms import actions
from forms.delivery import deliver
from forms.models import FormIdentity, Kind, Message, Submission
from forms.states import CaseState, Place
from tests.factories import FormFactory, edit, make_queue, make_user, question, translate


@pytest.fixture
def sign_up(home, resident, read):
    """sign_up(address, …): sends the form "Shift"; the form's own values are those of the first call."""

    def make(**values):
        return FormFactory(
            parent=home,
            slug="shift",
            title="Shift",
            purpose="sign_up",
            queue=make_queue("Volunteers"),
            checks_answers=False,
            questions=[
                question("email", "Your email"),
                question("single_choice", "Which shift?", choices=["Morning", "Evening"], required=False),
            ],
            **values,
        )

    class SignUp:
        def __init__(self, **values):
            self.page = make(**values)
            self.blocks = {block["value"]["label"]: block for block in self.page.questions.get_prep_value()}

        def send(self, address, shift=None, prefix="en"):
            token = read(resident.get(f"/{prefix}/shift/")).select_one("input[name=token]")["value"]
            answers = {f"q-{self.blocks['Your email']['id']}": address}
            if shift:
                choices = self.blocks["Which shift?"]["value"]["choices"]
                chosen = next(each["id"] for each in choices if each["value"]["label"] == shift)
                answers[f"q-{self.blocks['Which shift?']['id']}"] = chosen
            return resident.post(f"/{prefix}/shift/", {"token": token, **answers})

        def limit(self, **places):
            raw = self.page.questions.get_prep_value()
            for item in raw[1]["value"]["choices"]:
                item["value"]["places"] = places.get(item["value"]["label"])
            edit(self.page, questions=self.page._meta.get_field("questions").to_python(raw))

    return SignUp


def list_places():
    return list(Submission.objects.order_by("pk").values_list("place", flat=True))


def test_without_a_limit_nobody_has_a_place_to_lose(sign_up):
    sign_up().send("a@example.com")
    assert list_places() == [""]


def test_after_the_last_place_comes_the_waiting_list(sign_up, resident, read):
    form = sign_up(places=2)
    responses = [form.send(f"{name}@example.com") for name in "abcd"]
    assert list_places() == [Place.TAKEN, Place.TAKEN, Place.WAITING, Place.WAITING]
    last = read(resident.get(responses[-1]["Location"]))
    assert "You are on the waiting list." in last.text and "1 person is before you." in last.text
    assert "You have a place." in read(resident.get(responses[0]["Location"])).text


def test_the_form_says_how_many_are_left(sign_up, resident, read):
    form = sign_up(places=2)
    assert "2 places are free." in read(resident.get("/en/shift/")).text
    form.send("a@example.com")
    assert "1 place is free." in read(resident.get("/en/shift/")).text
    form.send("b@example.com")
    assert "You can join the waiting list." in read(resident.get("/en/shift/")).text


def test_without_a_waiting_list_the_next_one_is_refused_with_what_was_typed(sign_up, read):
    form = sign_up(places=1, has_waiting_list=False)
    form.send("a@example.com")
    response = form.send("b@example.com")
    page = read(response)
    assert response.status_code == 409
    assert page.title.text.startswith("Error: ")
    assert "All places were taken" in page.select_one(".errors").text
    assert page.select_one("input[type=email]")["value"] == "b@example.com"
    assert Submission.objects.count() == 1


def test_each_limited_choice_has_places_of_its_own(sign_up, resident, read):
    form = sign_up()
    form.limit(Morning=1)
    form.send("a@example.com", "Morning")
    assert "Morning – All places are taken. You can join the waiting list." in read(resident.get("/en/shift/")).text
    form.send("b@example.com", "Morning")
    form.send("c@example.com", "Evening")
    assert list_places() == [Place.TAKEN, Place.WAITING, ""]


def test_withdrawing_moves_the_next_one_up_and_tells_them_in_their_language(sign_up, spanish_home, resident, read):
    form = sign_up(places=1)
    translate(form.page, "es", {"Shift": "Turno"})
    first = form.send("a@example.com")["Location"]
    form.send("b@example.com", prefix="es")
    form.send("c@example.com")
    page = read(resident.get(f"{first}withdraw/"))
    assert page.h1.text == "Do you want to withdraw?"
    assert list_places()[0] == Place.TAKEN, "opening the link changes nothing"
    response = resident.post(f"{first}withdraw/")
    assert "You have withdrawn this." in read(resident.get(response["Location"])).text
    assert list_places() == [Place.WITHDRAWN, Place.TAKEN, Place.WAITING]
    message = Message.objects.get(kind=Kind.MOVED_UP)
    deliver.func(message.pk)
    letter = mail.outbox[-1]
    assert letter.to == ["b@example.com"] and "Turno" in letter.subject
    assert "/es/shift/receipt/" in letter.body and "withdraw/" in letter.body


def test_withdrawing_twice_frees_one_place_only(sign_up, resident):
    form = sign_up(places=1)
    first = form.send("a@example.com")["Location"]
    form.send("b@example.com")
    form.send("c@example.com")
    for _time in range(2):
        assert resident.post(f"{first}withdraw/").status_code == 303
    assert list_places() == [Place.WITHDRAWN, Place.TAKEN, Place.WAITING]
    assert Submission.objects.order_by("pk").first().state == CaseState.CLOSED


def test_more_places_go_to_those_who_wait(sign_up):
    form = sign_up(places=1)
    for name in "abc":
        form.send(f"{name}@example.com")
    edit(form.page, places=2)
    assert list_places() == [Place.TAKEN, Place.TAKEN, Place.WAITING]


def test_fewer_places_take_none_away(sign_up):
    form = sign_up(places=2)
    form.send("a@example.com")
    form.send("b@example.com")
    edit(form.page, places=1)
    assert list_places() == [Place.TAKEN, Place.TAKEN]


def test_spam_gives_its_place_back(sign_up):
    form = sign_up(places=1)
    form.send("a@example.com")
    form.send("b@example.com")
    admin = make_user("alma", superuser=True)
    actions.change_state(Submission.objects.order_by("pk").first(), CaseState.SPAM, by=admin)
    assert list_places() == [Place.FREED, Place.TAKEN]


def test_what_was_no_spam_after_all_comes_back_behind_those_who_wait(sign_up):
    form = sign_up(places=1)
    form.send("a@example.com")
    form.send("b@example.com")
    admin, first = make_user("alma", superuser=True), Submission.objects.order_by("pk").first()
    actions.change_state(first, CaseState.SPAM, by=admin)
    actions.change_state(Submission.objects.get(pk=first.pk), CaseState.NEW, by=admin)
    assert list_places() == [Place.WAITING, Place.TAKEN]


@pytest.fixture
def once(sign_up):
    return sign_up(places=5, confirm_email=True, one_per_person=True)


def read_link(part):
    return next(line for line in mail.outbox[-1].body.splitlines() if part in line).removeprefix("http://localhost")


def test_an_address_is_confirmed_by_a_button_behind_the_link_in_the_mail(once, resident, read):
    receipt = once.send("a@example.com")["Location"]
    assert "One more step" in read(resident.get(receipt)).text
    message = Message.objects.get()
    assert message.kind == Kind.CONFIRM
    deliver.func(message.pk)
    link = read_link("/confirm/")
    assert resident.get(link).status_code == 200
    assert Submission.objects.get().confirmed_at is None, "programs that look at mail open links"
    resident.post(link)
    assert Submission.objects.get().confirmed_at is not None
    assert "Your email address is confirmed." in read(resident.get(receipt)).text
    assert Message.objects.filter(kind=Kind.RECEIPT).count() == 1
    resident.post(link)
    assert Message.objects.filter(kind=Kind.RECEIPT).count() == 1


@pytest.mark.parametrize("key", ["x" * 22, "receipt"])
def test_a_guessed_key_confirms_nothing(key, once, resident):
    receipt = once.send("a@example.com")["Location"]
    key = Submission.objects.get().receipt_key if key == "receipt" else key
    assert resident.post(f"{receipt}confirm/{key}/").status_code == 404
    assert Submission.objects.get().confirmed_at is None


def test_the_same_person_takes_one_place_and_only_the_mail_says_so(once, resident, read):
    once.send("a@example.com")
    second = once.send(" A@Example.com ")["Location"]
    assert list_places() == [Place.TAKEN, Place.REPEATED]
    assert FormIdentity.objects.count() == 1
    page = read(resident.get(second)).text
    assert "One more step" in page and "already" not in page, "who types an address must not learn about it"
    message = Message.objects.get(kind=Kind.REPEATED)
    deliver.func(message.pk)
    first = Submission.objects.order_by("pk").first()
    assert f"/receipt/{first.receipt_key}/confirm/" in mail.outbox[-1].body


def test_after_withdrawing_the_same_person_may_come_again(once, resident):
    first = once.send("a@example.com")["Location"]
    resident.post(f"{first}withdraw/")
    once.send("a@example.com")
    assert list_places() == [Place.WITHDRAWN, Place.TAKEN]


def test_an_address_is_not_stored_as_the_person(once):
    once.send("a@example.com")
    assert "example" not in Submission.objects.get().person
