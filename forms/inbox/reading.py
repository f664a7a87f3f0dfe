"""What one person may read of a case that they may see."""

from typing import Any

from forms.models import Submission
from forms.questions.contact import list_contact
from forms.rights import Right, read_grants
from forms.stages import has_opened


def is_blind_to(case: Submission, user: Any) -> bool:
    """Reviewers of a form that is reviewed without names do not see who applied."""
    return case.form.is_blind and read_grants(user).only_reviews(case)


def list_hidden(case: Submission, user: Any) -> set[str]:
    """Identities of the questions whose answers are not shown to this person."""
    if not is_blind_to(case, user):
        return set()
    files = {question["id"] for question in case.version.definition["questions"] if question["type"] == "file"}
    return list_contact(case.version.definition) | files  # whose names often are the person's


def list_openable(case: Submission) -> list[dict[str, Any]]:
    """Sealed questions that were answered and that somebody with the right may open, at some stage."""
    questions = case.version.definition["questions"]
    return [each for each in questions if each.get("opens") and each["id"] in case.sealed]


def may_unseal(case: Submission, user: Any) -> bool:
    """From the stage that opens them; for a form without stages, at any time."""
    stages = case.form.list_stages()
    is_reached = has_opened(stages, case.stage) if stages else True
    return is_reached and read_grants(user).has(Right.UNSEAL, case) and read_grants(user).may_see(case)


def list_files(case: Submission, user: Any) -> list[Any]:
    """Those this person may know of, with the name to show as `shown_as`: who reviews without names sees none."""
    is_blind, files = is_blind_to(case, user), list(case.attachments.exclude(question__in=list(case.sealed)))
    if is_blind:  # of messages, which this person does not see, nothing is seen
        files = [file for file in files if not file.message_id]
    for number, file in enumerate(files, start=1):
        file.shown_as = f"{number}.{file.kind}" if is_blind else file.name
    return files
