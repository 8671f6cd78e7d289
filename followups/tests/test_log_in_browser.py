"""A rep at work, in a real browser: one key a touch, the next lead by itself, nothing doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followups.models import EarlyStop, Touch
from followups.tests.factories import make_owned_lead, make_touch
from followups.tests.hands import press, settled, write
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.browser

HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrov")


def due(ana: User, organisation: str, *, hours: int) -> Touch:
    now = clock.now()
    person = make_person(company=organisation, name="")
    lead = make_owned_lead(owner=ana, at=now - 99 * HOUR, person=person)
    return make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 99 * HOUR)


@pytest.fixture
def queue(ana: User) -> list[Touch]:
    return [due(ana, "Hafen AG", hours=9), due(ana, "Nordwind GmbH", hours=5)]


def pane(page: Page) -> Any:
    return page.locator("#pane h2")


def opened(page: Page, address: str = "/queue/") -> Page:
    page.goto(address)
    return settled(page)


def test_signs_in_logs_with_one_key_and_takes_it_back(site, new_context, ana, queue):
    ana.set_password("a long enough secret")
    ana.save()
    page = new_context(base_url=site).new_page()
    opened(page)
    page.locator("[name=login]").fill(ana.email)
    page.locator("[name=password]").fill("a long enough secret")
    with page.expect_navigation():
        press(page, "Enter")
    expect(pane(page)).to_contain_text("Hafen AG")

    press(page, "1")

    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG. Next: call ")
    expect(pane(page)).to_contain_text("Nordwind GmbH")
    expect(page.locator(".counts")).to_contain_text("1")
    assert Touch.objects.logged().get() == queue[0]

    press(page, "u")

    expect(page.locator("#said")).to_contain_text("Undone: no answer at Hafen AG.")
    expect(pane(page)).to_contain_text("Hafen AG")
    assert not Touch.objects.logged().exists()


def test_a_key_after_j_logs_the_row_that_is_marked(signed_in, ana, queue):
    page = opened(signed_in(ana))

    press(page, "j")
    page.keyboard.press("1")  # at once: the pane still shows the row before, and takes no key
    assert not Touch.objects.logged().exists()
    expect(pane(page)).to_contain_text("Nordwind GmbH")
    press(page, "1")

    expect(page.locator("#said")).to_contain_text("No answer at Nordwind GmbH.")
    assert Touch.objects.logged().get() == queue[1]


def test_a_conversation_is_logged_from_the_keyboard(signed_in, ana, queue):
    page = opened(signed_in(ana))

    press(page, "4")
    write(page, "Wants the offer by Monday, 1 page")
    press(page, "Control+Enter")

    expect(page.locator("#said")).to_contain_text("Talked at Hafen AG.")
    assert Touch.objects.logged().get().note == "Wants the offer by Monday, 1 page"


def test_enter_in_the_date_saves_what_was_chosen(signed_in, ana, queue):
    page = opened(signed_in(ana))

    press(page, "3")
    page.locator("#log [name=when_at]").fill("2050-07-01T09:00")
    page.locator("#log [name=when_at]").press("Enter")

    expect(page.locator("#said")).to_contain_text(
        "Call back at Hafen AG. Next: call Fri 1 Jul 2050"
    )


def test_two_pages_log_the_same_touch_at_once(signed_in, ana, queue):
    manager = make_manager(of=ana.team, name="Mia Lund")
    quick, slow = opened(signed_in(ana)), signed_in(manager)
    opened(slow, f"/touches/{queue[0].pk}/log/?page=lead")
    slow.get_by_label("Note").fill("A long story")

    press(quick, "1")
    expect(quick.locator("#said")).to_contain_text("No answer at Hafen AG.")
    slow.get_by_role("button", name="Left message").click()

    expect(slow.locator("#pane")).to_contain_text("Ana Petrov logged this touch at")
    expect(slow.get_by_label("Note")).to_have_value("A long story")
    assert Touch.objects.logged().count() == 1
    slow.get_by_role("button", name="Log it as an additional touch").click()

    expect(slow.locator("#said")).to_contain_text("Left message at Hafen AG.")
    mine = Touch.objects.logged().get(logged_by=manager)
    assert (mine.note, mine.outcome) == ("A long story", "left_message")


def test_a_double_click_is_one_touch(signed_in, ana, queue):
    page = opened(signed_in(ana))

    page.get_by_role("button", name="No answer").dblclick()

    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG.")
    expect(pane(page)).to_contain_text("Nordwind GmbH")
    settled(page)
    assert Touch.objects.logged().count() == 1


def test_works_without_scripts(signed_in, ana, queue):
    page = opened(signed_in(ana, java_script_enabled=False))

    page.get_by_role("radio", name="Not interested").check()
    page.get_by_label("Note").fill("Makes it himself")
    page.get_by_role("button", name="Save and next").click()

    expect(page.locator("#said")).to_contain_text("Closed: not interested.")
    expect(pane(page)).to_contain_text("Nordwind GmbH")


def test_a_refusal_keeps_what_was_typed(signed_in, ana, queue):
    page = opened(signed_in(ana))
    page.get_by_label("Note").fill("A long story")

    page.get_by_role("button", name="Save and next").click()

    expect(page.locator("#pane")).to_contain_text("Choose what came of it.")
    expect(page.get_by_label("Note")).to_have_value("A long story")


def test_any_minute_may_be_chosen(signed_in, ana, queue):
    page = opened(signed_in(ana))

    page.get_by_role("radio", name="Call back").check()
    page.locator("#log [name=when_at]").fill("2050-07-01T14:32")
    page.get_by_role("button", name="Save and next").click()

    expect(page.locator("#said")).to_contain_text("Next: call Fri 1 Jul 2050, 14:32")


def test_a_date_out_of_sight_holds_nothing_up(signed_in, ana, queue):
    page = opened(signed_in(ana))
    page.get_by_role("radio", name="Call back").check()
    page.locator("#log [name=when_at]").fill("some day")

    page.get_by_role("radio", name="Talked").check()
    page.locator("#log .next-as-proposed input").check()
    page.get_by_role("button", name="Save and next").click()

    expect(page.locator("#said")).to_contain_text("Talked at Hafen AG.")


def test_a_date_folded_up_is_shown_and_told(signed_in, ana, queue):
    page = opened(signed_in(ana))
    page.get_by_text("Happened earlier").click()
    page.locator("#log [name=happened_at]").fill("yesterday")
    page.get_by_text("Happened earlier").click()

    page.get_by_role("button", name="No answer").click()

    expect(page.locator("#log .earlier .errors")).to_contain_text("Add the time")
    expect(page.locator("#log [name=happened_at]")).to_have_value("yesterday")
    assert not Touch.objects.logged().exists()


def test_a_call_back_costs_eight_keys(signed_in, ana, queue):
    page, keys = opened(signed_in(ana)), ["3", *"thu 14", "Enter"]

    for key in keys[:-1]:
        press(page, key)
    expect(page.locator("#log .by-hand .echo")).to_contain_text(", 14:00")
    press(page, keys[-1])

    expect(page.locator("#said")).to_contain_text("Call back at Hafen AG. Next: call ")
    expect(page.locator("#said")).to_contain_text("14:00")
    assert len(keys) == 8


def test_what_is_typed_is_echoed_and_never_scolded(signed_in, ana, queue):
    page = opened(signed_in(ana))
    page.get_by_role("radio", name="Call back").check()
    words, echo = page.locator("#log [name=when_at]"), page.locator("#log .by-hand .echo")

    words.press_sequentially("to")
    expect(echo).to_be_empty()
    words.press_sequentially("morrow 9-11")
    expect(echo).to_contain_text("but not “9-11”")
    words.fill("1.7.2050 9:00")
    expect(echo).to_contain_text("Fri 1 Jul 2050, 09:00")


def test_a_restored_draft_is_echoed_anew(signed_in, ana, queue):
    page = opened(signed_in(ana))
    page.get_by_role("radio", name="Call back").check()
    page.locator("#log [name=when_at]").fill("1.7.2050 9:00")

    page.reload()

    expect(page.locator("#log [name=when_at]")).to_have_value("1.7.2050 9:00")
    expect(page.locator("#log .by-hand .echo")).to_contain_text("Fri 1 Jul 2050, 09:00")


def test_a_touch_is_moved_in_words(signed_in, ana, queue):
    page = opened(signed_in(ana))

    press(page, "s")
    page.locator(".snooze [name=when_at]").fill("1.7.2050 9:00")
    page.locator(".snooze [name=when_at]").press("Enter")

    expect(page.locator("#said")).to_contain_text("Moved at Hafen AG: call Fri 1 Jul 2050, 09:00")


def test_the_calendar_writes_into_the_line(signed_in, ana, queue):
    page = opened(signed_in(ana))
    page.get_by_role("radio", name="Call back").check()

    page.locator("#log .by-hand .calendar").evaluate(
        "(it) => { it.value = '2050-07-01T14:32'; it.dispatchEvent(new Event('change')); }"
    )

    expect(page.locator("#log [name=when_at]")).to_have_value("2050-07-01 14:32")
    expect(page.locator("#log .by-hand .echo")).to_contain_text("Fri 1 Jul 2050, 14:32")


def test_the_dates_on_a_page_of_their_own_look_like_those_of_the_menu(signed_in, ana, queue):
    page = opened(signed_in(ana), f"/touches/{queue[0].pk}/move/")

    expect(page.get_by_role("button", name="In a week")).to_have_css("display", "flex")


def test_a_lead_that_is_won_is_asked_for_its_value(signed_in, ana, queue):
    page = opened(signed_in(ana))
    value = page.locator("#log [name=value]")

    page.get_by_role("radio", name="Talked").check()
    page.get_by_role("radio", name="Close the lead").check()
    expect(value).to_be_hidden()
    page.get_by_label("Close as").select_option("won")
    expect(page.get_by_label("Value not known yet").first).to_be_visible()
    value.fill("1200.50")
    page.get_by_role("button", name="Save and next").click()

    expect(page.locator("#said")).to_contain_text("Closed: won.")
    assert str(Lead.objects.get(pk=queue[0].lead_id).value) == "1200.50"


def test_who_stops_early_says_why_with_one_key(signed_in, ana, queue):
    page = opened(signed_in(ana))

    press(page, "e")
    expect(page.locator("#log .early")).to_contain_text("Early: 0 of at least 6 touches made.")
    press(page, "2")
    expect(page.get_by_role("radio", name="Does not fit us")).to_be_checked()
    press(page, "1")

    expect(page.locator("#said")).to_contain_text("No answer at Hafen AG. Closed: not interested.")
    assert EarlyStop.objects.get().reason == "Does not fit us"


def test_after_an_answer_nothing_is_early(signed_in, ana, queue):
    page = opened(signed_in(ana))

    press(page, "e")
    page.get_by_role("radio", name="Talked").check()

    expect(page.locator("#log .early")).to_be_hidden()


def test_only_the_outcomes_that_fit_are_offered(signed_in, ana, queue):
    page = opened(signed_in(ana), f"/leads/{queue[0].lead_id}/")
    press(page, "a")
    form = page.locator("form[data-draft^=unplanned]")
    outcome, offered = form.locator("[name=outcome]"), form.locator("[name=outcome] option:enabled")

    theirs = offered.all_inner_texts()
    form.locator("[name=direction]").select_option("outbound")
    outcome.select_option("no_answer")
    form.locator("[name=channel]").select_option("mail")

    assert "No answer" not in theirs
    expect(outcome).to_have_value("")
    assert {"Sent", "Replied", "Bounced"} < set(offered.all_inner_texts())
    assert not {"No answer", "Talked"} & set(offered.all_inner_texts())


def test_a_tick_is_offered_with_talked_and_saved_with_it(signed_in, ana, queue):
    page = opened(signed_in(ana))
    need = page.locator("#log [name=met-need]")

    expect(need).to_be_hidden()
    page.locator("#log .chip").filter(has_text="Talked").click()
    expect(need).to_be_visible()
    need.check()
    page.locator("#log [name=evidence-need]").fill("Two pumps leak")
    page.get_by_role("button", name="Save and next").click()

    expect(page.locator("#said")).to_contain_text("Talked at Hafen AG.")
    assert queue[0].lead.ticks.get().evidence == "Two pumps leak"


def test_a_snooze_to_no_date_says_so_in_its_menu(signed_in, ana, queue):
    page = opened(signed_in(ana))
    press(page, "s")
    typed = page.locator("#pane .snooze [name=when_at]")
    expect(typed).to_be_visible()
    press(page, "d")
    expect(typed).to_be_focused()
    write(page, "when pigs fly")

    press(page, "Enter")

    expect(page.locator("#pane .snooze .errors")).to_be_visible()
    expect(typed).to_be_focused()
    expect(typed).to_have_value("when pigs fly")
    expect(pane(page)).to_contain_text("Hafen AG")
    typed.fill("in 3 days")
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.locator("#said")).to_contain_text("Moved at Hafen AG: call ")
    assert queue[0].lead.touches.scheduled().get() != queue[0]
