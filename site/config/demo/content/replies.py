"""Replies that Port Alder has approved."""

from typing import Any

# `languages`: in which they are translated; `stage`: which stage of the Parks Commission's applications they tell.
REPLIES: list[dict[str, Any]] = [
    {
        "title": "We have read it",
        "subject": "We are looking into it: {reference}",
        "text": (
            "Thank you for writing to the City of {city}.\n\nWe have read what you sent by “{form}” and are looking into "
            "it. You will hear from us again by {answer by: date}."
        ),
    },
    {
        "title": "A crew is coming",
        "subject": "A crew is coming: {reference}",
        "text": (
            "Thank you for telling us.\n\nA crew of the City is coming on {day of the work: date} to {where: place}. "
            "You need not be there.\n\nIf something is still wrong on the day after, answer this message."
        ),
    },
    {
        "title": "We need something from you",
        "subject": "We need something from you: {reference}",
        "text": (
            "To go on, we need to know more: where exactly it is, and since when.\n\nIf you can, add a photo. Please "
            "answer by {answer by: date}."
        ),
    },
    {
        "title": "Others decide about this",
        "subject": "Who can help you: {reference}",
        "text": (
            "What you ask for is not for the City to decide. Those who can help are here: {their page: link}.\n\nIf they "
            "send you back to us, answer this message, and we take it up."
        ),
    },
    {
        "title": "A permit and its fee",
        "subject": "Your permit: {reference}",
        "text": (
            "You need a permit for this. It costs {fee: amount} and takes about {working days: number} working days.\n\n"
            "Apply for it here: {page: link}."
        ),
        "later": (
            "You need a permit for this. It costs {fee: amount}, takes about {working days: number} working days, and is "
            "valid for a year.\n\nApply for it here: {page: link}."
        ),
    },
    {
        "title": "Application: qualifications not met",
        "queue": "Parks Commission applications",
        "stage": "told_not_qualified",
        "subject": "Your application {reference}",
        "text": (
            "Thank you for applying by “{form}”.\n\nWe have compared your documents with the minimum qualifications. "
            "They are not met, so your application does not go on.\n\nYou may ask for a review until {review day}: "
            "answer this message and say what we should look at again."
        ),
    },
    {
        "title": "Application: on the eligible list",
        "queue": "Parks Commission applications",
        "stage": "told_eligible",
        "subject": "You are on the eligible list: {reference}",
        "text": (
            "Your application meets the minimum qualifications. You are on the eligible list, on which everybody ranks "
            "the same.\n\nInterviews follow. We write to you about yours."
        ),
    },
    {
        "title": "Application: not selected",
        "queue": "Parks Commission applications",
        "stage": "told_not_selected",
        "subject": "Your application {reference}",
        "text": (
            "Thank you for the time you gave to your application. This time the City has chosen others.\n\nYou stay "
            "welcome to apply again when the next seat is vacant."
        ),
    },
    {
        "title": "Application: offer of a seat",
        "queue": "Parks Commission applications",
        "stage": "told_offer",
        "subject": "We offer you a seat: {reference}",
        "text": (
            "The City offers you a seat on the commission. Please answer by {answer by: date} whether you accept it.\n\n"
            "The first meeting is on {first meeting: time} at {where: place}."
        ),
    },
]
