"""What every answer below /openreferral/ has, also one that no view gave: JSON, open to pages of any site, and cached."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe

from .answers import problem
from .throttle import throttle

ROOT = "/openreferral/"
METHODS = "GET, HEAD, OPTIONS"
CACHED_SECONDS = 300
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ASKED_BEFORE = {  # by a browser, before a page of another site may ask
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
}


class OpenFeedMiddleware:
    """Answers what is not for a view, and makes every other answer fit for whoever reads feeds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        response = self.answer(request)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    def answer(self, request):
        if seconds := throttle.wait(request):
            words = f"That is too often: ask again in {seconds} seconds."
            return problem(429, words, headers={"Retry-After": str(seconds)})
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ASKED_BEFORE)
        if request.method not in METHODS.split(", "):
            return problem(405, "This feed is only read.", headers={"Allow": METHODS})
        response = self.get_response(request)
        if response.status_code >= 400:
            return as_problem(response)
        return cached(request, response) if response.status_code == 200 else response


def as_problem(response):
    """What went wrong as JSON, where a page was made for people."""
    if response.headers.get("Content-Type") == "application/json":
        return response
    return problem(response.status_code, HTTPStatus(response.status_code).phrase)


def cached(request, response):
    """An answer that may be kept by anybody for some minutes: it is the same for all who ask."""
    del response.headers["Vary"]
    response.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    if response.streaming:
        return response
    etag = set_response_etag(response).headers.get("ETag")
    modified = response.headers.get("Last-Modified")
    return get_conditional_response(request, etag, modified and parse_http_date_safe(modified), response)
