"""What is missing is named, with the command that installs it, before anything else happens."""

import pytest

from config import system_libraries


def test_nothing_is_missing_here():
    assert system_libraries.main() is None


def test_missing_library_is_named_with_its_command(monkeypatch):
    usual = system_libraries.loads
    monkeypatch.setattr(system_libraries, "loads", lambda names: "pango" not in names[0] and usual(names))
    monkeypatch.setattr(system_libraries.shutil, "which", lambda tool: tool == "apt-get")
    with pytest.raises(SystemExit) as end:
        system_libraries.main()
    assert "Missing system library: Pango" in str(end.value)
    assert "apt-get install --yes --no-install-recommends libpango-1.0-0" in str(end.value)
