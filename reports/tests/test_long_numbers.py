"""A number that no record can have is nobody's, in an address and in a form: never a fault."""

import pytest

from followups.tests.factories import make_owned_lead
from leadfollow.ids import DIGITS, id_in
from leadfollow.people.tests.factories import make_admin
from reports.tests.pages import ARGUMENT, routes

pytestmark = pytest.mark.django_db
LONG = ("9" * DIGITS, "9" * (DIGITS + 1), "9" * 5000)  # Python itself reads no more than 4,300


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("²", None),
        ("9" * 18, 10**18 - 1),
        ("1" * 19, None),
        ("1" * 5000, None),
    ],
)
def test_a_number_that_is_typed(text, number):
    assert id_in(text) == number


@pytest.mark.parametrize("digits", LONG[:2], ids=len)
def test_of_every_address_with_a_number_a_long_one_leads_nowhere(client, digits):
    client.force_login(make_admin())
    client.raise_request_exception = False
    asked = [ARGUMENT.sub(digits, route) for route in routes() if "<id:" in route]

    answers = {
        f"{ask} {address}": getattr(client, ask)(address).status_code
        for address in asked
        for ask in ("get", "post")
    }

    assert len(answers) > 100
    assert not {asked: status for asked, status in answers.items() if status >= 500}


@pytest.mark.parametrize("digits", LONG, ids=len)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/leads/{lead}/assign/", "rep"),
        ("/leads/incomplete/?lead={digits}", "lead"),
        ("/leads/incomplete/?campaign={digits}", ""),
        ("/leads/?cadence={digits}", ""),
        ("/?lead={digits}", ""),
        ("/?rep={digits}", ""),
        ("/leads/new/?campaign={digits}", ""),
        ("/reports/response-time/rows/?part=rep:{digits}", ""),
    ],
)
def test_of_what_a_form_sends_a_long_number_is_nobodys(client, address, name, digits):
    client.force_login(make_admin())
    client.raise_request_exception = False
    address = address.format(lead=make_owned_lead().pk, digits=digits)

    sent = {name: digits} if name else {}
    answers = [client.get(address).status_code, client.post(address, sent).status_code]

    assert max(answers) < 500
