"""A few submissions, sent in the way residents send them, so that the inbox shows what it is for."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone, translation

from config.demo.blocks import make_id, make_key
from forms import actions
from forms.definition import read_definition, read_words
from forms.intake.token import Shown
from forms.models import FormPage

ASK = "port-alder/ask-or-tell-the-city"
APPLY = "port-alder/opportunities/parks-commission-member/apply"
ABOUT, WISH, MORE, NAME, EMAIL = (
    "What is it about?",
    "What would you like to do?",
    "Tell us more",
    "What is your name?",
    "What is your email address?",
)

# (form, language, hours ago, {question: choice label or text})
SAMPLES: list[tuple[str, str, int, dict[str, Any]]] = [
    (ASK, "en", 2, {ABOUT: "Streets and sidewalks", WISH: "Report a problem", MORE: "The light at Pier Street and 4th has been out for a week.", NAME: "Dana Whitfield", EMAIL: "dana@example.com"}),
    (ASK, "es", 5, {ABOUT: "Parks and trees", WISH: "Ask a question", MORE: "¿Cuándo abren de nuevo los baños del parque Alder?", NAME: "Lucía Herrera", EMAIL: "lucia@example.com"}),
    (ASK, "ar", 9, {ABOUT: "The library", WISH: "Share an idea", MORE: "أتمنى أن تكون هناك قصص للأطفال باللغة العربية مرة في الأسبوع.", NAME: "سامر حداد"}),
    (ASK, "pt-br", 27, {ABOUT: "Streets and sidewalks", WISH: "Make a complaint", MORE: "O ônibus 12 não passa mais aos domingos e ninguém avisou.", NAME: "Ana Souza", EMAIL: "ana@example.com"}),
    (ASK, "zh-hans", 31, {ABOUT: "Parks and trees", WISH: "Say thanks", MORE: "谢谢你们在河边种的新树。"}),
    (ASK, "vi", 50, {ABOUT: "The police", WISH: "Make a complaint", MORE: "Tôi muốn biết vì sao xe tôi bị dừng hai lần trong một tuần."}),
    (ASK, "tl", 74, {ABOUT: "Something else", WISH: "Ask a question", MORE: "Saan po ako puwedeng kumuha ng form na nakasulat sa Tagalog?", NAME: "Liza Ramos"}),
    (APPLY, "en", 20, {NAME: "Marcus Bell", EMAIL: "marcus@example.com", "Which district do you live in?": "River District", "Which park do you know best, and what would you change in it?": "River Park. It needs benches in the shade and a crossing for people with strollers.", "Tell us about a time when you worked with people who disagreed with you.": "I led the talks about the shared garden in our building.", "When could you come to meetings?": ["Weekday evenings"]}),
    (APPLY, "es", 44, {NAME: "Carmen Ortiz", EMAIL: "carmen@example.com", "Which district do you live in?": "Harbor District", "Which park do you know best, and what would you change in it?": "El parque del puerto: más árboles y menos rejas.", "Tell us about a time when you worked with people who disagreed with you.": "En la escuela de mis hijos organizamos el comedor con padres de opiniones muy distintas.", "When could you come to meetings?": ["Weekday evenings", "Saturdays"]}),
]  # fmt: skip


def send_samples() -> None:
    now = timezone.now()
    for path, code, hours, said in SAMPLES:
        pages = FormPage.objects.filter(translation_key=make_key(path)).select_related("locale")
        page = pages.filter(locale__language_code=code).first() or pages.get(locale__language_code="en")
        definition = read_definition(page.source)
        answers: dict[str, Any] = {}
        for question in definition:
            if question.type == "consent":
                answers[question.id] = True
            elif question.label in said:
                answers[question.id] = pick(
                    path, question.label, said[question.label], has_choices=bool(question.choices)
                )
        with translation.override(code):
            words = read_words(page, code)
            sent = now - timedelta(hours=hours)
            actions.receive(page, definition, words, answers, shown=Shown(uuid4(), sent), now=sent)


def pick(path: str, question: str, said: Any, *, has_choices: bool) -> Any:
    if isinstance(said, list):
        return [make_id(path, question, each) for each in said]
    return make_id(path, question, said) if has_choices else said
