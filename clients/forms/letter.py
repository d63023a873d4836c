"""Which of the service's texts goes to a client, and what stands in its gaps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import NOTHING_CHOSEN, DateField, QueryForm

from ..letters import offered


class LetterQuery(QueryForm):
    """A text that an administrator keeps, its language, and the day and time that it is about."""

    submit_label = _("Show the text")

    what = forms.ChoiceField(required=False, label=_("Which text?"))
    language = forms.ChoiceField(
        required=False, label=_("In which language?"), choices=[("", _("English")), ("cy", _("Welsh"))],
        help_text=_("Where there is no Welsh text, the English one is shown"),
    )  # fmt: skip
    day = DateField(required=False, label=_("Which day is it about?"))
    time = forms.CharField(
        required=False, max_length=20, label=_("At what time?"), help_text=_("Such as 10:30am"),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", NOTHING_CHOSEN), *offered().items()]
