"""Cases are found by reference, name, address and answers, in every language, also where words have no spaces."""

import pytest
from django.db import connection

from forms import terms
from forms.models import Submission
from tests.factories import FormFactory, make_queue, question

SAID = {
    "en": "The café near José’s house is closed on Sundays.",
    "es": "¿Cuándo abren los baños del parque? Señora Núñez",
    "pt-br": "O ônibus não passa mais aos domingos.",
    "vi": "Tôi muốn biết vì sao đường này ngập nước.",
    "zh-hans": "谢谢你们在河边种的新树。",
    "zh-hant": "請問圖書館什麼時候開門?",
    "ko": "도서관에서 한국어 책을 빌리고 싶습니다.",
    "km": "ខ្ញុំចង់ដឹងអំពីផ្លូវនេះ",
    "tl": "Saan po ako puwedeng kumuha ng form?",
    "ar": "أتمنى أن تكون هناك قِصَص للأطفال في المكتبة",
}


@pytest.fixture
def cases(home, receive):
    page = FormFactory(
        parent=home, slug="f", queue=make_queue("Q"),
        questions=[question("long_text", "What"),
                   question("short_text", "Your name", autocomplete="name", required=False),
                   question("email", "Your email", required=False), question("phone", "Your phone", required=False),
                   question("single_choice", "About", choices=["Parks and trees", "Streets"], required=False)],
    )  # fmt: skip
    made = {code: receive(page, {"What": text}, code=code) for code, text in SAID.items()}
    made["contact"] = receive(page, {"What": "Hello", "Your name": "Zoë Okonkwo-Müller",
                                     "Your email": "Zoe@Mail.example",
                                     "Your phone": "+15550100311", "About": "Parks and trees"})  # fmt: skip
    return made


FOUND = [
    ("cafe", "en"), ("CAFÉ", "en"), ("sunday", "en"), ("jose", "en"), ("closed sundays", "en"),
    ("banos", "es"), ("nuñez", "es"), ("nunez", "es"), ("onibus", "pt-br"), ("ÔNIBUS", "pt-br"),
    ("duong", "vi"), ("đường", "vi"), ("ngập", "vi"), ("新树", "zh-hans"), ("树", "zh-hans"), ("河边种", "zh-hans"),
    ("圖書館", "zh-hant"), ("圖", "zh-hant"), ("도서관", "ko"), ("한국어", "ko"), ("ផ្លូវ", "km"), ("puwedeng", "tl"),
    ("قصص", "ar"), ("المكتبه", "ar"), ("مكتبة", "ar"), ("اطفال", "ar"),
    ("okonkwo", "contact"), ("muller", "contact"), ("zoe@mail.example", "contact"), ("5550100311", None),
    ("15550100311", "contact"), ("parks trees", "contact"), ("park streets", None), ("elephant", None),
    ("!!!", None), ("'; DROP TABLE", None), ('" OR "1"="1', None), ("*", None),
]  # fmt: skip


def test_what_is_found(cases):
    wrong = []
    for query, found in FOUND:
        hits = [case.pk for case in Submission.objects.filter(terms.match(query))]
        if hits != [] if found is None else cases[found].pk not in hits or len(hits) > 3:
            wrong.append((query, found, hits))
    assert wrong == []


def test_by_reference_with_and_without_its_lines(cases):
    wanted = cases["ko"]
    for query in (wanted.reference, wanted.reference.replace("-", ""), wanted.reference.lower()):
        assert list(Submission.objects.filter(terms.match(query))) == [wanted]


def test_the_inbox_searches_so_and_puts_it_on_record(cases, member, read):
    from forms.models import Event

    user, client = member("minh", cases["en"].queue, "view")
    page = read(client.get("/admin/inbox/?q=新树"))
    assert [link.text.strip() for link in page.select("td.title a")] == [cases["zh-hans"].reference]
    event = Event.objects.get(act="searched")
    assert (event.by, event.data["query"]) == (user, "新树")


ODD = ["x" * 5000, "\x00", "％＿", "a " * 3000, "𠮷野家", "\ud800"]


def test_odd_queries_are_no_error(cases, member):
    _user, client = member("minh", cases["en"].queue, "view")
    for query in ODD:
        assert client.get("/admin/inbox/", {"q": query.encode("utf-8", "ignore").decode()}).status_code == 200, query[
            :20
        ]


@pytest.fixture
def heron(home, receive):
    """One of thirty with a word that the others have not."""
    page = FormFactory(parent=home, slug="g", queue=make_queue("R"), questions=[question("long_text", "What")])
    for number in range(29):
        receive(page, {"What": f"Street {number}"})
    return receive(page, {"What": "A heron in the street"})


@pytest.mark.parametrize("rare", [5000, 0])
def test_several_words_are_all_there_whichever_leads(rare, heron, monkeypatch):
    monkeypatch.setattr(terms, "RARE", rare)
    for query in ("heron street", "street heron", "stre her", "street heron in the a"):
        assert [case.pk for case in Submission.objects.filter(terms.match(query))] == [heron.pk]
    assert not Submission.objects.filter(terms.match("heron lake")).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked how many cases have a word")
def test_the_word_that_few_cases_have_leads(heron, monkeypatch):
    connection.cursor().execute("ANALYZE forms_submission")
    assert terms.find_rarest(["street:*", "heron:*"]) == "heron:*"
    assert terms.find_rarest(["street:*"]) is None
    assert terms.find_rarest([f"word{number}:*" for number in range(terms.WEIGHED + 1)]) is None
    monkeypatch.setattr(terms, "RARE", 0)
    assert terms.find_rarest(["street:*", "heron:*"]) is None


def test_reading_row_by_row_lets_see_the_same(heron, applied, member):
    from tests.factories import make_user

    people = [
        member("minh", heron.queue, "view")[0], member("rosa", applied.queue, "review")[0],
        member("omar", applied.queue, "decide", "review")[0], make_user("ruth"), make_user("chief", superuser=True),
    ]  # fmt: skip
    Submission.objects.filter(pk=heron.pk).update(is_sensitive=True)
    seen = []
    for user in people:
        known = set(Submission.objects.visible_to(user).values_list("pk", flat=True))
        assert set(Submission.objects.visible_to(user, by_row=True).values_list("pk", flat=True)) == known
        seen.append(len(known))
    assert seen == [30, 0, 1, 0, 30]
