"""The set-up files agree with each other, and name no machine."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKS = sorted(ROOT.glob("requirements/*.txt"))


def test_example_names_every_setting():
    source = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', source))
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - named == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_locked_with_hashes(lock):
    text = lock.read_text()
    packages = re.findall(r"^[\w.-]+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert str(ROOT) not in text


def test_npm_lock_has_no_addresses():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
