"""One's own second factors: setting up an app or a passkey, recovery codes, removing; and proving oneself again."""

import base64
import json

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import audit, secrets
from core.choices import AccessAction
from core.drafts import without_drafts
from core.workflow import NotAllowed

from .. import proof, second_factors, workflow
from ..access import CHANGE, READ, allow
from ..forms import CodeForm, PasskeyAddForm, PasskeyForm, PasswordForm, TotpForm

SEED = "totp_seed"  # in the session, encrypted: the seed of an app that is being set up


@allow("signed_in", methods=READ)
def second_factor_list(request):
    context = {
        "factors": second_factors.of(request.user),
        "codes_left": second_factors.recovery_codes_left(request.user),
        "is_required": settings.REQUIRE_SECOND_FACTOR,
    }
    return render(request, "accounts/second_factor_list.html", context)


@without_drafts
@allow("signed_in", step_up=True)
def totp_add(request):
    seed = request.session.get(SEED)
    secret = secrets.decrypt(seed) if seed else generate_totp_secret()
    if not seed:
        request.session[SEED] = secrets.encrypt(secret)
    form = TotpForm(posted(request))
    if form.is_valid():
        if workflow.add_totp(request.user, secret, form.cleaned_data["code"]):
            del request.session[SEED]
            return added(request, "totp")
        form.add_error("code", _("Enter the 6 digits that the app shows now"))
    address = get_adapter().build_totp_url(request.user, secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    context = {
        "form": form,
        "picture": picture,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }
    return render(request, "accounts/totp_add.html", context, status=422 if form.errors else 200)


@without_drafts
@allow("signed_in", step_up=True)
def passkey_add(request):
    form = PasskeyAddForm(posted(request))
    if form.is_valid():
        answer = form.cleaned_data["passkey"]
        if answer and workflow.add_passkey(request.user, form.cleaned_data["name"], answer):
            return added(request, "webauthn")
        form.add_error(None, _("No passkey was made. Try again, or set up an app for one-time codes instead."))
    options = as_json(webauthn.begin_registration(request.user, passwordless=False))
    context = {"form": form, "options": options}
    return render(request, "accounts/passkey_add.html", context, status=422 if form.errors else 200)


def posted(request):
    """What was sent; nobody proves anything by what was kept as a draft."""
    return request.POST if request.method == "POST" else None


def added(request, kind):
    """The session that sets a factor up counts as opened with it."""
    proof.note(request, by_second_factor=True)
    audit.record(request, AccessAction.FACTOR_ADDED, detail=kind)
    messages.success(request, _("Your second factor is set up."))
    return redirect("accounts:second_factor_list")


@allow("signed_in", methods=CHANGE, step_up=True)
def factor_remove(request, pk):
    factor = get_object_or_404(second_factors.of(request.user), pk=pk)
    kind = factor.type
    try:
        workflow.remove_factor(request.user, factor)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        audit.record(request, AccessAction.FACTOR_REMOVED, detail=kind)
        messages.success(request, _("It no longer signs in to your account."))
    return redirect("accounts:second_factor_list")


@allow("signed_in", methods=CHANGE, step_up=True)
def recovery_codes(request):
    """Ten new codes, shown this once."""
    try:
        codes = workflow.make_recovery_codes(request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:second_factor_list")
    audit.record(request, AccessAction.FACTOR_ADDED, detail="recovery_codes")
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@without_drafts
@allow("signed_in")
def confirm(request):
    """Ask again for a second factor, or for the password of somebody who has none, and go on."""
    asked = Asked(request, request.user)
    if asked.is_answered():
        proof.note(request, by_second_factor=asked.by_second_factor)
        return redirect(proof.own_path(request, request.GET.get("next", "")) or "home")
    return asked.page("accounts/confirm.html")


class Asked:
    """The page that asks for a code or a passkey, or for the password of somebody who has neither."""

    def __init__(self, request, user):
        self.request, self.user = request, user
        kinds = set(second_factors.of(user).values_list("type", flat=True))
        self.by_second_factor = bool(kinds)
        self.has_passkey = second_factors.Type.WEBAUTHN in kinds
        data, is_passkey = posted(request), self.has_passkey and "passkey" in request.POST
        form = CodeForm if kinds else PasswordForm
        self.form = form(request, user, None if is_passkey else data)
        self.passkey_form = PasskeyForm(request, user, data if is_passkey else None) if self.has_passkey else None

    def is_answered(self):
        return self.form.is_valid() or bool(self.passkey_form and self.passkey_form.is_valid())

    def page(self, template):
        failed = self.form.errors or (self.passkey_form and self.passkey_form.errors)
        options = as_json(webauthn.begin_authentication(self.user)) if self.has_passkey else ""
        context = {"form": self.form, "passkey_form": self.passkey_form, "options": options}
        return render(self.request, template, context, status=422 if failed else 200)


def as_json(options):
    """What the browser is asked, for the page's script (static/src/passkey.js)."""
    return json.dumps(options, cls=DjangoJSONEncoder)
