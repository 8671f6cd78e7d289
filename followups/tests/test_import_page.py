"""The import page: file, columns, check, start, result; who may, and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.imports.waiting import run_waiting_imports
from followups.models import Touch
from followups.sweep import sweep
from followups.tests.factories import MONDAY
from leadfollow import clock
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Import, ImportRow, Inquiry, Lead
from leads.models.importing import ImportState
from leads.tests.import_corpus import as_workbook

LEADS = (
    "Id,Name,Email,Company,Status,Source,Created\n"
    "L1,Ana Ruiz,ana@x.example,Ruiz SL,New,Fair,2026-10-01\n"
    "L2,Ben Okafor,ben@y.example,Okafor Ltd,Lost,Web site,2026-10-02\n"
    "L3,=cmd|' /C calc'!A0,kb@@x,,New,Fair,2026-10-02\n"
    "L4,Cy,cy@z.example,Cy,New,Fair,31 in October\n"
)

pytestmark = pytest.mark.django_db


def upload(client, text=LEADS, kind="leads", name="leads.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("followups:imports"), {"file": file, "kind": kind})


def columns_of(client, batch, **changes):
    """What the columns form would send as it is drawn."""
    page = client.get(reverse("followups:import", args=[batch.pk]))
    form = page.context["form"]
    drawn = {name: form[name].value() for name in form.fields}
    drawn = {name: "on" if value is True else value for name, value in drawn.items() if value}
    return drawn | {"table": form.table} | changes


def send(client, batch, **changes):
    address = reverse("followups:import", args=[batch.pk])
    return client.post(address, columns_of(client, batch, **changes))


@pytest.fixture
def manager(client):
    manager = make_manager(of=make_team())
    client.force_login(manager)
    return manager


@pytest.fixture
def batch(client, manager):
    upload(client)
    return Import.objects.get()


def start(client, batch):
    client.post(reverse("followups:start_import", args=[batch.pk]))
    run_waiting_imports(now=clock.now(), seconds=60)
    batch.refresh_from_db()
    return batch


def test_an_upload_becomes_a_draft_with_the_guess_filled_in(client, manager):
    answer = upload(client)

    batch = Import.objects.get()
    assert answer.url == reverse("followups:import", args=[batch.pk])
    form = client.get(answer.url).context["form"]
    assert form["column-email"].value() == "Email"
    assert batch.state == ImportState.DRAFT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param("<html><body>no", "web page", id="no table"),
        pytest.param("%PDF-1.4 x", "PDF", id="pdf"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(client, manager, text, sentence):
    answer = upload(client, text)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()


def test_the_check_counts_and_writes_nothing(client, batch):
    send(client, batch)

    page = client.get(reverse("followups:check_import", args=[batch.pk]))

    assert page.context["found"]["created"] == 3
    assert page.context["found"]["held"] == 1
    assert "31 in October" in page.content.decode()
    assert not Lead.objects.exists()


def test_a_column_that_tells_nobody_apart_is_refused(client, batch):
    nothing = {f"column-{name}": "" for name in ("external_id", "name", "email", "organisation")}

    answer = send(client, batch, **nothing)

    assert answer.status_code == 422
    assert "cannot be told apart" in answer.content.decode()
    assert "as Id in the file, E-mail, E-mail or phone in one cell" in answer.content.decode()


def test_their_words_can_be_taken_otherwise(client, batch):
    lost = next(
        name
        for name, value in columns_of(client, batch).items()
        if name.startswith("word-status") and value == "closed:no response"
    )

    send(client, batch, **{lost: "working"})
    start(client, batch)

    assert Lead.objects.get(external_id="L2").status == "working"


def test_started_the_worker_takes_it_and_every_row_is_accounted_for(client, batch):
    send(client, batch)

    batch = start(client, batch)

    assert batch.state == ImportState.DONE
    assert (batch.created, batch.held, batch.rows_done) == (3, 1, 4)
    assert Lead.objects.count() == 3


def test_start_pressed_twice_starts_once(client, batch):
    send(client, batch)
    start(client, batch)

    start(client, batch)

    assert Lead.objects.count() == 3


def test_the_same_file_again_creates_nothing_and_says_so_before(client, batch):
    send(client, batch)
    start(client, batch)
    upload(client)
    again = Import.objects.latest("pk")

    page = client.get(reverse("followups:import", args=[again.pk]))
    send(client, again)
    start(client, again)

    assert "imported before" in page.content.decode()
    assert "content" in page.context["before"].get_deferred_fields()  # up to 10 MB
    again.refresh_from_db()
    assert (again.created, again.added, again.held) == (0, 3, 1)


def test_rows_can_be_downloaded_and_are_no_formulas(client, batch):
    send(client, batch)
    start(client, batch)

    answer = client.get(reverse("followups:import_rows", args=[batch.pk, "created"]))

    text = b"".join(answer.streaming_content).decode()
    assert "'=cmd" in text
    assert "L1,Ana Ruiz" in text


def test_held_rows_say_line_and_reason(client, batch):
    send(client, batch)
    start(client, batch)

    answer = client.get(reverse("followups:import_rows", args=[batch.pk, "held"]))

    line = b"".join(answer.streaming_content).decode().splitlines()[1]
    assert line.startswith("5,")
    assert "31 in October" in line


def test_owned_leads_begin_their_cadence_only_when_asked(client, manager):
    rep = make_rep(team=manager.teams_led.get())
    upload(client)
    batch = Import.objects.get()
    send(client, batch, owner=rep.email, campaign="WEB")
    start(client, batch)
    assert not Touch.objects.exists()

    client.post(reverse("followups:begin_cadences", args=[batch.pk]))
    run_waiting_imports(now=clock.now(), seconds=60)

    assert Touch.objects.scheduled().count() == 2  # the lost one is closed
    batch.refresh_from_db()
    assert batch.cadence_by is None


def test_another_header_line_draws_the_columns_anew(client, manager):
    upload(client, "A list,of the,fair\nName,Email,Company\nAna,ana@x.example,Ruiz\n")
    batch = Import.objects.get()

    send(client, batch, header_line="2", campaign="WEB")

    form = client.get(reverse("followups:import", args=[batch.pk])).context["form"]
    assert form["column-email"].value() == "Email"
    assert form["campaign"].value() == "WEB"


def test_an_event_manager_imports_into_own_campaigns_only(client):
    events = make_event_manager()
    own, other = make_campaign(owner=events), make_campaign()
    client.force_login(events)
    upload(client)
    batch = Import.objects.get()

    refused = send(client, batch, campaign=other.code)
    without = send(client, batch)
    assert "Choose the campaign of these rows." in without.content.decode()
    assert "column-campaign" not in without.context["form"].fields
    taken = send(client, batch, campaign=own.code)
    start(client, batch)

    assert (refused.status_code, without.status_code, taken.status_code) == (422, 422, 302)
    assert set(Lead.objects.values_list("campaign", flat=True)) == {own.pk}


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_a_strangers_import_is_not_there(client, batch, make):
    client.force_login(make())

    assert client.get(reverse("followups:import", args=[batch.pk])).status_code == 404


def test_a_rep_does_not_find_the_page(client):
    client.force_login(make_rep())

    assert client.get(reverse("followups:imports")).status_code == 404


def test_an_admin_sees_all(client, batch):
    client.force_login(make_admin())

    assert client.get(reverse("followups:import", args=[batch.pk])).status_code == 200


def test_a_draft_can_be_thrown_away(client, batch):
    client.post(reverse("followups:discard_import", args=[batch.pk]))

    assert not Import.objects.exists()


def test_the_list_asks_no_more_for_more_imports(client, batch, django_assert_max_num_queries):
    address = reverse("followups:imports")
    with django_assert_max_num_queries(6) as few:
        client.get(address)
    queries = len(few)
    for number in range(5):
        upload(client, name=f"{number}.csv")

    with django_assert_max_num_queries(queries):
        client.get(address)


def test_progress_asks_for_itself(client, batch):
    send(client, batch)
    Import.objects.update(state=ImportState.WAITING, created_at=MONDAY)
    address = reverse("followups:import", args=[batch.pk])

    idle = client.get(address, headers={"HX-Request": "true"}).content.decode()
    sweep(now=clock.now())
    alive = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "hx-get" in idle
    assert "No worker has come" in idle
    assert "No worker has come" not in alive
    assert not ImportRow.objects.exists()


def test_the_zone_is_the_installations_as_on_the_command_line(client, manager, settings, tmp_path):
    settings.TIME_ZONE, manager.own_time_zone = "Europe/Berlin", "America/New_York"
    manager.save()
    path = tmp_path / "fair.csv"
    path.write_text("Name,Email,Created\nAna,ana@x.example,2026-10-01 10:00\n")
    upload(client, path.read_text())
    batch = Import.objects.get()
    send(client, batch)
    start(client, batch)

    call_command("import_file", str(path), kind="leads")

    assert batch.time_zone == "Europe/Berlin"
    assert f"{Inquiry.objects.get().received_at:%H:%M}" == "08:00"


def test_the_page_and_the_help_name_the_zone(client, batch, capsys, settings):
    settings.TIME_ZONE = "Europe/Berlin"

    page = client.get(reverse("followups:import", args=[batch.pk])).content.decode()
    with pytest.raises(SystemExit):
        call_command("import_file", "--help")

    assert "Europe/Berlin is this organisation" in page
    assert "the organisation's otherwise" in " ".join(capsys.readouterr().out.split())


def test_a_zone_without_a_place_stays_chosen(client, manager, settings):
    settings.TIME_ZONE = "CET"
    upload(client)
    batch = Import.objects.get()

    send(client, batch)

    batch.refresh_from_db()
    assert batch.time_zone == "CET"


def test_from_a_campaigns_page_its_file_comes_under_it(client, manager):
    fair = make_campaign(team=manager.teams_led.get(), name="Fair")
    file = SimpleUploadedFile("fair.csv", b"Name,Company\nAna Ruiz,Ruiz SL\n")
    typed = {"file": file, "kind": "leads", "campaign": fair.code}

    client.post(reverse("followups:imports"), typed)

    batch = Import.objects.get()
    send(client, batch)
    page = client.get(reverse("followups:check_import", args=[batch.pk])).content.decode()
    assert "All of them come under “Fair”." in page
    assert "Nobody owns them yet." in page


def test_a_campaign_of_another_event_manager_is_none(client):
    client.force_login(make_event_manager())
    theirs = make_campaign(owner=make_event_manager())
    file = SimpleUploadedFile("fair.csv", b"Name,Company\nAna Ruiz,Ruiz SL\n")

    client.post(
        reverse("followups:imports"), {"file": file, "kind": "leads", "campaign": theirs.code}
    )

    assert Import.objects.get().options["campaign"] == ""


def test_the_result_leads_on_to_the_leads_without_an_owner(client, manager):
    fair = make_campaign(team=manager.teams_led.get(), name="Fair")
    upload(client, "Name,Company\nAna Ruiz,Ruiz SL\nBen Okafor,Okafor Ltd\n")
    batch = Import.objects.get()
    send(client, batch, campaign=fair.code)
    client.post(reverse("followups:start_import", args=[batch.pk]))
    run_waiting_imports(now=clock.now(), seconds=20)

    page = client.get(reverse("followups:import", args=[batch.pk])).content.decode()

    assert "2 leads have no owner yet" in page
    assert reverse("followups:inbox") in page


@pytest.mark.parametrize(
    "harm",
    [
        {"encoding": "a\x00b"},
        {"encoding": "unicode_escape"},
        {"encoding": "raw_unicode_escape"},
        {"campaign": "a\x00b", "header_line": "2"},
        {"worksheet": "a\x00b"},
        {"worksheet": "x" * 300_000},
    ],
    ids=lambda harm: "-".join(harm),
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_said_to_be_read_as_nothing_can_be_is_a_sentence(client, manager, harm, kind):
    content = b"Name,Mail\nAna \\ud800,a@x.example\n"
    if kind == "xlsx":
        content = as_workbook([["Name", "Mail"], ["Ana", "a@x.example"]])
    file = SimpleUploadedFile(f"a.{kind}", content)
    client.post(reverse("followups:imports"), {"file": file, "kind": "leads"})
    batch = Import.objects.get()

    answer = send(client, batch, **harm)

    assert answer.status_code in (200, 302, 422)
    assert client.get(reverse("followups:import", args=[batch.pk])).status_code == 200
