"""The parameters of our own feed. What is not understood is an error here; what nobody has heard of is ignored."""

import re

from django import forms

from core.folding import fold
from core.forms import DateTimeField, QueryForm

MOST_PAGES, MOST_PER_PAGE, PER_PAGE = 1_000_000, 500, 50
ALL_AT_ONCE = 20_000  # of the shortest form of a record, which is meant to come in one page
DAYS = {"mo": "MO", "tu": "TU", "we": "WE", "th": "TH", "fr": "FR", "sa": "SA", "su": "SU"}
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
FARTHEST = 1_000_000  # metres


class Switch(forms.Field):
    """true or false."""

    widget = forms.TextInput

    def to_python(self, value):
        words = {"": False, "false": False, "0": False, "true": True, "1": True}
        try:
            return words[(value or "").lower()]
        except KeyError as error:
            raise forms.ValidationError("Say true or false.") from error


class Day(forms.CharField):
    """A day of the week: MO to SU, or its name."""

    def to_python(self, value):
        word = fold(super().to_python(value))
        if word and not re.fullmatch(r"(mo|tu|we|th|fr|sa|su)((n|es|dnes|urs|i|tur|n)?day)?", word):
            raise forms.ValidationError("Say MO, TU, WE, TH, FR, SA or SU.")
        return DAYS.get(word[:2], "")


class Postcode(forms.CharField):
    """A whole postcode, without its space."""

    def to_python(self, value):
        code = re.sub(r"\s", "", super().to_python(value)).upper()
        if code and not POSTCODE.fullmatch(code):
            raise forms.ValidationError("This is not a postcode.")
        return code


def uuid_field():
    return forms.UUIDField(required=False)


class ListQuery(QueryForm):
    """What every list takes. `perPage` is what a validator of the standard sends; `per_page` is what the standard says."""

    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)
    per_page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PER_PAGE)
    format = forms.ChoiceField(required=False, choices=[("json", "json"), ("ndjson", "ndjson")])

    def __init__(self, data):
        data = data.dict()
        if "perPage" in data:
            data.setdefault("per_page", data["perPage"])
        super().__init__(data)

    def clean(self):
        query = super().clean()
        size = ALL_AT_ONCE if query.get("minimal") else PER_PAGE
        return query | {"page": query.get("page") or 1, "per_page": query.get("per_page") or size}


class ServiceQuery(ListQuery):
    """The parameters of services."""

    search = forms.CharField(required=False, max_length=300)
    taxonomy_term_id = uuid_field()
    taxonomy_id = uuid_field()
    organization_id = uuid_field()
    minimum_age = forms.FloatField(required=False, min_value=0, max_value=150)
    maximum_age = forms.FloatField(required=False, min_value=0, max_value=150)
    start_time = forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"])
    end_time = forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"])
    day = Day(required=False)
    modified_after = DateTimeField(required=False)
    minimal = Switch(required=False)
    full = Switch(required=False)


class PlaceQuery(ServiceQuery):
    """The parameters of services at locations."""

    postcode = Postcode(required=False)
    proximity = forms.FloatField(required=False, min_value=0, max_value=FARTHEST)

    def clean(self):
        query = super().clean()
        if query.get("proximity") is not None and not query.get("postcode"):
            self.add_error("proximity", "Say the postcode too, from which this is measured.")
        return query


class TaxonomyQuery(ListQuery):
    """The parameters of taxonomies."""

    search = forms.CharField(required=False, max_length=300)


class TermQuery(TaxonomyQuery):
    """The parameters of terms."""

    taxonomy_id = uuid_field()
    parent_id = uuid_field()
    top_only = Switch(required=False)


class OrganisationQuery(ListQuery):
    """The parameters of organisations."""

    search = forms.CharField(required=False, max_length=300)
    full = Switch(required=False)
    full_service = Switch(required=False)


class OneOrganisationQuery(QueryForm):
    """The parameters of one organisation."""

    full_service = Switch(required=False)
