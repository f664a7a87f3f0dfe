from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection


class ResponseTarget(models.Model):
    """Within how many working days a queue answers. Without one, nothing in the queue is ever due."""

    queue = models.OneToOneField(
        Collection, on_delete=models.CASCADE, related_name="response_target", verbose_name=_("queue")
    )
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text=_("The day it came in does not count, nor do days on which the City does not work."),
    )

    class Meta:
        verbose_name = _("response target")
        verbose_name_plural = _("response targets")
        ordering = ["queue__path"]

    def __str__(self) -> str:
        return self.queue.name
