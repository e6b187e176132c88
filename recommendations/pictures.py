"""A picture as somebody chose it, made what a letter can print: a logo, a signature.

What a file is called is a claim: only its bytes are looked at. What is kept is small, whole, on white and without
anything around it, so that a letter stays small and prints the same everywhere.
"""

import io
import threading

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_noop
from PIL import Image, ImageChops, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 16_000_000  # a telephone's camera takes 12
LOGO, SIGNATURE = (60, 22), (60, 20)  # the most that letters give it, in millimetres: static/letters/letter.css
DOTS_AN_INCH = 300
# Opened by what they begin with. Image.open() would warn of a large picture instead of telling how large it is.
_KINDS = {b"\x89PNG\r\n\x1a\n": PngImageFile, b"\xff\xd8\xff": JpegImageFile}
_SAVED = {"PNG": {"optimize": True}, "JPEG": {"quality": 90, "subsampling": 0}}
_BITS = 24  # where a PNG says how many bits it has for each colour
_NEARLY_WHITE = 12  # of 255: the white of a JPEG is not quite white
_TOO_LARGE = gettext_noop("The %(what)s must be %(most)s MB or smaller")
_BROKEN = gettext_noop("The %(what)s is broken or breaks off. Save or download it again")
_WHITE = gettext_noop("The %(what)s shows nothing on white paper. Select one in darker colours")
_WHAT = [gettext_noop("logo"), gettext_noop("signature")]
_ONE_AT_A_TIME = threading.Lock()  # each takes up to 200 MB for a moment


class UnfitPicture(ValueError):
    """A picture that no letter can print; its message is a sentence for whoever chose it.

    `sentence`: as the catalogue knows it, with "%(what)s" for a logo or a signature.
    """

    def __init__(self, sentence: str, what: str, **told: str):
        super().__init__(gettext(sentence) % {"what": gettext(what), **told})


def for_paper(upload: UploadedFile, what: str, most: tuple[int, int]) -> bytes:
    """The picture as a small PNG or JPEG, whichever it was. Raises UnfitPicture with the reason.

    `what`: "logo" or "signature", for the sentence; `most`: its width and height on paper in millimetres.
    """
    if upload.size > MOST_BYTES:
        raise UnfitPicture(_TOO_LARGE, what, most=str(MOST_BYTES // 1024**2))
    content = upload.read()
    with _ONE_AT_A_TIME:
        image = _opened(content, what)
        kind = image.format
        try:
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, sets it for the whole process
            image = _on_white(ImageOps.exif_transpose(image))
        except Exception as error:  # whatever a broken file brings about in Pillow
            raise UnfitPicture(_BROKEN, what) from error
        return _as_bytes(_scaled(_without_margins(image, what), most), kind)


def logo_file(upload: UploadedFile) -> ContentFile:
    """A logo as it is stored. Raises ValidationError with what is wrong with the file."""
    try:
        content = for_paper(upload, "logo", LOGO)
    except UnfitPicture as error:
        raise ValidationError(str(error)) from error
    # Never the name of somebody's file: it says nothing that anybody needs.
    return ContentFile(content, name=f"logo.{kind_of(content)}")


def kind_of(content: bytes) -> str:
    """ "jpeg" or "png", as an address within a page says it too."""
    return "jpeg" if content.startswith(b"\xff\xd8") else "png"


def _opened(content: bytes, what: str) -> Image.Image:
    """The picture as its head describes it, none of it drawn yet."""
    opened_by = next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
    if opened_by is None and b"<svg" in content[:4096].lower():
        raise UnfitPicture(gettext_noop("The %(what)s is an SVG drawing. Save it as a PNG first"), what)
    if opened_by is None:
        raise UnfitPicture(gettext_noop("The %(what)s must be a PNG or JPEG picture"), what)
    try:
        image = opened_by(io.BytesIO(content))
    except Exception as error:  # the same
        raise UnfitPicture(_BROKEN, what) from error
    _check_can_print(image, content, what)
    return image


def _check_can_print(image: Image.Image, content: bytes, what: str) -> None:
    if image.width * image.height > MOST_PIXELS:
        too_many = gettext_noop(
            "The %(what)s has %(width)s × %(height)s pixels. "
            "It must have at most %(most)s million, such as 4,000 × 4,000"
        )
        size = {"width": f"{image.width:,}", "height": f"{image.height:,}", "most": str(MOST_PIXELS // 10**6)}
        raise UnfitPicture(too_many, what, **size)
    if getattr(image, "n_frames", 1) > 1:
        raise UnfitPicture(gettext_noop("The %(what)s moves. Select a picture that stands still"), what)
    if image.mode == "CMYK":
        press = gettext_noop(
            "The %(what)s has colours for a printing press (CMYK). Save it with colours for a screen (RGB)"
        )
        raise UnfitPicture(press, what)
    if image.format == "PNG" and content[_BITS] == 16:
        raise UnfitPicture(gettext_noop("The %(what)s has 16 bits for each colour. Save it with 8"), what)


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")


def _without_margins(image: Image.Image, what: str) -> Image.Image:
    """What is drawn, without the white around it: white on white would print as nothing."""
    red, green, blue = ImageChops.invert(image).split()
    ink = ImageChops.lighter(red, ImageChops.lighter(green, blue)).point(lambda dark: 255 * (dark > _NEARLY_WHITE))
    if not ink.getbbox():
        raise UnfitPicture(_WHITE, what)
    return image.crop(ink.getbbox())


def _scaled(image: Image.Image, most: tuple[int, int]) -> Image.Image:
    """No larger than print needs. A small one stays as it is."""
    image.thumbnail(tuple(round(side / 25.4 * DOTS_AN_INCH) for side in most), Image.Resampling.LANCZOS)
    return image


def _as_bytes(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **_SAVED[kind])
    return file.getvalue()
