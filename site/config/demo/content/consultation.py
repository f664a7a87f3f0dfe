"""A draft policy on which residents comment, and what they have said so far."""

from typing import Any

from config.demo.content.forms import EMAIL, NAME
from config.demo.content.moments import In

CAMERAS: dict[str, Any] = {
    "type": "forms.FormPage",
    "slug": "body-worn-cameras",
    "title": "Draft policy on body-worn cameras",
    "introduction": "When police officers must film, who may see the pictures, and when they are deleted. Tell the Commission what you think.",
    "purpose": "feedback",
    "queue": "Police Accountability",
    "minutes": 10,
    "retention_months": 60,
    "closes_at": In(21, 17),
    "publishes_comments": True,
    "what_happens_next": "The Commission reads every comment before it votes, and says on this page what it heard and what it did.",
    "body": [
        (
            "paragraph",
            "<p>Officers would switch on the camera at every stop. Pictures would be deleted after 180 days, unless somebody complains.</p>",
        ),
        (
            "heard",
            {
                "text": "<p>Most of you want to be told when a camera is on. Many do not want to be filmed in their homes.</p>",
                "form": None,
            },
        ),
        (
            "did",
            {
                "text": "<p>A second draft says that officers must tell you, and must ask before they film in a home.</p>",
            },
        ),
    ],
    "questions": [
        ("long_text", {"label": "What do you think of the draft?", "longest": 3000, "is_comment": True}),
        ("party", {"label": "For whom do you speak?"}),
        ("short_text", {**NAME[1], "required": False}),
        ("email", {**EMAIL[1], "required": False}),
    ],
}

NAMED, HIDDEN, REJECTED, OPEN = "named", "hidden", "rejected", "open"

# (language, hours ago, name, organization, what was said, what was decided)
COMMENTS: list[tuple[str, int, str, str, str, str]] = [
    ("en", 330, "Gloria Reed", "", "An officer should have to say “I am filming you”. Last year nobody told me.", NAMED),
    ("es", 320, "Javier Ríos", "", "Que avisen siempre en el idioma de la persona, no solo en inglés.", NAMED),
    ("en", 300, "Nadia Cole", "Harbor Tenants Union", "We ask for a clear rule for homes: no filming inside without consent, unless there is danger.\n\nOur 400 members have seen too many doors opened with a camera first.", NAMED),
    ("ar", 290, "هدى منصور", "", "أخاف أن يُصوَّر أطفالي في المدرسة. أرجو استثناء المدارس.", NAMED),
    ("es", 270, "Marta Solano", "Centro de Inmigrantes del Puerto", "Las imágenes no deben entregarse nunca a las autoridades de inmigración.", NAMED),
    ("en", 250, "Walter Finch", "", "180 days is too short. Complaints take longer than that.", HIDDEN),
    ("vi", 240, "Hạnh Lê", "", "Tôi ủng hộ việc dùng máy quay, nhưng người dân phải được xem lại hình ảnh của mình.", NAMED),
    ("es", 220, "Pilar Gómez", "", "Mi vecino de la calle Pier 14, Andrés Vega, fue grabado en su casa. Eso no debe pasar.", NAMED),
    ("pt-br", 200, "Rita Alves", "Igreja da Rua das Moinhos", "Pedimos que cada distrito tenha um lugar onde se possa ver as imagens com um intérprete.", NAMED),
    ("en", 180, "Spencer Hale", "Alder Camera Supply", "We sell the best cameras in the state and offer the City 20 percent off this month.", REJECTED),
    ("zh-hans", 150, "陈美玲", "", "摄像头关闭的时候，也应该记录是谁关的、为什么关。", NAMED),
    ("es", 120, "Iván Prieto", "", "Estoy de acuerdo con el borrador, pero falta decir quién controla que se cumpla.", HIDDEN),
    ("ar", 90, "يوسف عامر", "", "أوافق على السياسة إذا كان بإمكان كل شخص أن يطلب نسخة من تصويره مجانًا.", NAMED),
    ("en", 30, "Denise Okoro", "Mills Youth Network", "Young people should be asked in person, not only here. Come to our meeting.", OPEN),
    ("en", 12, "Paul Whitman", "", "Cameras cost money that the parks need.", OPEN),
    ("es", 8, "Rocío Luna", "", "Gracias por publicar el borrador en español.", OPEN),
]  # fmt: skip

# Taken out before it was published.
CUTS = {"Pilar Gómez": ["calle Pier 14, Andrés Vega,"]}
