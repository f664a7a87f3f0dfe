from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel


class ConcernsPanel(Panel):
    """At the top of the editor: what should be looked at in the draft as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms/editing/concerns.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(self.concerns or self.notes)

        @cached_property
        def concerns(self) -> list[str]:
            from forms.concerns import list_concerns  # which knows the model that has this panel

            return list_concerns(self.instance)

        @cached_property
        def notes(self) -> list[str]:
            from forms.concerns import list_notes

            return list_notes(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "concerns": self.concerns, "notes": self.notes}
