"""Two traps for robots in forms that need no account, without anybody else's help: a field that stays empty, and the time
that reading takes. No person notices them."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

LEAST_SECONDS, LONGEST_OPEN = 3, 24 * 3600
SIGNER = signing.TimestampSigner(salt="core.traps")


class TrapsMixin:
    """What a public form adds to `BaseForm` or `BaseModelForm`: it calls `set_traps()`, and its view asks `is_robot`."""

    def set_traps(self):
        for name in ("website", "begun"):
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["begun"].initial = SIGNER.sign("begun")

    @property
    def is_robot(self):
        """Whether the field was filled that people do not see."""
        return bool(self.data.get("website")) and "website" in self.fields

    def _post_clean(self):
        super()._post_clean()
        if "begun" in self.fields and not self.is_robot and not self.errors:
            self._refuse_haste(self.cleaned_data.get("begun", ""))

    def _refuse_haste(self, begun):
        words = {"button": self.submit_label}
        try:
            SIGNER.unsign(begun, max_age=LONGEST_OPEN)
        except signing.BadSignature:  # forged, or open since yesterday: from now on, then
            self.data = self.data.copy()
            self.data["begun"] = SIGNER.sign("begun")
            self.add_error(
                None, _("This page was open for long. Press “%(button)s” once more in a few seconds.") % words
            )
            return
        if _age(begun) < LEAST_SECONDS:
            self.add_error(None, _("That was very quick. Press “%(button)s” once more in a few seconds.") % words)


def _age(signed):
    """How many seconds ago something was signed: whole ones, so that three are truly three."""
    try:
        SIGNER.unsign(signed, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return LEAST_SECONDS
    return 0
