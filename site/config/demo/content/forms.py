"""The demo's forms. A question is (block type, values); a choice is its label, or (label, queue)."""

NAME = ("short_text", {"label": "What is your name?", "autocomplete": "name", "required": True})
EMAIL = (
    "email",
    {
        "label": "What is your email address?",
        "help_text": "We use it to answer you, and for nothing else.",
        "required": True,
    },
)
DISTRICT = (
    "single_choice",
    {
        "label": "Which district do you live in?",
        "required": True,
        "choices": ["Harbor District", "Hill District", "River District", "Old Mills District", "I do not know"],
    },
)
AGREE = (
    "consent",
    {
        "label": "I agree that the City keeps my answers to deal with them",
        "required": True,
    },
)

ASK = {
    "type": "forms.FormPage",
    "slug": "ask-or-tell-the-city",
    "title": "Ask or tell the City",
    "introduction": "A question, an idea, a complaint or thanks. Choose what it is about, and it goes straight to the people who can answer.",
    "main": True,
    "menu": True,
    "purpose": "inquiry",
    "queue": "City Clerk",
    "what_happens_next": "The department you chose reads it and answers within five working days, in your language if you left an address.",
    "questions": [
        (
            "single_choice",
            {
                "label": "What is it about?",
                "required": True,
                "choices": [
                    ("Parks and trees", "Parks and Recreation"),
                    ("Streets and sidewalks", "Streets and Transport"),
                    ("The library", "Library"),
                    ("The police", "Police Accountability"),
                    ("Something else", "City Clerk"),
                ],
            },
        ),
        (
            "single_choice",
            {
                "label": "What would you like to do?",
                "required": True,
                "choices": ["Ask a question", "Report a problem", "Make a complaint", "Share an idea", "Say thanks"],
            },
        ),
        (
            "long_text",
            {
                "label": "Tell us more",
                "help_text": "Where is it, when did it happen, what would help? Write in any language.",
                "required": True,
            },
        ),
        ("short_text", {"label": "What is your name?", "autocomplete": "name", "required": False}),
        (
            "email",
            {
                "label": "What is your email address?",
                "help_text": "Leave it empty if you want no answer.",
                "required": False,
            },
        ),
        ("phone", {"label": "What is your phone number?", "required": False}),
        (
            "several_choices",
            {
                "label": "Do you need any of these when we answer?",
                "required": False,
                "choices": ["A phone call in place of email", "An interpreter", "Large print", "Sign language"],
            },
        ),
        AGREE,
    ],
}

APPLY_PARKS = {
    "type": "forms.FormPage",
    "slug": "apply",
    "title": "Apply for the Parks and Recreation Commission",
    "introduction": "It takes about 15 minutes. You can read all questions before you begin to write.",
    "purpose": "application",
    "queue": "Parks Commission applications",
    "what_happens_next": "In the week after closing we check the requirements and write to everybody who applied.",
    "questions": [
        NAME,
        EMAIL,
        DISTRICT,
        (
            "long_text",
            {"label": "Which park do you know best, and what would you change in it?", "required": True},
        ),
        (
            "long_text",
            {"label": "Tell us about a time when you worked with people who disagreed with you.", "required": True},
        ),
        (
            "several_choices",
            {
                "label": "When could you come to meetings?",
                "help_text": "Choose all that fit.",
                "required": True,
                "choices": ["Weekday mornings", "Weekday evenings", "Saturdays", "Online only"],
            },
        ),
        AGREE,
    ],
}

APPLY_LIBRARY = {
    "type": "forms.FormPage",
    "slug": "apply",
    "title": "Apply for the Library Advisory Board",
    "introduction": "Six questions. There are no wrong answers.",
    "purpose": "application",
    "queue": "Library Board applications",
    "what_happens_next": "The Library calls or writes to you within two weeks after closing.",
    "questions": [
        NAME,
        EMAIL,
        (
            "single_choice",
            {"label": "How old are you?", "required": True, "choices": ["14 or 15", "16 or 17", "18 to 20"]},
        ),
        ("short_text", {"label": "Which library do you use most?", "required": False}),
        ("long_text", {"label": "What should a library have that ours do not?", "required": True}),
        AGREE,
    ],
}

VOLUNTEER = {
    "type": "forms.FormPage",
    "slug": "sign-up",
    "title": "Sign up as a language ambassador",
    "introduction": "Tell us which languages you speak and when you have time.",
    "purpose": "sign_up",
    "queue": "Volunteers",
    "what_happens_next": "We invite you to the next training.",
    "questions": [
        NAME,
        EMAIL,
        (
            "several_choices",
            {
                "label": "Which languages do you speak besides English?",
                "required": True,
                "choices": ["Spanish", "Portuguese", "Vietnamese", "Chinese", "Korean", "Khmer", "Tagalog", "Arabic"],
            },
        ),
        AGREE,
    ],
}
