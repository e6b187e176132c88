"""Whom an administrator invites, for which body, in which role; and that nobody else does."""

import datetime
import re
import socket

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from playwright.sync_api import expect

from accounts.forms import ChangePersonForm, InviteForm
from accounts.models import Membership, Role, User
from accounts.permissions import check_can_deactivate
from tests.factories import PASSWORD, make_force, make_hmicfrs, make_liaison, make_member, make_policing_body, make_user
from tests.hands import look
from tests.test_sign_in import NEW_PASSWORD, choose_password, link_in, sign_in

pytestmark = pytest.mark.django_db
INVITE = "/people/invite/"
KNOWN = "Somebody already has this e-mail address. Find them in the list of people to give them another role"


@pytest.fixture
def admin(client):
    """An administrator, at the test's own browser."""
    admin = make_user("Ada Admin", is_staff=True)
    client.force_login(admin)
    return admin


def invitation(to, **answers):
    return {"name": "Nia Newcomer", "email": "nia@example.org", "body": to.name, "role": Role.EDITOR, **answers}


def roles(person):
    return [(membership.body, membership.role) for membership in person.memberships.all()]


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_an_invited_person_chooses_a_password_and_signs_in(client, admin, mailoutbox):
    borset = make_policing_body(make_force())

    page = client.post(INVITE, invitation(borset, email="Nia@Example.ORG"), follow=True)

    nia = User.objects.get(email="nia@example.org")
    assert page.redirect_chain == [(f"/people/{nia.pk}/", 302)]
    assert messages(page) == ["We sent Nia Newcomer a link, to nia@example.org, to choose a password."]
    assert (nia.name, nia.is_staff, nia.has_usable_password(), roles(nia)) == (
        "Nia Newcomer",
        False,
        False,
        [(borset, Role.EDITOR)],
    )
    [message] = mailoutbox
    assert message.to == ["nia@example.org"]
    assert message.subject == "Your account in the super-complaint tracker"
    assert "Nia Newcomer, you are invited" in message.body
    nias = Client()
    choose_password(nias, link_in(message))
    assert sign_in(nias, "nia@example.org", NEW_PASSWORD).url == "/"


def test_before_choosing_a_password_nobody_signs_in_as_the_invited_person(client, admin):
    client.post(INVITE, invitation(make_force()))

    for guess in ["", "!", PASSWORD]:
        assert sign_in(Client(), "nia@example.org", guess).status_code == 200


def test_a_link_can_be_sent_again_and_the_person_can_ask_for_one(client, admin, mailoutbox):
    client.post(INVITE, invitation(make_force()))
    nia = User.objects.get(email="nia@example.org")

    client.post(f"/people/{nia.pk}/invite-again/")
    Client().post("/accounts/password/reset/", {"email": "nia@example.org"})

    assert [message.subject for message in mailoutbox] == ["Your account in the super-complaint tracker"] * 3
    assert choose_password(Client(), link_in(mailoutbox[2])).status_code == 302
    # Who has a password is not invited any more.
    client.post(f"/people/{nia.pk}/invite-again/")
    assert mailoutbox[3].subject == "Choose a password for the super-complaint tracker"


MEANWHILE = "Somebody made this Ben Brown, ben@example.org after you opened the page. Check it, then save again."


def mended(person, **changes):
    return {"name": person.name, "email": person.email, "seen": f"{person.name} {person.email}", **changes}


@pytest.fixture
def mend(client, admin):
    def mend(person, **changes):
        return client.post(f"/people/{person.pk}/change/", mended(person, **changes))

    return mend


def history(client, person):
    page = client.get(f"/people/{person.pk}/")
    return [(str(line.user), line.get_change_message()) for line in page.context["history"]]


def test_a_wrong_address_is_mended_and_the_invitation_goes_to_the_right_one(client, admin, mend, mailoutbox):
    client.post(INVITE, invitation(make_force(), email="nai@example.org"))
    nia = User.objects.get(email="nai@example.org")

    page = client.get(mend(nia, email="Nia.O’Brien@Example.org").url)

    nia.refresh_from_db()
    assert nia.email == "nia.o'brien@example.org"
    assert [message.to for message in mailoutbox] == [["nai@example.org"], ["nia.o'brien@example.org"]]
    assert "Nia Newcomer, you are invited" in mailoutbox[1].body
    # Whoever got the first link can no longer use it.
    assert "This link is too old, or has been used." in Client().get(link_in(mailoutbox[0])).content.decode()
    choose_password(Client(), link_in(mailoutbox[1]))
    assert sign_in(Client(), "nia.o’brien@example.org", NEW_PASSWORD).url == "/"
    changed = "E-mail address changed from “nai@example.org” to “nia.o'brien@example.org”"
    assert messages(page)[1:] == [
        f"{changed}.",
        "We sent Nia Newcomer a link, to nia.o'brien@example.org, to choose a password.",
    ]
    assert history(client, nia) == [("Ada Admin", changed)]


def test_who_has_signed_in_before_is_told_at_both_addresses_and_stays_signed_in(client, mend, mailoutbox):
    ben = make_member(make_force(), name="Ben Brown", email="ben@example.org")
    bens = Client()
    sign_in(bens, "ben@example.org")
    assert EmailAddress.objects.get_or_create(user=ben, email="ben@example.org", primary=True)

    mend(ben, email="ben.brown@example.org")

    assert [message.to for message in mailoutbox] == [["ben@example.org"], ["ben.brown@example.org"]]
    assert "nothing more is sent to this one" in mailoutbox[0].body
    assert "ben.brown@example.org" not in mailoutbox[0].body
    assert "You sign in with this address from now on: ben.brown@example.org" in mailoutbox[1].body
    assert bens.get("/").status_code == 200
    assert sign_in(Client(), "ben.brown@example.org").url == "/"
    assert sign_in(Client(), "ben@example.org").status_code == 200
    Client().post("/accounts/password/reset/", {"email": "ben@example.org"})
    assert len(mailoutbox) == 2


def test_a_name_is_mended_and_nobody_is_written_to(client, mend, mailoutbox):
    ben = make_member(make_force(), name="Ben Brwon", email="ben@example.org")

    mend(ben, name="Ben  Brown")
    mend(User.objects.get(pk=ben.pk))

    ben.refresh_from_db()
    assert (ben.name, ben.email) == ("Ben Brown", "ben@example.org")
    assert history(client, ben) == [("Ada Admin", "Name changed from “Ben Brwon” to “Ben Brown”")]
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": " "}, {"name": ["Enter their name"]}),
        ({"email": "ben"}, {"email": ["Enter an e-mail address in the correct format, like name@example.com"]}),
        ({"email": "Carla@example.org"}, {"email": [KNOWN]}),
        ({"name": "Benjamin", "seen": "Ben Brown old@example.org"}, {"seen": [MEANWHILE]}),
    ],
)
def test_a_mend_that_cannot_be_is_told_beside_its_field_and_changes_nothing(client, mend, mailoutbox, changes, errors):
    make_user(email="carla@example.org")
    ben = make_member(make_force(), name="Ben Brown", email="ben@example.org")

    page = mend(ben, **changes)

    assert page.context["form"].errors == errors
    ben.refresh_from_db()
    assert (ben.name, ben.email) == ("Ben Brown", "ben@example.org")
    assert history(client, ben) == []
    assert mailoutbox == []


def test_both_halves_of_a_double_click_are_one_change(client, mend, mailoutbox):
    ben = make_member(make_force(), name="Ben Brown", email="ben@example.org")

    answers = [mend(ben, email="b@example.org") for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/people/{ben.pk}/"] * 2
    assert len(history(client, ben)) == 1
    assert len(mailoutbox) == 2


def test_two_people_are_never_given_one_address_at_the_same_moment(client, mend, monkeypatch):
    ben = make_member(make_force(), name="Ben Brown", email="ben@example.org")
    taken = ChangePersonForm.clean_email

    def taken_meanwhile(form):
        email = taken(form)
        make_user(email=email)
        return email

    monkeypatch.setattr(ChangePersonForm, "clean_email", taken_meanwhile)
    page = mend(ben, email="b@example.org")

    assert page.context["form"].errors == {"email": [KNOWN]}
    ben.refresh_from_db()
    assert ben.email == "ben@example.org"
    assert history(client, ben) == []


def test_where_nobody_could_be_told_the_address_is_mended_and_the_page_says_so(client, mend, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    ben = make_member(make_force(), name="Ben Brown", email="ben@example.org")

    page = client.get(mend(ben, email="b@example.org").url)

    assert messages(page)[1:] == ["Ben Brown could not be told by e-mail. Tell them to sign in with b@example.org."]
    ben.refresh_from_db()
    assert ben.email == "b@example.org"


def test_when_the_invitation_cannot_be_sent_the_person_is_kept_and_the_page_says_so(client, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody_listens.getsockname()
        page = client.post(INVITE, invitation(make_force()), follow=True)

    assert messages(page) == [
        "The e-mail to Nia Newcomer, nia@example.org, could not be sent. Send the link again from this page."
    ]
    assert User.objects.filter(email="nia@example.org").exists()


def test_a_mail_server_that_says_nothing_is_not_waited_for_without_end(client, admin, settings):
    assert settings.EMAIL_TIMEOUT <= 10
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 0.1
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        page = client.post(INVITE, invitation(make_force()), follow=True)

    assert messages(page) == [
        "The e-mail to Nia Newcomer, nia@example.org, could not be sent. Send the link again from this page."
    ]


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"name": " "}, {"name": ["Enter their name"]}),
        ({"email": ""}, {"email": ["Enter their e-mail address"]}),
        ({"email": "nia"}, {"email": ["Enter an e-mail address in the correct format, like name@example.com"]}),
        ({"email": "KNOWN@example.org"}, {"email": [KNOWN]}),
        ({"body": ""}, {"body": ["Enter the name of a body"]}),
        ({"body": "999999"}, {"body": ["Enter the name of a body in the list: “999999” is not there"]}),
        ({"role": ""}, {"role": ["Select what they will do"]}),
        ({"role": "owner"}, {"role": ["Select what they will do from the list"]}),
        ({"role": "liaison"}, {"role": ["Select another role: only the inspectorate has liaison staff"]}),
        (
            {"role": "reader"},
            {"role": ["Select another role: only the inspectorate and national bodies have readers"]},
        ),
        ({"name": "N\x00a"}, {"name": ["Null characters are not allowed."]}),
    ],
)
def test_a_wrong_invitation_says_so_beside_the_field_and_invites_nobody(client, admin, mailoutbox, answers, errors):
    make_user(email="known@example.org")
    before = set(User.objects.all())

    page = client.post(INVITE, invitation(make_force(), **answers))

    assert page.context["form"].errors == errors
    assert set(User.objects.all()) == before
    assert mailoutbox == []
    summary = re.findall(r'<a href="#([^"]+)">([^<]+)</a></li>', page.content.decode())
    assert [name for name, _ in summary] == [f"id_{name}" if name != "role" else "id_role_0" for name in errors]
    # Nothing typed is lost.
    assert 'value="nia@example.org"' in page.content.decode() or "email" in answers


def test_a_person_of_the_inspectorate_is_a_liaison_and_nothing_else(client, admin):
    page = client.post(INVITE, invitation(make_hmicfrs(), role=Role.EDITOR))

    assert page.context["form"].errors == {"role": ["Select liaison or reader: the inspectorate writes no updates"]}


def test_nobody_is_invited_to_a_body_that_has_ended(client, admin):
    mayor = make_policing_body(name="Mayor of Borsetshire", office="mayor")
    ended = make_policing_body(make_force(), succeeded_by=mayor, ended_on=datetime.date(2024, 5, 8))

    page = client.post(INVITE, invitation(ended))

    assert page.context["form"].errors == {
        "body": ["Enter the name of a body in the list: “Police and Crime Commissioner for Borsetshire” is not there"]
    }


def test_two_invitations_at_the_same_moment_make_one_person(client, admin):
    # The second form has looked for the address before the first is saved.
    body = make_force()
    first, second = InviteForm(invitation(body)), InviteForm(invitation(body))
    assert first.is_valid()
    assert second.is_valid()

    assert first.save().email == "nia@example.org"
    assert second.save() is None
    assert list(second.errors) == ["email"]
    assert Membership.objects.count() == 1


def test_one_email_address_is_one_person_whatever_made_the_account():
    make_user(email="anna@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Anna@example.org", "Another Anna")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Anna@example.org", name="Another Anna")


@pytest.mark.parametrize("typed", ["Gwent PCC", "office of the PCC for Gwent", "gwent-pcc"])
def test_a_body_is_chosen_by_typing_any_of_its_names(client, admin, typed):
    pcc = make_policing_body(make_force("Gwent Police"), "Police and Crime Commissioner for Gwent", slug="gwent-pcc")

    client.post(INVITE, invitation(pcc, body=typed))

    assert roles(User.objects.get(email="nia@example.org")) == [(pcc, Role.EDITOR)]
    assert f'<option value="{pcc}"></option>' in client.get(INVITE).content.decode()


def test_a_name_that_could_be_two_bodies_invites_nobody_and_asks_which(client, admin, mailoutbox):
    pcc = make_policing_body(make_force("Gwent Police"), "Police and Crime Commissioner for Gwent")

    page = client.post(INVITE, invitation(pcc, body="Gwent"))

    assert page.context["form"].errors == {
        "body": [f"Enter the whole name of a body: did you mean Gwent Police or {pcc}?"]
    }
    assert 'value="Gwent"' in page.content.decode()
    assert (mailoutbox, list(User.objects.all())) == ([], [admin])


def test_roles_are_added_and_removed(client, admin):
    force, pcc = make_force(), make_policing_body()
    ben = make_member(force, name="Ben")

    page = client.post(f"/people/{ben.pk}/", {"body": pcc.name, "role": Role.APPROVER}, follow=True)
    assert messages(page) == [f"Ben has a new role: Approver, {pcc}."]
    assert roles(ben) == [(force, Role.EDITOR), (pcc, Role.APPROVER)]

    page = client.post(f"/people/{ben.pk}/roles/{ben.memberships.first().pk}/remove/", follow=True)
    assert messages(page) == [f"Ben lost a role: Editor, {force}."]
    assert roles(ben) == [(pcc, Role.APPROVER)]


def test_a_role_that_a_person_has_is_not_added_twice(client, admin):
    force = make_force()
    ben = make_member(force, name="Ben")

    page = client.post(f"/people/{ben.pk}/", {"body": force.name, "role": Role.EDITOR})

    assert page.context["form"].errors == {"role": ["Ben already has this role in this body"]}
    assert ben.memberships.count() == 1


def test_a_role_is_removed_from_its_own_person_only(client, admin):
    ben, cora = make_member(make_force(), name="Ben"), make_user("Cora")

    response = client.post(f"/people/{cora.pk}/roles/{ben.memberships.get().pk}/remove/")

    assert response.status_code == 404
    assert ben.memberships.count() == 1


def test_a_person_is_deactivated_never_deleted_and_comes_back_with_their_roles(client, admin):
    ben = make_member(make_force(), name="Ben", email="ben@example.org")
    bens = Client()
    sign_in(bens, "ben@example.org")

    page = client.post(f"/people/{ben.pk}/deactivate/", follow=True)
    assert messages(page) == ["Ben can no longer sign in."]
    assert bens.get("/").status_code == 302
    assert client.post(f"/people/{ben.pk}/invite-again/").status_code == 404

    client.post(f"/people/{ben.pk}/reactivate/")
    assert sign_in(bens, "ben@example.org").url == "/"
    assert ben.memberships.count() == 1


def test_an_administrator_cannot_lock_themselves_out(client, admin):
    page = client.post(f"/people/{admin.pk}/deactivate/")

    assert page.status_code == 403
    assert "You cannot deactivate your own account. Another administrator can." in page.content.decode()
    assert "Deactivate" not in client.get(f"/people/{admin.pk}/").content.decode()
    admin.refresh_from_db()
    assert admin.is_active
    with pytest.raises(PermissionDenied):
        check_can_deactivate(make_user(), admin)


def test_the_list_is_searched_by_name_address_and_body(client, admin):
    borset, felpersham = make_force("Borsetshire Police"), make_force("Felpersham Police")
    ben = make_member(borset, name="Ben Brown", email="ben@example.org")
    cora = make_member(felpersham, name="Cora Clay", email="cora@borset.example.org")
    Membership.objects.create(user=cora, body=felpersham, role=Role.APPROVER)

    def listed(query):
        return list(client.get(f"/people/{query}").context["people"])

    assert listed("") == [admin, ben, cora]
    assert listed("?q=brown") == [ben]
    assert listed("?q=BORSET") == [cora]
    assert listed(f"?body={felpersham.slug}") == [cora]
    assert listed(f"?body={felpersham.slug}&q=ben") == []
    assert "Nobody has this name" in client.get("/people/?q=nobody").content.decode()
    assert listed("?q=%00") == [admin, ben, cora]
    # A wrong body lists as if none were asked for, and says so.
    wrong = client.get("/people/?body=no-such-body")
    assert list(wrong.context["people"]) == [admin, ben, cora]
    assert list(wrong.context["form"].errors) == ["body"]


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_as_many_queries_for_three_people_as_for_one(client, admin, django_assert_num_queries, people):
    for number in range(people):
        make_member(make_force(f"Force {number}"))

    # The session, its person; bodies to choose from, their other names; people, their memberships, the bodies of these.
    with django_assert_num_queries(8):
        client.get("/people/")


def test_the_page_of_a_member_of_an_ended_body_says_who_came_after_it(client, admin):
    mayor = make_policing_body(name="Mayor of Borsetshire", office="mayor")
    ended = make_policing_body(make_force(), succeeded_by=mayor, ended_on=datetime.date(2024, 5, 8))
    ben = make_member(ended)

    page = client.get(f"/people/{ben.pk}/").content.decode()

    assert "This body ended on 8 May 2024.</strong> Add a role in Mayor of Borsetshire, then remove this one." in page


@pytest.mark.parametrize("make_other", [make_liaison, make_user])
def test_who_is_no_administrator_sees_nobody_and_changes_nothing(client, mailoutbox, make_other):
    force = make_force()
    ben = make_member(force, name="Ben Brown", email="ben@example.org")
    client.force_login(make_other())
    membership = ben.memberships.get()
    before = (list(User.objects.values()), list(Membership.objects.values()))

    refused = [
        client.get("/people/?q=ben"),
        client.post(INVITE, invitation(force)),
        client.get(f"/people/{ben.pk}/"),
        client.post(f"/people/{ben.pk}/", {"body": force.name, "role": Role.APPROVER}),
        client.get(f"/people/{ben.pk}/change/"),
        client.post(f"/people/{ben.pk}/change/", mended(ben, email="thief@example.org", seen="")),
        client.post(f"/people/{ben.pk}/invite-again/"),
        client.post(f"/people/{ben.pk}/deactivate/"),
        client.post(f"/people/{ben.pk}/reactivate/"),
        client.post(f"/people/{ben.pk}/roles/{membership.pk}/remove/"),
        client.get("/people/999999/"),
    ]

    reason = "Only an administrator can see who signs in, and invite people."
    assert [(page.status_code, reason in page.content.decode()) for page in refused] == [(403, True)] * 11
    assert not any("ben@example.org" in page.content.decode() for page in refused)
    assert (list(User.objects.values()), list(Membership.objects.values())) == before
    assert mail.outbox == []


def test_a_name_is_shown_as_it_is_and_never_as_markup(client, admin):
    client.post(INVITE, invitation(make_force(), name="<b>Nia</b> \n  Newcomer"))

    nia = User.objects.get(email="nia@example.org")
    assert nia.name == "<b>Nia</b> Newcomer"
    assert "&lt;b&gt;Nia" in client.get("/people/").content.decode()
    assert "<b>Nia" not in client.get("/people/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_administrator_invites_somebody_in_a_browser(page, sign_in):
    pcc = make_policing_body(make_force(), name="Borsetshire PCC")
    sign_in(make_user("Ada Admin", is_staff=True))

    page.goto("/")
    page.get_by_role("link", name="People").click()
    look(page, "People")
    page.get_by_role("button", name="Invite somebody").click()
    look(page, "Invite somebody")
    page.get_by_label("What is their name?").fill("Nia Newcomer")
    page.get_by_label("For which body?").fill("PCC for Borsetshire")
    page.get_by_role("button", name="Send invitation").click()
    look(page, "Invite somebody")
    page.get_by_role("link", name="Select what they will do").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    page.get_by_role("radio", name="Editor: writes updates").check()
    page.get_by_label("What is their e-mail address?").fill("nia@example.org")
    page.get_by_role("button", name="Send invitation").click()

    expect(page.get_by_text("We sent Nia Newcomer a link")).to_be_visible()
    look(page, "Nia Newcomer")
    page.get_by_role("button", name="Remove Editor, Borsetshire PCC").click()
    expect(page.get_by_text("Nia Newcomer lost a role: Editor, Borsetshire PCC.")).to_be_visible()
    page.get_by_role("button", name="Deactivate").click()
    look(page, "Nia Newcomer")
    assert roles(User.objects.get(email="nia@example.org")) == []
    assert pcc.memberships.count() == 0
