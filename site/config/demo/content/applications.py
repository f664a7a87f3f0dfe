"""Forms below the opportunities of the demo. How they are written: `content.forms`."""

from config.demo.content.forms import AGREE, EMAIL, NAME

APPLY_PARKS = {
    "type": "forms.FormPage",
    "slug": "apply",
    "title": "Apply for the Parks and Recreation Commission",
    "introduction": "Only here, or on paper at any library. Nothing beyond the documents that are named can be added.",
    "purpose": "application",
    "queue": "Parks Commission applications",
    "minutes": 30,
    "series": "GS-217",
    "what_happens_next": "In the week after closing we check the requirements and write to everybody who applied. If we find that you do not meet them, you have 14 days to ask for a review.",
    "questions": [
        ("section", {"title": "About you"}),
        ("preset_contact", {"email_required": True, "phone": True}),
        ("preset_home", {"address_required": False}),
        (
            "section",
            {"title": "Your documents", "text": "Up to 10 MB each. They are read by the Commission’s staff only."},
        ),
        (
            "file",
            {
                "label": "Cover letter",
                "help_text": "Why you, and why now. It may be longer than one page.",
                "kinds": ["pdf", "docx", "odt"],
                "most": 1,
                "megabytes": 10,
            },
        ),
        ("file", {"label": "Résumé", "kinds": ["pdf", "docx", "odt"], "most": 1, "megabytes": 10}),
        (
            "file",
            {
                "label": "Documents for veterans’ preference",
                "help_text": "Only if you are a veteran and wish it to be considered.",
                "required": False,
                "kinds": ["pdf", "jpg", "png"],
                "most": 3,
                "megabytes": 10,
            },
        ),
        ("section", {"title": "Your answers", "text": "There are no right ones. Write in any language of this site."}),
        ("long_text", {"label": "Which park do you know best, and what would you change in it?", "longest": 3000}),
        (
            "long_text",
            {"label": "Tell us about a time when you worked with people who disagreed with you.", "longest": 3000},
        ),
        (
            "long_text",
            {"label": "Whose voices are missing when we plan parks, and how would you hear them?", "longest": 3000},
        ),
        (
            "long_text",
            {
                "label": "Equity statement",
                "help_text": "What you have done, or would do, so that everybody is treated fairly. It is sealed: only those who interview you can open it.",
                "longest": 3000,
                "sealed": True,
            },
        ),
        ("section", {"title": "Meetings"}),
        ("preset_availability", {}),
        ("preset_access", {}),
        (
            "section",
            {
                "title": "Who applies",
                "text": "These answers are sealed: nobody who decides about your application sees them. We only count them, to see whom we reach.",
            },
        ),
        ("preset_self_identification", {}),
        AGREE,
    ],
    "is_blind": True,
    "stages": [
        (
            "advisory_body",
            {
                "criteria": [
                    "The cover letter and the résumé are there and can be read",
                    "Names a park in Port Alder and a concrete change",
                    "Tells of work with people who disagreed",
                ],
                "review_days": 14,
            },
        )
    ],
}


APPLY_LIBRARY = {
    "type": "forms.FormPage",
    "slug": "apply",
    "title": "Apply for the Library Advisory Board",
    "minutes": 10,
    "series": "GS-217",
    "late": "keep",
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
    "retention_months": 12,
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


CLEANUP = {
    "type": "forms.FormPage",
    "slug": "sign-up",
    "title": "Sign up for the river cleanup",
    "introduction": "Choose a shift. When all its places are taken, you can wait for one.",
    "purpose": "sign_up",
    "queue": "Volunteers",
    "minutes": 3,
    "retention_months": 12,
    "confirm_email": True,
    "one_per_person": True,
    "what_happens_next": "Two days before we write to you where we meet. Bring water; gloves and tools are there.",
    "questions": [
        ("preset_contact", {"email_required": True, "phone": False}),
        (
            "single_choice",
            {
                "label": "Which shift?",
                "choices": [
                    {"label": "Saturday, 9 am to noon", "places": 12},
                    {"label": "Saturday, 1 pm to 4 pm", "places": 12},
                    {"label": "Setting up with the team, Saturday at 8 am", "places": 2},
                ],
            },
        ),
        ("preset_access", {}),
        AGREE,
        (
            "source",
            {
                "label": "Where people come from",
                "choices": [
                    {"label": "Poster in the park", "code": "poster"},
                    {"label": "School newsletter", "code": "school"},
                ],
            },
        ),
    ],
}
