"""Makes an uploaded file harmless, or says why it cannot: run as a process of its own, with little memory and time.

It reads the file from its standard input. It writes the content type on a line and then the file made anew, or
"refused" and the reason on a line. It imports nothing of ours, so that it starts quickly and can read nothing of ours.
"""

import io
import resource
import sys
import warnings

MEMORY, SECONDS = 1024**3, 20
MOST_PIXELS, MOST_SIDE, MOST_ICC = 50_000_000, 20_000, 1_000_000
MOST_PAGES, MOST_OBJECTS = 500, 200_000
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
ENDS = {PDF: b"%%EOF", PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9"}
PADDING = b"\0\t\n\r "

# Of PDF 2.0 (ISO 32000-2): what runs, opens, fetches, sends or carries something else.
ACTIVE_KEYS = {
    "/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/Collection", "/RichMediaContent", "/OPI",
}  # fmt: skip
ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/Trans",
    "/RichMediaExecute", "/GoTo3DView",
}  # fmt: skip
ACTIVE_SUBTYPES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


class Refused(Exception):
    """Why a file is not taken: one of the codes for which documents.checking has words."""


def clean(data):
    """The content type of a file and the file made anew. Raises Refused."""
    kind = next((kind for beginning, kind in BEGINNINGS.items() if data.startswith(beginning)), None)
    if kind is None:
        raise Refused("unknown")
    if not data.rstrip(PADDING).endswith(ENDS[kind]):
        raise Refused("ending")
    return kind, clean_pdf(data) if kind == PDF else clean_image(data, kind)


def clean_image(data, kind):
    """The picture drawn anew, without anything that the file held besides."""
    from PIL import Image

    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        return drawn_anew(data, kind.partition("/")[2].upper())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("pixels") from error


def drawn_anew(data, name):
    """The picture in the format of this name, upright, with its colours and nothing else."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=[name]) as image:
        if max(image.size) > MOST_SIDE or image.width * image.height > MOST_PIXELS:
            raise Refused("pixels")
        if getattr(image, "n_frames", 1) > 1 or len(image.info.get("icc_profile") or b"") > MOST_ICC:
            raise Refused("image")
        image.load()
        turned = ImageOps.exif_transpose(image)
    has_alpha = "A" in turned.getbands() or "transparency" in turned.info
    mode = "RGBA" if has_alpha and name == "PNG" else "L" if turned.mode in ("1", "L") else "RGB"
    plain = Image.new(mode, turned.size)
    plain.paste(turned.convert(mode))
    out = io.BytesIO()
    plain.save(out, name, **({"quality": 88} if name == "JPEG" else {}))
    return out.getvalue()


def clean_pdf(data):
    """The document written anew, without links to elsewhere and without notes about its making."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        if not 1 <= len(pdf.pages) <= MOST_PAGES:
            raise Refused("pages")
        if pdf.get_warnings():
            raise Refused("broken")
        for container in containers_of(pdf):
            make_quiet(container)
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        del pdf.docinfo
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


def containers_of(pdf):
    """Every dictionary and stream of a document, those inside of others too."""
    import pikepdf

    waiting, count = list(pdf.objects), 0
    while waiting:
        thing, count = waiting.pop(), count + 1
        if count > MOST_OBJECTS:
            raise Refused("pages")
        if isinstance(thing, pikepdf.Array):
            parts = list(thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing
            parts = [thing[key] for key in thing.keys()]  # noqa: SIM118 - a stream gives its bytes else
        else:
            continue
        waiting += [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]


def make_quiet(thing):
    """Refuse what is active; take away the links to pages of the web, which letters have at their foot."""
    import pikepdf

    keys = set(thing.keys())
    is_filed_elsewhere = isinstance(thing, pikepdf.Stream) and "/F" in keys
    if keys & ACTIVE_KEYS or is_filed_elsewhere or word(thing, "/Type") == "/Filespec" or word(thing, "/FS"):
        raise Refused("active")
    if word(thing, "/S") in ACTIVE_ACTIONS or word(thing, "/Subtype") in ACTIVE_SUBTYPES:
        raise Refused("active")
    if "/URI" in keys:
        for key in ("/URI", "/S"):
            if key in thing:
                del thing[key]


def word(thing, key):
    """The name that stands under a key, as text; empty for anything else."""
    import pikepdf

    value = thing.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        kind, made = clean(sys.stdin.buffer.read())
    except Refused as refusal:
        kind, made = "refused", str(refusal).encode()
    except MemoryError:
        kind, made = "refused", b"pixels"
    except Exception:  # whatever is wrong with it, it is not taken
        kind, made = "refused", b"broken"
    sys.stdout.buffer.write(kind.encode() + b"\n" + made)


if __name__ == "__main__":
    main()
