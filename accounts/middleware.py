"""What every signed-in request goes through besides the rule of its view (access.py)."""

from django.shortcuts import render

from . import tries


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
