"""What an editor may not change any more once people apply: by which criteria they are judged."""

from typing import Any

from django.utils import timezone

from forms.stages import list_frozen_faults, read_stages


def is_uncovered(page: Any) -> bool:
    """Names that were kept from reviewers would be shown to them: who applied was told otherwise."""
    from forms.models import FormPage, Submission

    live = FormPage.objects.filter(pk=page.pk, live=True).first() if page.pk else None
    was_blind = live is not None and live.is_blind and not page.is_blind
    return was_blind and Submission.objects.filter(form__key=page.translation_key).exists()


def list_frozen(page: Any) -> list[str]:
    """Faults of a form page that is about to be saved, compared with what is published."""
    from forms.intake.window import find_window  # which knows the model that asks here
    from forms.models import FormPage, Submission

    live = FormPage.objects.filter(pk=page.pk, live=True).first() if page.pk else None
    if live is None or not live.stages:
        return []
    stages = Submission.objects.filter(form__key=live.translation_key).order_by().values_list("stage", flat=True)
    held = set(stages.distinct())
    has_opened = not find_window(live).is_before(timezone.now())
    return list_frozen_faults(read_stages(live), read_stages(page), held) if has_opened or held else []
