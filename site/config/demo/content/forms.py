"""The demo's forms. A question is (block type, values); a choice is its label, or a dict (`blocks.build_choice`)."""

from config.demo.content.moments import In

NAME = ("short_text", {"label": "What is your name?", "autocomplete": "name", "required": True})
EMAIL = (
    "email",
    {
        "label": "What is your email address?",
        "help_text": "We use it to answer you, and for nothing else.",
        "required": True,
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
    "minutes": 5,
    "series": "GS-104",
    "what_happens_next": "The department you chose reads it and answers within five working days, in your language if you left an address.",
    "questions": [
        (
            "single_choice",
            {
                "label": "What is it about?",
                "required": True,
                "choices": [
                    {"label": "Parks and trees", "queue": "Parks and Recreation"},
                    {"label": "Streets and sidewalks", "queue": "Streets and Transport"},
                    {"label": "The library", "queue": "Library"},
                    {"label": "The police", "queue": "Police Accountability"},
                    {"label": "Something else", "queue": "City Clerk"},
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


SURVEY = {
    "type": "forms.FormPage",
    "slug": "citizen-survey",
    "title": "Citizen Survey",
    "introduction": "Eight questions about life in Port Alder. Nobody can see who gave which answer.",
    "main": True,
    "purpose": "survey",
    "queue": "City Clerk",
    "minutes": 4,
    "retention_months": 12,
    "is_anonymous": True,
    "closes_at": In(45, 17, weekday=4),
    "what_happens_next": "We publish the results on this site, in every language, six weeks after the survey has closed.",
    "questions": [
        ("district", {"label": "Which district do you live in?"}),
        (
            "scale",
            {"label": "How content are you with life in Port Alder?", "steps": 5, "low": "Not at all", "high": "Very"},
        ),
        (
            "scale",
            {
                "label": "How safe do you feel in your street at night?",
                "steps": 5,
                "low": "Not safe",
                "high": "Very safe",
            },
        ),
        (
            "several_choices",
            {
                "label": "What should the City spend more on?",
                "help_text": "Choose all that fit.",
                "required": False,
                "choices": [
                    "Parks and trees",
                    "Streets and sidewalks",
                    "Buses",
                    "Libraries",
                    "Homes that people can afford",
                ],
                "other": True,
                "none": True,
            },
        ),
        (
            "single_choice",
            {
                "label": "Have you been in contact with the City in the last year?",
                "choices": [
                    {
                        "label": "I have",
                        "follow_up": "How did it go?",
                        "follow_up_type": "long_text",
                        "follow_up_required": False,
                    },
                    "I have not",
                ],
            },
        ),
        (
            "ranking",
            {
                "label": "How do you like to hear from the City?",
                "help_text": "Give the best way the first place. Leave out what you do not want.",
                "required": False,
                "choices": ["Letter", "Email", "Text message", "Radio and newspapers", "Neighbors"],
            },
        ),
        ("long_text", {"label": "What else should we know?", "required": False, "longest": 2000}),
    ],
}


CONCERN = {
    "type": "forms.FormPage",
    "slug": "tell-us-about-a-concern",
    "title": "Tell us about a concern with the police",
    "introduction": "Something that happened to you, or that you saw. With your name or without it.",
    "purpose": "inquiry",
    "queue": "Police Accountability",
    "minutes": 15,
    "series": "GS-330",
    "is_anonymous": True,
    "checks_answers": True,
    "what_happens_next": "Somebody from the Office of Police Accountability reads it within two working days. No police officer does.",
    "is_sensitive": True,
    "questions": [
        ("section", {"title": "What happened", "text": "Write as much or as little as you like, in any language."}),
        ("long_text", {"label": "What happened?", "longest": 10000}),
        ("date", {"label": "On which day?", "required": False}),
        ("short_text", {"label": "Where?", "required": False}),
        (
            "file",
            {
                "label": "Pictures or documents",
                "help_text": "We take out where and when a picture was made.",
                "required": False,
                "kinds": ["jpg", "png", "pdf"],
                "most": 5,
                "megabytes": 10,
            },
        ),
        ("section", {"title": "You"}),
        (
            "explanation",
            {
                "title": "You need not say who you are",
                "text": "Without a name and an address we can still look into it, and you can see how far it is with your secret link.",
            },
        ),
        ("short_text", {"label": "What is your name?", "autocomplete": "name", "required": False}),
        (
            "email",
            {
                "label": "What is your email address?",
                "help_text": "Leave it empty if you want to stay unknown.",
                "required": False,
            },
        ),
        ("preset_access", {}),
    ],
}


LISTENING = {
    "type": "forms.FormPage",
    "slug": "sign-up",
    "title": "Sign up for the listening session",
    "introduction": "You can also come without signing up. With it we know how many chairs and interpreters to bring.",
    "purpose": "sign_up",
    "queue": "Police Accountability",
    "minutes": 2,
    "retention_months": 6,
    "places": 60,
    "closes_at": In(16, 12),
    "questions": [("preset_contact", {"email_required": False, "phone": False}), ("preset_access", {})],
}
