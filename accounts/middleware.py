"""What every signed-in request goes through besides the rule of its view (access.py)."""

from django.conf import settings
from django.shortcuts import redirect, render

from . import proof, second_factors, tries

# All that somebody reaches who has signed in without a second factor; what needs no sign-in is open to them as to all.
SETTING_UP = {
    "accounts:second_factor_list",
    "accounts:totp_add",
    "accounts:passkey_add",
    "accounts:confirm",
    "accounts:stay_signed_in",
}


class SecondFactorMiddleware:
    """Nobody works without a second factor: whoever has none is sent to set one up, whoever has one to give it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_public = getattr(view, "access_rule", None) and view.access_rule.permission == "public"
        if is_public or not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if request.session.get(proof.SECOND_FACTOR) or request.resolver_match.view_name in SETTING_UP:
            return None
        has_one = second_factors.has_one(request.user)
        return proof.ask(request) if has_one else redirect("accounts:second_factor_list")


class TooManyTriesMiddleware:
    """Answers 429, and when to try again, where a view has counted too many tries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, tries.TooManyTries):
            return None
        response = render(request, "429.html", {"until": exception.until}, status=429)
        response["Retry-After"] = str(tries.seconds_until(exception.until))
        return response
