"""What the lists of several apps are narrowed by."""

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.forms import QueryForm

BY_NAME = ("family", "first", "id")


class OneClientQuery(QueryForm):
    """A list that can be narrowed to what is about one client, who is never saved with it."""

    searched = ("client",)
    orders = {}  # the keys of each choice of `sort`; by name they are those of BY_NAME

    client = forms.CharField(required=False, max_length=9, label=_("Our reference for the client"))

    def of_client(self, rows):
        """Of rows that the user may see, those about the client who was asked for."""
        rows = rows.annotate(
            family=F("client__family_key"), first=F("client__first_key"), record=F("client__reference")
        )
        reference = self.values()["client"].strip().upper()
        return rows.filter(record=reference) if reference else rows

    @property
    def order(self):
        """The keys of a page in the order that was asked for."""
        return self.orders[self.values()["sort"]]
