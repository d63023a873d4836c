"""What is asked about where and among whom somebody lives."""

from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..models import Environment
from .section import SectionForm, few_lines


class EnvironmentForm(SectionForm):
    """Open questions: the answers are the person's own."""

    class Meta(BaseModelForm.Meta):
        model = Environment
        fields = ["lives_with", "uses_there", "helps", "to_avoid", "culture", "words"]
        labels = {
            "lives_with": _("Who lives there with the person?"),
            "uses_there": _("Does anybody there use or drink? Who, and how is that for the person?"),
            "helps": _("Which places and people do the person good?"),
            "to_avoid": _("Are there places or people that the person wants to avoid?"),
            "culture": _("What about their culture or faith matters to the person?"),
            "words": _("What does the person say about it, in their own words?"),
        }
        help_texts = {
            "lives_with": _("Adults and children. Pets too, if they matter."),
            "to_avoid": _("Also times: a payday, a certain street on the way home."),
            "culture": _("Ask openly. There is no list to choose from."),
        }
        widgets = few_lines(*fields)
