"""Welsh is read aloud as Welsh, wherever it was typed or whatever letter it came in."""

import pytest

from recommendations.words import to_html
from recommendations.words.language import is_welsh


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mae’r heddlu wedi hyfforddi ei swyddogion ac yn adolygu pob achos.", True),
        ("Rydym yn derbyn yr argymhelliad hwn.", True),
        ("The force has trained its officers and reviews each case.", False),
        ("We work with Heddlu Gogledd Cymru and with the office at Yr Wyddfa.", False),
        ("Heddlu Gwent", False),
        ("Done.", False),
        ("", False),
    ],
)
def test_welsh_is_told_by_its_small_words(text, told):
    assert is_welsh(text) is told


def test_each_block_of_welsh_is_marked_and_no_other():
    words = (
        "<h2>Cefndir yr argymhelliad hwn yn fyr</h2><p>Mae hyn wedi ei wneud gan yr heddlu.</p><p>It has been done.</p>"
        '<ul><li><p>Rydym yn aros.</p></li></ul><p>See <span lang="cy">Heddlu</span> of the office.</p>'
    )

    assert to_html(words, 3) == (
        '<h3 lang="cy">Cefndir yr argymhelliad hwn yn fyr</h3><p lang="cy">Mae hyn wedi ei wneud gan yr heddlu.</p>'
        '<p>It has been done.</p><ul><li><p lang="cy">Rydym yn aros.</p></li></ul>'
        '<p>See <span lang="cy">Heddlu</span> of the office.</p>'
    )


@pytest.mark.parametrize("piece", ["<p <p ", "<p>", "yn yr ", "<p>yn yr", "<li><p>yn yr</p></li>", "&lt;p yn yr "])
def test_its_pattern_takes_no_longer_a_character_in_a_long_text(piece):
    from recommendations.words.language import with_languages

    # What grows faster than its text would take minutes here.
    assert len(with_languages("yn yr " + piece * 100_000)) >= 6 + len(piece) * 100_000
