"""A PDF as pictures, and how far two pictures are apart to the eye."""

import io
import itertools
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

DPI, _LARGER = 50, 3
# Six steps of each colour and forty of grey: enough to see all of a letter, in a file a third as large.
_STEPS = range(0, 256, 51)
_FEW_COLOURS = [*itertools.product(_STEPS, _STEPS, _STEPS), *((round(255 * step / 39),) * 3 for step in range(40))]
# What is softened so and then darker or lighter by more than this (of 255) looks another; edges drawn otherwise do not.
_SOFT, _SEEN = 1.6, 16
_GAP = 6  # points between two pages beside each other


def pages_of(pdf: bytes, dpi: int = DPI, most: int | None = None) -> list[Image.Image]:
    """Its pages; of more than so many, the first of them and the last."""
    with pypdfium2.PdfDocument(pdf) as document:
        numbers = range(len(document))
        chosen = [*numbers] if most is None or len(numbers) <= most else [*numbers[: most - 1], numbers[-1]]
        # Drawn larger, and made smaller: otherwise a line that moves by a hair jumps to the next pixel.
        large = [document[number].render(scale=_LARGER * dpi / 72).to_pil().convert("RGB") for number in chosen]
        return [page.reduce(_LARGER) for page in large]


def beside_each_other(pages: list[Image.Image], across: int | None = None) -> Image.Image:
    """One picture of them all, in rows of so many; pages are of one size."""
    across = across or len(pages)
    wide, high = pages[0].width + _GAP, pages[0].height + _GAP
    sheet = Image.new("RGB", (wide * min(across, len(pages)) - _GAP, high * -(-len(pages) // across) - _GAP), "#ccc")
    for number, page in enumerate(pages):
        sheet.paste(page, (wide * (number % across), high * (number // across)))
    return sheet


def small(picture: Image.Image) -> Image.Image:
    """The picture in so few colours that it can be kept."""
    palette = Image.new("P", (1, 1))
    palette.putpalette(list(itertools.chain(*_FEW_COLOURS)))
    return picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)


def keep(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    small(picture).save(path, optimize=True)


def apart(one: Image.Image, other: Image.Image) -> float:
    """How many of 10,000 pixels look another; all, where the pictures are not of one size."""
    if one.size != other.size:
        return 10_000
    return 10_000 * sum(_another(one, other).histogram()[1:]) / (one.width * one.height)


def differences(one: Image.Image, other: Image.Image) -> Image.Image:
    """The second, pale, with what looks another in red."""
    size = (max(one.width, other.width), max(one.height, other.height))
    one, other = (_laid_on(picture, size) for picture in (one, other))
    pale = Image.blend(other, Image.new("RGB", size, "white"), 0.6)
    return Image.composite(Image.new("RGB", size, "red"), pale, _another(one, other))


def _laid_on(picture, size) -> Image.Image:
    sheet = Image.new("RGB", size, "white")
    sheet.paste(picture.convert("RGB"))
    return sheet


def _another(one, other) -> Image.Image:
    soft = [picture.convert("RGB").filter(ImageFilter.GaussianBlur(_SOFT)) for picture in (one, other)]
    red, green, blue = ImageChops.difference(*soft).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda value: 255 if value > _SEEN else 0)


def as_png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
