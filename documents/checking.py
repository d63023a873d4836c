"""What becomes of an uploaded file before it is kept: its name looked at, scanned, checked by content, made anew."""

import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .choices import SUFFIXES, ContentType
from .scanning import scan

CLEANER = Path(__file__).with_name("cleaner.py")
MOST_SECONDS = 30
LONGEST_NAME = 150
# A name such as "photo.php.jpg" wants to be taken for something else.
DOUBLE = re.compile(
    r"\.(?:php\d?|phtml|phar|aspx?|jspx?|cgi|p[ly]|rb|sh|bat|cmd|com|exe|scr|msi|dll|js|mjs|vbs|ps1|jar|lnk|hta|html?|xhtml"
    r"|svg|xml|swf|zip|7z|rar|pdf|png|jpe?g|gif|docm?|xlsm?)\.",
    re.IGNORECASE,
)
REASONS = {
    "unknown": _("Choose a PDF, a PNG or a JPEG picture. This file is something else, whatever its name says"),
    "ending": _("This file is cut off, or something else is hidden at its end. Save or scan it again"),
    "pixels": _("This picture is too large. Make it smaller, to 50 million pixels at most"),
    "image": _("This is not one plain picture. Save it again as a PNG or JPEG picture without animation"),
    "encrypted": _("This PDF is locked by a password. Save it without one"),
    "pages": _("This PDF is empty or too long. Split it into parts of 500 pages at most"),
    "active": _("This PDF holds more than pages: a script, a form that sends, or another file. Print it to a new PDF"),
    "broken": _("This file is damaged. Save or scan it again"),
}


@dataclass(frozen=True)
class Checked:
    """A file that may be kept."""

    content_type: str
    data: bytes
    name: str

    @property
    def sha256(self):
        return sha256(self.data).hexdigest()


def check(upload):
    """The file as it may be kept. Raises ValidationError with words for whoever chose it."""
    if upload.size > settings.LARGEST_UPLOAD:
        raise ValidationError(_("The file is larger than 10 MB. Make it smaller, or split it"))
    _refuse_name(upload.name)
    data = upload.read()
    if not data:
        raise ValidationError(_("The file is empty"))
    scan(data)
    kind, made = _cleaned(data)
    if not upload.name.lower().endswith(tuple(f".{suffix}" for suffix in SUFFIXES[kind])):
        raise ValidationError(
            _("The name of this file does not fit what is in it: it is a %(kind)s. Rename or save it again")
            % {"kind": ContentType(kind).label}
        )
    if len(made) > 2 * settings.LARGEST_UPLOAD:
        raise ValidationError(REASONS["pixels"])
    return Checked(kind, made, upload.name)


def _refuse_name(name):
    """The name is kept to be shown; one that is made to deceive is not taken."""
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("The name of the file is too long. Rename it"))
    hides = any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for letter in name)
    if hides or DOUBLE.search(name) or set(name) & set('/\\<>:"|?*'):
        raise ValidationError(_("The name of this file looks like another kind of file. Rename it"))


def _cleaned(data):
    """The content type, and the file made anew by a process that may use little memory and time."""
    command = [sys.executable, "-I", str(CLEANER)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=MOST_SECONDS, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(REASONS["broken"]) from error
    kind, _newline, made = done.stdout.partition(b"\n")
    if kind.decode() in ContentType.values and done.returncode == 0:
        return ContentType(kind.decode()), made
    raise ValidationError(REASONS.get(made.decode(errors="replace"), REASONS["broken"]))
