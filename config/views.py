"""The health check: what must run for alerts to go out."""

from django.http import JsonResponse

from accounts.access import READ, allow


@allow("public", methods=READ)
def healthz(request):
    return JsonResponse({"database": "ok"})
