"""Text messages by GOV.UK Notify, played by a small server of our own."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core import outbox
from core.choices import Channel
from core.models import OutboxMessage
from core.notify import token

pytestmark = pytest.mark.django_db
SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"


class Notify(BaseHTTPRequestHandler):
    """Answers as it is told, and remembers what it took."""

    taken, asked, answers = [], [], []

    def do_POST(self):
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.taken.append(data)
        self.asked.append(self.headers["Authorization"])
        self._say(self.answers.pop(0) if self.answers else 201, {"id": "x"})

    def do_GET(self):
        known = [one for one in self.taken if f"reference={one['reference']}" in self.path]
        self._say(200, {"notifications": known})

    def _say(self, status, answer):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args):
        pass


@pytest.fixture
def notify(settings):
    server = HTTPServer(("127.0.0.1", 0), Notify)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    Notify.taken, Notify.asked, Notify.answers = [], [], []
    settings.TEXT_SENDER, settings.NOTIFY_TEMPLATE = "core.notify.NotifySender", "template"
    settings.NOTIFY_API_KEY = f"our-key-{SERVICE}-{SECRET}"
    settings.NOTIFY_URL = f"http://127.0.0.1:{server.server_port}"
    yield Notify
    server.shutdown()
    server.server_close()


@pytest.fixture
def text():
    outbox.send("text-1", address="07700 900123", channel=Channel.TEXT, subject="Places", body="Pantry\n01632 960001")
    return OutboxMessage.objects.get()


def tried_again(text):
    text.refresh_from_db()
    return outbox.deliver(text.next_attempt_at)


def test_text_goes_out_with_its_reference(notify, text):
    assert outbox.deliver() == 1
    body = {"body": "Pantry\n01632 960001"}
    wanted = {"phone_number": "07700900123", "template_id": "template", "personalisation": body, "reference": "text-1"}
    assert notify.taken == [wanted]
    said = notify.asked[0].removeprefix("Bearer ").split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(said + "=="))["iss"] == SERVICE


def test_a_text_that_it_had_taken_before_it_failed_is_not_sent_again(notify, text):
    notify.answers = [500]
    assert outbox.deliver() == 0
    assert tried_again(text) == 1
    assert len(notify.taken) == 1


def test_a_limit_holds_up_texts_and_no_email(notify, text, mailoutbox):
    notify.answers = [429]
    outbox.send("mail-1", address="someone@example.org", subject="Due", body="See My work.")
    assert outbox.deliver() == 1
    assert [email.to for email in mailoutbox] == [["someone@example.org"]]
    text.refresh_from_db()
    assert (text.attempts, text.sent_at) == (0, None)


def test_a_wrong_number_is_given_up(notify, text):
    notify.answers = [400]
    outbox.deliver()
    text.refresh_from_db()
    assert text.parked_at
    assert "400" in text.last_error


def test_no_texts_are_tried_without_a_sender(text, settings):
    settings.TEXT_SENDER = ""
    assert outbox.deliver() == 0
    text.refresh_from_db()
    assert text.attempts == 0


def test_token_is_the_same_for_the_same_moment(settings):
    settings.NOTIFY_API_KEY = f"key-{SERVICE}-{SECRET}"
    assert token(1_700_000_000) == token(1_700_000_000)
    assert token(1_700_000_000) != token(1_700_000_001)
