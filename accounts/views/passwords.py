"""Passwords, which only the person sets: by a link, or knowing the old one."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction
from core.drafts import without_drafts
from core.views import attempt

from .. import proof, tries, workflow
from ..access import allow
from ..forms import ForgottenForm, NewPasswordForm, PasswordChangeForm
from ..models import User
from .second_factors import posted


@allow("public")
def password_forgotten(request):
    """Send a link to whoever has this user name; the answer is the same when nobody has."""
    form = ForgottenForm(posted(request))
    if form.is_valid():
        username = form.cleaned_data["username"]
        tries.take(request, "forgotten", username)
        make_password(username)  # so much work that one cannot tell whether a letter was written besides
        user = User.objects.filter(username=username, is_active=True).exclude(email="").first()
        if user:
            workflow.invite(user)
            audit.record(request, AccessAction.INVITED, user=user, detail="asked for")
        return render(request, "accounts/password_forgotten_sent.html")
    return render(request, "accounts/password_forgotten.html", {"form": form}, status=422 if form.errors else 200)


@allow("public")
def invitation_accept(request, pk):
    """Set one's password by the link of an invitation; `pk` is its token."""
    invitation = workflow.live_invitation(pk)
    if invitation is None:
        raise Http404
    form = NewPasswordForm(invitation.user, posted(request))
    if form.is_valid():
        user = attempt(form, workflow.accept, invitation, form.cleaned_data["new_password1"])
        if user:
            audit.record(request, AccessAction.PASSWORD_CHANGED, user=user, detail="by invitation")
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("accounts:sign_in")
    context = {"form": form, "invited": invitation.user}
    return render(request, "accounts/invitation_accept.html", context, status=422 if form.errors else 200)


@without_drafts
@allow("signed_in", step_up=True)
def password_change(request):
    form = PasswordChangeForm(request, posted(request))
    if form.is_valid():
        user = workflow.set_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        proof.note(request, by_second_factor=False)
        audit.record(request, AccessAction.PASSWORD_CHANGED)
        messages.success(request, _("Your password is changed, and your other sessions have ended."))
        return redirect("accounts:account_detail")
    return render(request, "accounts/password_change.html", {"form": form}, status=422 if form.errors else 200)
