"""What this machine must have first: `python3 config/system_libraries.py` says what is missing."""

import ctypes
import shutil
import sys

WEASYPRINT = {
    "GObject": ["libgobject-2.0.so.0", "libgobject-2.0.0.dylib"],
    "Pango": ["libpango-1.0.so.0", "libpango-1.0.dylib"],
    "Pango FreeType": ["libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"],
    "HarfBuzz": ["libharfbuzz.so.0", "libharfbuzz.0.dylib"],
    "HarfBuzz Subset": ["libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"],
    "Fontconfig": ["libfontconfig.so.1", "libfontconfig.1.dylib"],
}
INSTALL = {
    "apt-get": "apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install --assumeyes pango harfbuzz",
    "apk": "apk add pango harfbuzz-subset fontconfig font-dejavu",
    "pacman": "pacman --sync --noconfirm pango",
    "brew": "brew install pango",
}
# Homebrew's folder is not on the search path of every Python.
FOLDERS = ["", "/opt/homebrew/lib/", "/usr/local/lib/"]


def loads(names):
    for name in (folder + name for folder in FOLDERS for name in names):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def missing_libraries():
    return [library for library, names in WEASYPRINT.items() if not loads(names)]


def install_command():
    return next((command for tool, command in INSTALL.items() if shutil.which(tool)), "install Pango 1.44 or newer")


def main():
    if missing := missing_libraries():
        sys.exit(
            f"Missing system library: {', '.join(missing)} (WeasyPrint makes the PDFs with it).\n"
            f"Install it with:\n\n    {install_command()}\n"
        )


if __name__ == "__main__":
    main()
