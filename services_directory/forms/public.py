"""What an editor writes for everybody, and the posters that lead there."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, QueryForm

from .. import publishing
from ..models import Poster, PublicPage

LONGEST_LEAD, LONGEST_ADVERT = 300, 600
HOW_TO_WRITE = _(
    "An empty line begins a new paragraph; “## ” a heading; “- ” a point of a list; “1. ” a step; "
    "[words](https://…) makes a link."
)


class LanguageQuery(QueryForm):
    """In which language a public page is read."""

    language = forms.ChoiceField(choices=settings.PAPER_LANGUAGES, required=False)


def words(label, *, most, rows, **more):
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
        error_messages={
            "required": _("Answer this question"),
            "max_length": _("Write %(limit_value)d characters or fewer"),
        },
        **more,
    )


class PublicPageForm(BaseModelForm):
    """A page for everybody. Who saves it says whether all of it was read; otherwise the page says that nobody has."""

    submit_label = _("Save the page")

    lead = words(
        _("In one or two sentences"), most=LONGEST_LEAD, rows=3, help_text=_("Also the large words of a poster.")
    )
    lead_cy = words(_("In one or two sentences, in Welsh"), most=LONGEST_LEAD, rows=3, required=False)
    body = words(_("Text"), most=20_000, rows=22, help_text=HOW_TO_WRITE)
    body_cy = words(_("Text in Welsh"), most=20_000, rows=12, required=False)
    advert = words(
        _("Text of an advert"), most=LONGEST_ADVERT, rows=5, required=False,
        help_text=_("For a newspaper, a radio or a website; also on a poster."),
    )  # fmt: skip
    advert_cy = words(_("Text of an advert in Welsh"), most=LONGEST_ADVERT, rows=5, required=False)
    is_right = forms.BooleanField(
        label=_("I have read all of it, and it is right"),
        required=False,
        help_text=_("The page shows the day. Without this it says that it has not been checked since it was changed."),
    )

    class Meta(BaseModelForm.Meta):
        model = PublicPage
        fields = [
            "slug", "tab", "position", "heading", "lead", "body", "advert", "heading_cy", "lead_cy", "body_cy",
            "advert_cy", "sources",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["slug"]  # posters and people's bookmarks lead there

    def save(self, *, by):
        publishing.judged(self.instance, is_right=self.cleaned_data["is_right"], by=by)
        return super().save(by=by)


class PosterForm(BaseModelForm):
    """A poster or leaflet for one place."""

    submit_label = _("Make it")

    class Meta(BaseModelForm.Meta):
        model = Poster
        fields = ["page", "place_kind", "place", "size", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = PublicPage.objects.in_use()
