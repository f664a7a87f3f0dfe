"""A few submissions, sent in the way residents send them, so that the inbox shows what it is for."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone, translation

from config.demo.blocks import make_key
from config.demo.content.consultation import COMMENTS, HIDDEN
from forms import actions
from forms.definition import read_definition, read_words
from forms.intake import drafts
from forms.intake.token import Shown
from forms.models import Attachment, Draft, FormPage
from forms.questions import Question
from forms.questions.comment import MAY_BE_NAMED, WITH_NAME, WITHOUT_NAME
from forms.questions.party import INDIVIDUAL, ORGANISATION

ASK = "port-alder/ask-or-tell-the-city"
CONCERN = "port-alder/boards/public-safety-commission/tell-us-about-a-concern"
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
    (ASK, "en", 220, {ABOUT: "Streets and sidewalks", WISH: "Report a problem", MORE: "The curb at Mill Road is broken and wheelchairs cannot pass.", NAME: "George Hall", EMAIL: "george@example.com"}),
    (ASK, "zh-hans", 31, {ABOUT: "Parks and trees", WISH: "Say thanks", MORE: "谢谢你们在河边种的新树。"}),
    (ASK, "vi", 50, {ABOUT: "The police", WISH: "Make a complaint", MORE: "Tôi muốn biết vì sao xe tôi bị dừng hai lần trong một tuần."}),
    (ASK, "tl", 74, {ABOUT: "Something else", WISH: "Ask a question", MORE: "Saan po ako puwedeng kumuha ng form na nakasulat sa Tagalog?", NAME: "Liza Ramos"}),
    (ASK, "en", 24 * 960, {ABOUT: "Parks and trees", WISH: "Report a problem", MORE: "A branch fell on my car beside River Park.", NAME: "Harold Brandt", EMAIL: "harold@example.com"}),
    (ASK, "es", 24 * 930, {ABOUT: "Streets and sidewalks", WISH: "Ask a question", MORE: "¿Cuándo limpian la calle Pier?", NAME: "Elena Ríos", EMAIL: "elena@example.com"}),
    (ASK, "en", 24 * 900, {ABOUT: "The library", WISH: "Say thanks", MORE: "Thank you for the evening hours.", NAME: "Joan Pike", EMAIL: "joan@example.com"}),
    (CONCERN, "es", 30, {"What happened?": "Me pararon dos veces en la misma semana y nadie me dijo por qué.", "Where?": "Calle Pier", NAME: "Rosa Jiménez"}),
    (APPLY, "en", 20, {NAME: "Marcus Bell", EMAIL: "marcus@example.com", "Which district do you live in?": "River District", "Which park do you know best, and what would you change in it?": "River Park. It needs benches in the shade and a crossing for people with strollers.", "Tell us about a time when you worked with people who disagreed with you.": "I led the talks about the shared garden in our building.", "Whose voices are missing when we plan parks, and how would you hear them?": "People who work at night. I would ask them at the bus station.", "Equity statement": "I grew up in three languages and translate for my neighbors.", "When do you have time?": ["Weekday evenings"]}),
    (APPLY, "es", 44, {NAME: "Carmen Ortiz", EMAIL: "carmen@example.com", "Which district do you live in?": "Harbor District", "Which park do you know best, and what would you change in it?": "El parque del puerto: más árboles y menos rejas.", "Tell us about a time when you worked with people who disagreed with you.": "En la escuela de mis hijos organizamos el comedor con padres de opiniones muy distintas.", "Whose voices are missing when we plan parks, and how would you hear them?": "Las personas mayores que ya no salen solas.", "Equity statement": "Cuido que en la escuela todas las familias reciban los avisos en su idioma.", "When do you have time?": ["Weekday evenings", "Saturdays"]}),
]  # fmt: skip


# {form: {question: name of a file}}
FILES = {APPLY: {"Cover letter": "Cover letter.pdf", "Résumé": "Résumé.pdf"}}


CAMERAS = "port-alder/boards/public-safety-commission/body-worn-cameras"
THOUGHT, PARTY = "What do you think of the draft?", "For whom do you speak?"


def list_comments() -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    for code, hours, name, organization, text, decision in COMMENTS:
        party = {"kind": ORGANISATION, "name": organization} if organization else {"kind": INDIVIDUAL}
        named = WITHOUT_NAME if decision == HIDDEN else WITH_NAME
        said = {THOUGHT: text, PARTY: party, NAME: name, MAY_BE_NAMED.label: named}
        yield CAMERAS, code, hours, {str(label): value for label, value in said.items()}


def send_samples() -> None:
    now = timezone.now()
    for path, code, hours, said in [*SAMPLES, *list_comments()]:
        pages = FormPage.objects.filter(translation_key=make_key(path)).select_related("locale")
        page = pages.filter(locale__language_code=code).first() or pages.get(locale__language_code="en")
        definition = read_definition(page.source)
        with translation.override("en"):
            answers = {question.id: pick(question, said) for question in definition if find_said(question, said)}
        with translation.override(code):
            words = read_words(page, code)
            sent = now - timedelta(hours=hours)
            shown = Shown(uuid4(), sent)
            draft = drafts.begin(actions.identify_form(page, words), page, words, shown)
            for question in definition:
                if name := FILES.get(path, {}).get(str(question.label)):
                    answers[question.id] = [attach(draft, question, name)]
            actions.receive(page, definition, words, answers, shown=shown, draft=draft, now=sent)


def find_said(question: Question, said: dict[str, Any]) -> bool:
    return question.type == "consent" or str(question.label) in said


def pick(question: Question, said: dict[str, Any]) -> Any:
    """The canonical value: choices are named by their English labels."""
    if question.type == "consent":
        return True
    value = said[str(question.label)]
    by_label = {str(choice.label): choice.id for choice in question.choices}
    return [by_label[each] for each in value] if isinstance(value, list) else by_label.get(str(value), value)


def attach(draft: Draft, question: Question, name: str) -> str:
    content = PDF.replace("{name}", name.removesuffix(".pdf")).encode("latin-1")
    attachment = Attachment(
        draft=draft,
        question=question.id,
        name=name,
        kind="pdf",
        media_type="application/pdf",
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
    )
    attachment.file.save(name, ContentFile(content), save=False)
    attachment.save()
    return str(attachment.identity)


PDF = """%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>> endobj
4 0 obj <</Length 58>> stream
BT /F1 24 Tf 72 760 Td ({name}: a sample of the demo) Tj ET
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
