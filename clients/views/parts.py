"""What several of the pages share: a page with one form, and an address to go on to."""

from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def form_page(request, title, form, context, template="clients/record_form.html"):
    """A page with one form; 422 when the form has errors."""
    context = {"title": title, "form": form, "tab": "overview"} | context
    return render(request, template, context, status=422 if form.errors else 200)


def our_address(request, target):
    """An address of ours to go on to, or nothing for any other."""
    is_ours = url_has_allowed_host_and_scheme(target or "", {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else ""
