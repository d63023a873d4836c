"""What an editor says of a feed, and decides where a feed says something else than a record that is kept here."""

from django import forms
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, VerbForm

from ..models import Feed

OURS, THEIRS = "ours", "theirs"


class FeedForm(BaseModelForm):
    """A directory that is read again and again."""

    submit_label = _("Save feed")

    address = forms.URLField(
        label=_("What is its address?"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Of its services, such as https://example.org/api/services"),
        error_messages={"invalid": _("Enter a web address, such as https://example.org/api/services")},
    )

    class Meta(BaseModelForm.Meta):
        model = Feed
        fields = ["name", "address", "licence", "every_hours", "is_on"]
        labels = {
            "name": _("Which directory is it?"),
            "licence": _("Under which licence may its records be used?"),
            "every_hours": _("How many hours between two readings?"),
            "is_on": _("Read it regularly"),
        }
        help_texts = {"every_hours": _("24 is once a day. Between 1 and 744.")}
        error_messages = {
            "name": {"required": _("Enter the name of the directory")},
            "address": {"unique": _("This feed is on the list already")},
        }

    def clean_address(self):
        address = self.cleaned_data["address"]
        if not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("Enter a web address, such as https://example.org/api/services"))
        return address

    def save(self, *, by):
        """As every form; a new feed gets a short name of its own, by which its records are known."""
        if not self.instance.key:
            self.instance.key = free_key(slugify(self.instance.name)[:90] or "feed")
        return super().save(by=by)


def free_key(base):
    keys = set(Feed.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{number}" for number in range(2, 1_000))) if key not in keys)


class DifferenceForm(VerbForm):
    """Field by field: ours or theirs. `rows` are (name, label, ours, theirs)."""

    submit_label = _("Save")

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, ours, theirs in rows:
            self.fields[f"of_{name}"] = forms.ChoiceField(
                label=label,
                choices=[(OURS, _("Ours: %(words)s") % {"words": shortened(ours)}),
                         (THEIRS, _("Theirs: %(words)s") % {"words": shortened(theirs)})],
                initial=OURS,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def taken(self):
        """The names of what is taken from the feed."""
        return [name.removeprefix("of_") for name, value in self.cleaned_data.items() if value == THEIRS]


def shortened(text):
    return Truncator(text).chars(600) if text else _("nothing")
