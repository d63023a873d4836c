"""What staff type about a client."""

from django import forms

from core.forms import QueryForm


class TimelineQuery(QueryForm):
    after = forms.CharField(required=False, widget=forms.HiddenInput)
