"""The letterhead as the office keeps it: three to choose from, a logo that print can use, and whose signature it is."""

import io
import struct
import zlib

import page as page_validation
import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Role
from recommendations.pictures import LOGO, for_paper
from responses import permissions
from responses.letter.html import letter_html, render_letter
from responses.models import Signature
from responses.permissions import allowed
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_super_complaint,
    make_user,
    send,
)
from tests.listening import listen

pytestmark = pytest.mark.django_db
HEADS = ("beside", "centred", "right")
LONG = "Police, Fire and Crime Commissioner for Northamptonshire, Leicestershire, Rutland and Peterborough as one"
FULL = {
    "welsh_name": "Comisiynydd Ŵyth Ŷd",
    "address": "1 Street,\nTown",
    "telephone": "01234 567890",
    "email": "office@example.org",
    "website": "www.example.org",
}
EMPTY = dict.fromkeys(FULL, "")


@pytest.fixture
def pcc(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_policing_body(make_force(), "Commissioner for Somewhere", **FULL)


@pytest.fixture
def draft(pcc):
    return make_draft(pcc, make_super_complaint(), dated=DUE, dated_precision="day", opening="I welcome the report.")


def picture(size=(400, 200), mode="RGB", colour="navy", kind="PNG", **how):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **how)
    return file.getvalue()


def failures(pdf):
    return [it.rule_id for it in page_validation.validate_pdf_bytes(pdf, profile="ua1").failures]


# Three letterheads


@pytest.mark.parametrize("logo", [None, (900, 150), (150, 500)])
@pytest.mark.parametrize("facts", [FULL, EMPTY, FULL | {"name": LONG, "welsh_name": LONG[::-1]}])
@pytest.mark.parametrize("head", HEADS)
def test_a_letter_under_each_head_passes_page_validation(draft, head, facts, logo):
    for name, value in {"letterhead": head, **facts}.items():
        setattr(draft.body, name, value)
    if logo:
        draft.body.logo.save("logo.png", ContentFile(picture(logo)), save=False)

    pdf = render_letter(draft)

    assert failures(pdf) == []
    assert len(list(listen(pdf).all("Figure"))) == (1 if logo else 0)


@pytest.mark.pdf
@pytest.mark.parametrize("head", HEADS)
def test_each_head_is_read_out_in_one_order(draft, head):
    draft.body.letterhead, draft.body.address = head, "1 Street"

    heard = [tag.words for tag in listen(render_letter(draft)).all("P")]

    assert heard[1:8] == [
        "Comisiynydd Ŵyth Ŷd",
        "Commissioner for Somewhere",
        "1 Street",
        "Telephone: 01234 567890",
        "Email: office@example.org",
        "Website: www.example.org",
        "HMICFRS",
    ]


@pytest.mark.parametrize("head", HEADS)
def test_a_page_shows_the_head_that_the_body_has(draft, head):
    draft.body.letterhead = head

    assert f'<div class="letter-head letter-head-{head}">' in letter_html(draft)


@pytest.mark.parametrize("head", HEADS)
def test_a_body_that_gives_no_way_to_reach_it_has_no_empty_place_for_it(draft, head):
    for name, value in {"letterhead": head, **EMPTY}.items():
        setattr(draft.body, name, value)

    html = letter_html(draft)

    assert "letter-contact" not in html
    assert html.count("letter-name") == 2  # the name itself, and that it runs along the pages


@pytest.mark.parametrize(
    ("address", "line"),
    [("1 Street\nTown", "1 Street, Town"), (" 1 Street, \n\nTown,", "1 Street, Town"), ("", "")],
)
def test_an_address_fits_a_line(pcc, address, line):
    pcc.address = address

    assert pcc.address_in_a_line == line


# What is kept of a chosen picture


def sized(width, height, depth=8):
    """The head of a PNG that says so, with hardly anything behind it."""

    def part(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    drawn = part(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + drawn + part(b"IEND", b"")


def moving():
    file = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


BROKEN = "The logo is broken or breaks off. Save or download it again"
NO_PICTURE = "The logo must be a PNG or JPEG picture"
SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
UNFIT = {
    "ten thousand wide and high": (
        picture((10_000, 10_000), "1", 0),
        "The logo has 10,000 × 10,000 pixels. It must have at most 16 million, such as 4,000 × 4,000",
    ),
    "decompression bomb": (
        sized(60_000, 60_000),
        "The logo has 60,000 × 60,000 pixels. It must have at most 16 million, such as 4,000 × 4,000",
    ),
    "30 MB": (picture() + bytes(30 * 1024**2), "The logo must be 5 MB or smaller"),
    "nothing": (b"", "The file is empty. Select the logo again"),
    "no picture": (b"<script>alert(1)</script>", NO_PICTURE),
    "another kind": (picture(kind="GIF"), NO_PICTURE),
    "drawing": (f"<?xml version='1.0'?>\n{SVG}".encode(), "The logo is an SVG drawing. Save it as a PNG first"),
    "moving": (moving(), "The logo moves. Select a picture that stands still"),
    "for a press": (
        picture(mode="CMYK", colour=(9, 9, 9, 9), kind="JPEG"),
        "The logo has colours for a printing press (CMYK). Save it with colours for a screen (RGB)",
    ),
    "16 bits": (sized(40, 40, depth=16), "The logo has 16 bits for each colour. Save it with 8"),
    "truncated": (picture((400, 400))[:300], BROKEN),
    "truncated photograph": (picture((400, 400), kind="JPEG")[:700], BROKEN),
    "only its beginning": (b"\x89PNG\r\n\x1a\n", BROKEN),
    "white": (picture(colour="white"), "The logo shows nothing on white paper. Select one in darker colours"),
    "transparent": (
        picture(mode="RGBA", colour=(0, 0, 0, 0)),
        "The logo shows nothing on white paper. Select one in darker colours",
    ),
}


@pytest.mark.parametrize("why", UNFIT)
def test_a_logo_that_no_letter_can_print_is_refused_and_what_was_typed_stays(client, pcc, approver, why):
    content, sentence = UNFIT[why]

    page = save(client, approver, pcc, telephone="999", logo=SimpleUploadedFile("logo.png", content))

    assert page.context["form"].errors == {"logo": [sentence]}
    assert 'value="999"' in page.content.decode()
    pcc.refresh_from_db()
    assert (pcc.telephone, bool(pcc.logo), pcc.letterhead_changes.count()) == ("01234 567890", False, 0)


def kept(content):
    return Image.open(io.BytesIO(for_paper(ContentFile(content), "logo", LOGO)))


@pytest.mark.parametrize(
    ("size", "on_paper"),
    [((4000, 2000), (520, 260)), ((4000, 400), (709, 71)), ((300, 3000), (26, 260)), ((200, 100), (200, 100))],
)
def test_a_large_picture_is_made_as_large_as_print_needs_and_a_small_one_stays(size, on_paper):
    assert kept(picture(size)).size == on_paper


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("PNG", "L"), ("PNG", "P"), ("PNG", "LA")])
def test_a_picture_is_kept_in_its_kind_in_plain_colours(kind, mode):
    found = kept(picture(mode=mode, colour={"L": 9, "P": 1, "LA": (9, 255)}.get(mode, "navy"), kind=kind))

    assert (found.format, found.mode) == (kind, "RGB")


def test_a_transparent_picture_is_laid_on_white_and_cut_to_what_is_drawn():
    canvas, file = Image.new("RGBA", (2000, 1500), (0, 0, 0, 0)), io.BytesIO()
    canvas.paste((0, 0, 128, 255), (900, 700, 1100, 760))
    canvas.putpixel((900, 700), (0, 0, 128, 128))
    canvas.save(file, "PNG")

    found = kept(file.getvalue())

    assert (found.size, found.mode) == ((200, 60), "RGB")
    assert (found.getpixel((0, 0)), found.getpixel((100, 30))) == ((127, 127, 191), (0, 0, 128))


# The page


@pytest.fixture
def approver(pcc):
    return make_member(pcc, Role.APPROVER, name="Ann Approver")


def address(body):
    return reverse("letterhead", args=[body.slug])


def save(client, person, body, **changes):
    """What a browser would send of the page as it stands, with some of it changed."""
    client.force_login(person)
    form = client.get(address(body)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name not in ("logo", "no_logo")}
    return client.post(address(body), typed | changes)


def test_who_may_see_a_letterhead_and_who_may_change_it(pcc):
    force, other = pcc.oversees, make_policing_body(make_force("Yorbury Police"))
    people = {
        "approver": make_member(pcc, Role.APPROVER),
        "editor": make_member(pcc),
        "force's approver": make_member(force, Role.APPROVER),
        "force's editor": make_member(force),
        "other approver": make_member(other, Role.APPROVER),
        "liaison": make_liaison(),
        "reader": make_member(make_national_body(), Role.READER),
        "administrator": make_user(is_staff=True),
        "nobody": make_user(),
    }

    def who(check, body):
        return {name for name, person in people.items() if allowed(check, person, body)}

    assert who(permissions.check_can_see_letterhead, pcc) == {"approver", "editor"}
    assert who(permissions.check_can_change_letterhead, pcc) == {"approver"}
    # Whoever oversees a force answers for it.
    assert who(permissions.check_can_change_letterhead, force) == {"approver", "force's approver"}
    assert who(permissions.check_can_see_letterhead, force) == {
        *("approver", "editor", "force's approver", "force's editor"),
    }


def test_an_approver_changes_the_letterhead_and_the_change_is_kept_with_what_was_there(client, pcc, approver):
    page = save(client, approver, pcc, letterhead="centred", telephone="02", website="https://www.x.example/")

    assert page.url == address(pcc)
    pcc.refresh_from_db()
    assert (pcc.letterhead, pcc.telephone, pcc.website, pcc.version) == ("centred", "02", "www.x.example", 2)
    change = pcc.letterhead_changes.get()
    assert change.by == approver
    changed = {name: (was, change.after[name]) for name, was in change.before.items() if was != change.after[name]}
    assert changed == {
        "letterhead": ("beside", "centred"),
        "telephone": ("01234 567890", "02"),
        "website": ("www.example.org", "www.x.example"),
    }


def test_a_save_that_changes_nothing_leaves_no_line(client, pcc, approver):
    assert save(client, approver, pcc).status_code == 302

    pcc.refresh_from_db()
    assert (pcc.version, pcc.letterhead_changes.count()) == (1, 0)


def test_an_editor_sees_the_letterhead_and_no_form(client, pcc):
    client.force_login(make_member(pcc))

    page = client.get(address(pcc))

    assert "Only an approver for Commissioner for Somewhere can change it." in page.content.decode()
    assert page.content.decode().count("This is how a letter from") == 1
    assert client.post(address(pcc), {"letterhead": "right"}).status_code == 403
    pcc.refresh_from_db()
    assert pcc.letterhead == "beside"


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(client, pcc, approver):
    save(client, make_member(pcc, Role.APPROVER, name="Bob"), pcc, telephone="03")

    page = save(client, approver, pcc, telephone="04", version=1)

    assert page.context["form"].theirs == [("What is the telephone number?", "03")]
    assert "What Bob saved on" in page.content.decode()
    pcc.refresh_from_db()
    assert pcc.telephone == "03"
    # The next save is a decision.
    again = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields if name != "logo"}
    assert client.post(address(pcc), again).status_code == 302
    pcc.refresh_from_db()
    assert (pcc.telephone, pcc.version) == ("04", 3)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"letterhead": ""}, {"letterhead": ["Select how a letter begins"]}),
        ({"email": "office"}, {"email": ["Enter an e-mail address, such as office@example.org"]}),
        ({"website": "ask us"}, {"website": ["Enter the address of a website, such as www.example.org"]}),
        ({"address": "line\n" * 9}, {"address": ["Enter the address in at most 8 lines"]}),
        ({"telephone": "1" * 51}, {"telephone": ["Shorten this to 50 characters: it has 51"]}),
        ({"address": "1 😀 Street"}, {"address": ["Replace what the letter cannot print: 😀"]}),
    ],
)
def test_what_cannot_stand_on_a_letterhead_is_told_beside_its_question(client, pcc, approver, typed, sentences):
    page = save(client, approver, pcc, **typed)

    assert page.context["form"].errors == sentences
    pcc.refresh_from_db()
    assert pcc.version == 1


def test_a_logo_is_kept_shown_and_taken_off(client, pcc, approver):
    save(client, approver, pcc, logo=SimpleUploadedFile("My Logo.PNG", picture((4000, 2000))))

    pcc.refresh_from_db()
    assert pcc.logo.name == "logos/logo.png"
    assert client.get(address(pcc)).content.decode().count('alt="Logo of Commissioner for Somewhere"') == 4
    both = save(client, approver, pcc, no_logo="on", logo=SimpleUploadedFile("logo.png", picture()))
    assert both.context["form"].errors["no_logo"] == ["Select a logo or take it off, not both"]

    save(client, approver, pcc, no_logo="on")

    pcc.refresh_from_db()
    assert not pcc.logo
    assert [change.after["logo"] for change in pcc.letterhead_changes.all()] == ["logos/logo.png", ""]


def test_a_logo_chosen_on_a_page_that_comes_back_is_asked_for_again(client, pcc, approver):
    page = save(client, approver, pcc, email="office", logo=SimpleUploadedFile("logo.png", picture()))

    assert page.context["form"].errors["logo"] == ["Select the logo again: nothing is saved yet"]


def test_a_refused_page_shows_samples_with_what_is_saved(client, pcc, approver):
    page = save(client, approver, pcc, telephone="999", email="office").content.decode()

    assert page.count("Telephone: 01234 567890") == 3
    assert "Telephone: 999" not in page


@pytest.mark.parametrize("name", ["covering_letter", "check_update"])
@pytest.mark.parametrize(
    ("role", "words"), [(Role.APPROVER, "Change the letterhead"), (Role.EDITOR, "See the letterhead")]
)
def test_a_draft_leads_to_the_letterhead(client, draft, name, role, words):
    client.force_login(make_member(draft.body, role))

    page = client.get(reverse(name, args=[draft.pk])).content.decode()

    assert f'href="{address(draft.body)}">{words}</a>' in page


@pytest.mark.pdf
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("logo", [True, False])
def test_a_sample_is_a_letter_to_look_at_under_each_head(client, pcc, approver, head, logo):
    client.force_login(approver)
    if logo:
        pcc.logo.save("logo.png", ContentFile(picture()))

    answer = client.get(reverse("letterhead_sample", args=[pcc.slug]), {"letterhead": head})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert failures(answer.content) == []
    heard = listen(answer.content)
    assert "Sample: this is no letter." in heard.words
    assert [tag.words for tag in heard.all("H1")] == ["What the letter is about"]
    assert not pcc.updates.exists()


def test_a_page_of_a_letterhead_takes_few_queries(client, pcc, approver, django_assert_num_queries):
    save(client, approver, pcc, telephone="02")

    with django_assert_num_queries(6):  # session, person, their bodies, the body, its last change, a signature
        client.get(address(pcc))


@pytest.mark.parametrize("width", [1280, 320])
def test_a_browser_shows_and_saves_a_letterhead(page, sign_in, pcc, approver, width):
    pcc.logo.save("logo.png", ContentFile(picture()))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(approver)
    page.goto(address(pcc))
    axe(page)
    fits_a_phone(page)

    page.get_by_label("Name in the middle, contact details in a line below").check()
    page.get_by_label("What is the e-mail address?").fill("office")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Enter an e-mail address, such as office@example.org").click()
    expect(page.get_by_label("What is the e-mail address?")).to_be_focused()
    axe(page)
    page.get_by_label("What is the e-mail address?").fill("new@example.org")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The letterhead of Commissioner for Somewhere is saved.")).to_be_visible()
    expect(page.get_by_label("Name in the middle, contact details in a line below")).to_be_checked()


# A signature


@pytest.fixture
def signed(pcc, approver):
    """A signature that the approver keeps."""
    words = {"alternative": "Signature of Ann Approver", "image": picture((300, 100))}
    return Signature.objects.keep(body=pcc, owner=approver, at=NOON, **words)


@pytest.fixture
def asked(draft):
    draft.ask(by=draft.created_by, at=NOON)
    return draft


def keep(client, person, body, content=None, **typed):
    client.force_login(person)
    file = SimpleUploadedFile("me.png", picture((900, 300)) if content is None else content)
    return client.post(reverse("signature", args=[body.slug]), {"alternative": "Signed", "image": file} | typed)


def sign_off_page(client, person, update):
    client.force_login(person)
    return client.get(reverse("sign_off", args=[update.pk]))


def sign_off(client, person, update, **chosen):
    client.force_login(person)
    update.refresh_from_db()
    return client.post(reverse("sign_off", args=[update.pk]), {"seen": update.edited_at.isoformat()} | chosen)


def test_an_approver_keeps_a_signature_and_alone_sees_it(client, pcc, approver):
    other = make_member(pcc, Role.APPROVER)

    assert keep(client, approver, pcc).url == address(pcc)

    signature = Signature.objects.get()
    assert (signature.owner, signature.body, signature.alternative) == (approver, pcc, "Signed")
    assert Image.open(io.BytesIO(bytes(signature.image))).size == (708, 236)
    assert 'alt="Signed"' in client.get(address(pcc)).content.decode()
    for person in (other, make_member(pcc)):
        client.force_login(person)
        assert 'alt="Signed"' not in client.get(address(pcc)).content.decode()


def test_a_new_signature_takes_the_place_of_the_old_one_which_is_not_changed(client, pcc, approver, signed):
    keep(client, approver, pcc)

    old, new = Signature.objects.all()
    assert (old.pk, old.alternative, bytes(old.image)) == (signed.pk, signed.alternative, signed.image)
    assert (old.ended_at is None, new.ended_at) == (False, None)


def test_ending_a_signature_is_its_owners_alone(client, pcc, approver, signed):
    other = make_member(pcc, Role.APPROVER)
    client.force_login(other)
    client.post(reverse("end_signature", args=[pcc.slug]))
    assert Signature.objects.standing().get() == signed

    client.force_login(approver)
    client.post(reverse("end_signature", args=[pcc.slug]))

    assert not Signature.objects.standing().exists()
    assert Signature.objects.get() == signed


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Ann", "The signature must be a PNG or JPEG picture"),
        (b"", "The file is empty. Select the picture again"),
        (picture(colour="white"), "The signature shows nothing on white paper. Select one in darker colours"),
        (picture((400, 400))[:300], "The signature is broken or breaks off. Save or download it again"),
    ],
)
def test_what_is_no_picture_of_a_signature_is_refused(client, pcc, approver, content, sentence):
    page = keep(client, approver, pcc, content)

    assert page.context["form"].errors == {"image": [sentence]}
    assert 'value="Signed"' in page.content.decode()
    assert not Signature.objects.exists()


def test_a_signature_needs_a_picture_and_words(client, pcc, approver):
    page = keep(client, approver, pcc, image="", alternative="")

    assert page.context["form"].errors == {
        "image": ["Select a picture of your signature"],
        "alternative": ["Enter what is read out to somebody who cannot see it"],
    }


def test_who_signs_a_letter_off_chooses_whether_their_signature_is_on_it(client, asked, approver, signed):
    assert "with_signature" in sign_off_page(client, approver, asked).context["form"].fields
    assert b'name="with_signature"' in sign_off_page(client, approver, asked).content
    assert b"checked" not in sign_off_page(client, approver, asked).content
    # Whoever signs it off need not be who signs it.
    assert b"It stands above the name of Lee. If anybody changes" in sign_off_page(client, approver, asked).content

    sign_off(client, approver, asked, with_signature="on")

    asked.refresh_from_db()
    assert (asked.signed_off_by, asked.signature) == (approver, signed)
    assert '<img src="data:image/png;base64,' in letter_html(asked)
    assert 'alt="Signature of Ann Approver"' in letter_html(asked)
    check = client.get(reverse("check_update", args=[asked.pk])).content.decode()
    assert "Their signature is on the letter." in check


def test_a_letter_is_signed_off_without_the_signature_unless_that_is_said(client, asked, approver, signed):
    sign_off(client, approver, asked)

    asked.refresh_from_db()
    assert (asked.signed_off_by, asked.signature) == (approver, None)
    assert "<img" not in letter_html(asked)
    check = client.get(reverse("check_update", args=[asked.pk])).content.decode()
    assert "No picture of a signature is on the letter: it has room for a pen." in check


@pytest.mark.parametrize("whose", ["another approver's", "for another body", "ended"])
def test_no_other_signature_is_offered_or_taken(client, asked, pcc, approver, signed, whose):
    person = make_member(pcc, Role.APPROVER) if whose == "another approver's" else approver
    if whose != "another approver's":
        signed.end(at=NOON)
    if whose == "for another body":
        Signature.objects.keep(body=pcc.oversees, owner=approver, image=b"", alternative="Signed", at=NOON)

    assert b"with_signature" not in sign_off_page(client, person, asked).content
    page = sign_off(client, person, asked, with_signature="on")

    assert page.context["form"].non_field_errors() == [
        "You have no signature for letters of this body now. The letter is not signed off yet."
    ]
    asked.refresh_from_db()
    assert (asked.signed_off_by, asked.signature) == (None, None)


def test_nobody_can_put_somebody_elses_signature_on_a_letter(asked, pcc, signed):
    other = make_member(pcc, Role.APPROVER)

    with pytest.raises(ValueError, match="by its owner alone"):
        asked.sign_off(by=other, at=NOON, signature=signed)

    asked.refresh_from_db()
    assert (asked.signed_off_by, asked.signature) == (None, None)


@pytest.mark.parametrize("how", ["edit", "take back"])
def test_what_undoes_a_sign_off_takes_the_signature_off(asked, approver, signed, how):
    asked.sign_off(by=approver, at=NOON, signature=signed)

    if how == "edit":
        asked.edited(by=asked.created_by, at=NOON)
    else:
        asked.take_back_sign_off(by=approver, at=NOON)

    asked.refresh_from_db()
    assert (asked.signed_off_by, asked.signature) == (None, None)
    assert Signature.objects.standing().get() == signed


def test_an_edit_on_its_page_takes_the_signature_off(client, asked, approver, signed):
    asked.sign_off(by=approver, at=NOON, signature=signed)
    client.force_login(asked.created_by)
    form = client.get(reverse("covering_letter", args=[asked.pk])).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name not in ("dated_as", "speaks_for")}
    day = {"dated_as_day": "17", "dated_as_month": "6", "dated_as_year": "2021"}

    client.post(reverse("covering_letter", args=[asked.pk]), typed | day | {"salutation": "Dear Madam"})

    asked.refresh_from_db()
    assert (asked.salutation, asked.signed_off_by, asked.signature) == ("Dear Madam", None, None)


def test_a_signature_that_ended_stays_on_the_letters_that_bear_it(asked, approver, signed):
    asked.sign_off(by=approver, at=NOON, signature=signed)

    signed.end(at=NOON)

    asked.refresh_from_db()
    assert 'alt="Signature of Ann Approver"' in letter_html(asked)


@pytest.mark.parametrize("head", HEADS)
def test_a_signed_letter_passes_page_validation_and_names_the_signature(asked, approver, signed, head):
    asked.body.letterhead = head
    asked.sign_off(by=approver, at=NOON, signature=signed)

    pdf = render_letter(asked)

    assert failures(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures = [thing for thing in document.objects if getattr(thing, "S", None) == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == ["Signature of Ann Approver"]


@pytest.mark.pdf
def test_a_letter_that_was_sent_keeps_the_signature(asked, approver, signed):
    asked.sign_off(by=approver, at=NOON, signature=signed)
    send(asked, by=approver)
    signed.end(at=NOON)

    assert 'alt="Signature of Ann Approver"' in asked.sent_letter.html


def test_the_page_to_sign_off_asks_once_for_the_signature(client, asked, approver, signed):
    sign_off_page(client, approver, asked)
    with CaptureQueriesContext(connection) as queries:
        sign_off_page(client, approver, asked)

    assert sum('FROM "responses_signature"' in query["sql"] for query in queries) == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_a_browser_keeps_a_signature_and_puts_it_on_a_letter(page, sign_in, tmp_path, asked, approver, width):
    (tmp_path / "me.png").write_bytes(picture((900, 300)))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(approver)
    page.goto(reverse("signature", args=[asked.body.slug]))
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Which picture is your signature?").set_input_files(tmp_path / "me.png")
    page.get_by_role("button", name="Keep this signature").click()
    expect(page.get_by_role("img", name="Signature of Ann Approver")).to_be_visible()
    axe(page)

    page.goto(reverse("sign_off", args=[asked.pk]))
    expect(page.get_by_label("Put my signature on this letter")).not_to_be_checked()
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Put my signature on this letter").check()
    page.get_by_role("button", name="Sign off").click()

    page.goto(reverse("letter", args=[asked.pk]))
    expect(page.locator(".letter").get_by_role("img", name="Signature of Ann Approver")).to_be_visible()
    axe(page)
    fits_a_phone(page)
