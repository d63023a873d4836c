"""Text that no column can hold is refused at the door; every answer carries the headers that keep it ours."""

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from core import csp
from core.middleware import ClientAddressMiddleware, RefuseBrokenTextMiddleware, SecurityHeadersMiddleware

FORM = "application/x-www-form-urlencoded"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def pass_through(request):
    return RefuseBrokenTextMiddleware(lambda request: HttpResponse("ok"))(request)


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "%FF=1", "q=%C5", "q=a%00b&r=1"])
def test_a_broken_query_is_refused(rf, query):
    with pytest.raises(BadRequest):
        pass_through(rf.get("/", QUERY_STRING=query))


@pytest.mark.parametrize("body", ["a=%00", "a=%ED%A0%80", "%00=1", "a=1&b=%FF"])
def test_a_broken_form_is_refused(rf, body):
    with pytest.raises(BadRequest):
        pass_through(rf.generic("POST", "/", body.encode(), FORM))


def test_a_broken_form_with_a_file_is_refused(rf):
    with pytest.raises(BadRequest):
        pass_through(rf.post("/", {"a": "x\0y", "file": SimpleUploadedFile("a.txt", b"text")}))


def test_a_broken_path_is_refused(rf):
    with pytest.raises(BadRequest):
        pass_through(rf.get("/clients/%00/"))
    request = rf.get("/")
    request.META["PATH_INFO"] = "/clients/\xed\xa0\x80/"  # as a web server hands it over
    with pytest.raises(BadRequest):
        pass_through(request)


def test_a_broken_cookie_or_header_is_refused(rf):
    with pytest.raises(BadRequest):
        pass_through(rf.get("/", HTTP_COOKIE='session="a\\000b"'))
    with pytest.raises(BadRequest):
        pass_through(rf.get("/", HTTP_REFERER="a\0b"))


def test_good_text_in_any_language_goes_through(rf):
    assert pass_through(rf.get("/clients/dŵr/", {"q": "tŷ 👩🏽 100% ' OR 1=1 -- {{ x }}"})).status_code == 200
    assert pass_through(rf.post("/", "note=d%C5%B5r%2525", content_type=FORM)).status_code == 200
    assert pass_through(rf.get("/a%25FF/")).status_code == 200


def test_an_upload_reaches_the_view_whole(rf):
    request = rf.post("/", {"a": "dŵr", "file": SimpleUploadedFile("a.bin", b"\0\xff" * 1000)})
    assert pass_through(request).status_code == 200
    assert request.FILES["file"].read() == b"\0\xff" * 1000
    assert request.POST["a"] == "dŵr"


def test_the_site_answers_400_and_not_500(client):
    for path, options in [
        ("/accounts/sign-in/", {"QUERY_STRING": "next=%00"}),
        ("/%00", {}),
        ("/healthz/", {"HTTP_COOKIE": 'session="a\\000b"'}),
    ]:
        response = client.get(path, **options)
        assert response.status_code == 400
        assert "could not be read" in response.text


def test_the_policy_lets_nothing_in_from_elsewhere():
    assert csp.header(csp.POLICY) == STRICT


def test_every_answer_is_kept_by_nobody(rf):
    response = SecurityHeadersMiddleware(lambda request: HttpResponse())(rf.get("/"))
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"] == STRICT
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_public_page_may_say_how_long_it_is_kept(rf):
    public = HttpResponse(headers={"Cache-Control": "public, max-age=300"})
    assert SecurityHeadersMiddleware(lambda request: public)(rf.get("/"))["Cache-Control"] == "public, max-age=300"


def test_a_page_that_is_not_there_says_the_same_whatever_was_asked(client):
    first, second = client.get("/nothing/here/?x=1"), client.get("/somewhere/else/")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    for telling in (b"<form", b"csrf", b"nothing/here", b"<input"):
        assert telling not in first.content


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "10.0.0.1, 2001:db8::7", "2001:db8::7"),
        (True, "198.51.100.1, not an address", "192.0.2.1"),
        (True, "", "192.0.2.1"),
    ],
)
def test_only_our_own_proxy_says_who_asks(rf, settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    ClientAddressMiddleware(lambda request: HttpResponse("ok"))(request)
    assert request.META["REMOTE_ADDR"] == address
