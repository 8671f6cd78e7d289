"""What reps do all day."""

from django.urls import include, path

from followups.api.interface import api
from followups.outside_urls import outside_urls
from followups.views import (
    accounts,
    api_page,
    bin,
    buckets,
    bulk,
    cadences,
    calendar,
    capture,
    corrections,
    deciding,
    devices,
    distribution,
    doubts,
    excusing,
    exporting,
    files,
    flags,
    fulfilling,
    giving_outside,
    health,
    held_rows,
    helping,
    import_check,
    import_undo,
    imports,
    inbox,
    incomplete,
    lead,
    lead_form,
    leads,
    leaving,
    lesson,
    merging,
    moments,
    new_lead,
    notes,
    notices,
    own_fields,
    own_values,
    people,
    products,
    public_form,
    qualifying,
    quarantine,
    queue,
    readiness,
    resting,
    retiring,
    ruling,
    saved,
    stepping,
    tags,
    touches,
    uniting,
    unsubscribing,
    verdicts,
)

app_name = "followups"

# /leads/<lead_id>/
lead_urls = [
    path("", lead.lead, name="lead"),
    path("edit/", people.edit_lead, name="edit_lead"),
    path("products/", products.products, name="products"),
    path("close/", lead.close_lead, name="close_lead"),
    path("close/undo/", lead.undo_close, name="undo_close"),
    path("qualify/", qualifying.qualify, name="qualify"),
    path("timeframe/", qualifying.plan_by_timeframe, name="plan_by_timeframe"),
    path("verdict/", verdicts.give_verdict, name="give_verdict"),
    path("give-back/", verdicts.give_back, name="give_back"),
    path("reopen/", lead.reopen_lead, name="reopen_lead"),
    path("moment/", moments.moment, name="moment"),
    path("log/", lead.log_unplanned, name="log_unplanned"),
    path("schedule/", lead.schedule_touch, name="schedule_touch"),
    path("cadence/", lead.begin_cadence, name="begin_cadence"),
    path("bucket/", resting.send_to_bucket, name="send_to_bucket"),
    path("bucket/undo/", resting.undo_rest, name="undo_rest"),
    path("wake/", resting.wake_lead, name="wake_lead"),
    path("take/", inbox.take_lead, name="take_lead"),
    path("outside/back/", giving_outside.take_back, name="take_back_from_outside"),
    path("outside/close/", giving_outside.close_unfit, name="close_unfit"),
    path("assign/", inbox.assign_lead, name="assign_lead"),
    path("remove/", bin.remove_lead, name="remove_lead"),
    path("merge/", merging.choose_lead, name="merge_lead"),
    path("merge/<int:other_id>/", merging.compare_leads, name="compare_leads"),
    path("notes/", notes.write_note, name="write_note"),
    path("notes/<int:note_id>/", notes.edit_note, name="edit_note"),
    path("notes/<int:note_id>/delete/", notes.delete_note, name="delete_note"),
    path("files/", files.add_files, name="add_lead_files"),
    path("files/<int:file_id>/", files.open_file, name="open_lead_file"),
    path("files/<int:file_id>/remove/", files.remove_file, name="remove_lead_file"),
    path("files/<int:file_id>/restore/", files.restore_file, name="restore_lead_file"),
    path("fields/", own_values.edit_own_values, name="edit_own_values"),
    path("fields/<int:entry_id>/undo/", own_values.undo_own_values, name="undo_own_values"),
    path("tags/", tags.tag_lead, name="tag_lead"),
    path("tags/<int:tag_id>/remove/", tags.untag_lead, name="untag_lead"),
    path("people/new/", people.add_contact, name="add_contact"),
    path("people/<int:contact_id>/", people.edit_contact, name="edit_contact"),
    path("people/<int:contact_id>/primary/", people.choose_primary, name="choose_primary"),
    path("people/<int:contact_id>/same/", uniting.merge_contacts, name="merge_contacts"),
    path(
        "people/merges/<int:contactmerge_id>/undo/",
        uniting.undo_contact_merge,
        name="undo_contact_merge",
    ),
    path("people/<int:contact_id>/bar/", lead.bar_contact, name="bar_contact"),
]

# /touches/<touch_id>/
touch_urls = [
    path("log/", touches.log_touch, name="log_touch"),
    path("move/", touches.move_touch, name="move_touch"),
    path("call-off/", touches.cancel_touch, name="cancel_touch"),
    path("correct/", corrections.correct_touch, name="correct_touch"),
    path("undo/", touches.undo_touch, name="undo_touch"),
    path("undo-move/", touches.undo_move, name="undo_move"),
    path("go-on/", deciding.go_on, name="go_on"),
    path("step/", stepping.change_step, name="change_step"),
    path("undo-step/", stepping.undo_stepping, name="undo_stepping"),
]

# /campaigns/<campaign_id>/form/ and what was sent by it
form_urls = [
    path("form/", lead_form.lead_form, name="lead_form"),
    path("form/open/", lead_form.open_form, name="open_form"),
    path("form/close/", lead_form.close_form, name="close_form"),
    path("ready/", readiness.readiness, name="readiness"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<int:device_id>/", devices.device, name="device"),
    path("devices/<int:device_id>/code/", devices.renew, name="renew_device_code"),
    path("devices/<int:device_id>/revoke/", devices.revoke, name="revoke_device"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path(
        "quarantine/captured/<int:captured_id>/",
        quarantine.release_captured,
        name="release_captured",
    ),
    path(
        "quarantine/captured/<int:captured_id>/drop/",
        quarantine.drop_captured,
        name="drop_captured",
    ),
    path(
        "quarantine/captured/<int:captured_id>/undo/",
        quarantine.undo_captured_drop,
        name="undo_captured_drop",
    ),
    path("quarantine/drop/", quarantine.drop_all, name="drop_submissions"),
    path("quarantine/<int:submission_id>/", quarantine.release, name="release_submission"),
    path("quarantine/<int:submission_id>/drop/", quarantine.drop, name="drop_submission"),
    path("quarantine/<int:submission_id>/undo/", quarantine.undo_drop, name="undo_drop"),
    path("quarantine/drop/<int:entry_id>/undo/", quarantine.undo_drop_all, name="undo_drops"),
]

# /leads/views/<view_id>/
view_urls = [
    path("", saved.change_view, name="change_view"),
    path("remove/", saved.remove_view, name="remove_view"),
    path("restore/", saved.restore_view, name="restore_view"),
]

# /leads/import/<import_id>/
import_urls = [
    path("", imports.import_, name="import"),
    path("check/", import_check.check, name="check_import"),
    path("start/", import_check.start, name="start_import"),
    path("discard/", imports.discard, name="discard_import"),
    path("cadences/", imports.begin_cadences, name="begin_cadences"),
    path("undo/", import_undo.undo_import, name="undo_import"),
    path("<slug:fate>.csv", imports.rows, {"form": "csv"}, name="import_rows"),
    path("<slug:fate>.xlsx", imports.rows, {"form": "xlsx"}, name="import_workbook"),
]

# /settings/fields/<ownfield_id>/
field_urls = [
    path("", own_fields.edit_own_field, name="edit_own_field"),
    path("move/", own_fields.move_own_field, name="move_own_field"),
    path("retire/", own_fields.retire_own_field, name="retire_own_field"),
    path("restore/", own_fields.bring_back_own_field, name="bring_back_own_field"),
]

# /settings/buckets/<bucket_id>/
bucket_urls = [
    path("", buckets.edit_bucket, name="edit_bucket"),
    path("up/", buckets.move_bucket_up, name="move_bucket_up"),
    path("switch/", buckets.switch_bucket, name="switch_bucket"),
]

# /cadences/
cadence_urls = [
    path("", cadences.cadences, name="cadences"),
    path("new/<int:segment_id>/", cadences.new_cadence, name="new_cadence"),
    path("documents/<int:file_id>/", cadences.open_document, name="open_document"),
    path("<int:cadence_id>/", cadences.cadence, name="cadence"),
    path("<int:cadence_id>/edit/", cadences.edit_cadence, name="edit_cadence"),
    path("<int:cadence_id>/roll-out/", cadences.roll_out, name="roll_out"),
]

# /lesson/
lesson_urls = [
    path("", lesson.lesson, name="lesson"),
    path("again/", lesson.begin_again, name="begin_lesson_again"),
    path("decline/", lesson.decline, name="decline_lesson"),
    path("<int:number>/", lesson.exercise, name="exercise"),
    path("<int:number>/<path:inside>", lesson.practise, name="practise"),
]

# /capture/, the app of the stand
capture_urls = [
    path("", capture.shell, name="capture"),
    path("sw.js", capture.worker, name="capture_worker"),
    path("manifest.webmanifest", capture.manifest, name="capture_manifest"),
    path("enrol", capture.enrol, name="capture_enrol"),
    path("form", capture.form, name="capture_form"),
    path("sync", capture.sync, name="capture_sync"),
    path("<str:code>/", capture.shell, name="capture_here"),
]

urlpatterns = [
    path("capture/", include(capture_urls)),
    path("forms/<str:token>/", public_form.fill_in, name="public_form"),
    path("forms/<str:token>/embed.js", public_form.embed, name="embed_form"),
    path("campaigns/<int:campaign_id>/", include(form_urls)),
    path("queue/", queue.queue, name="queue"),
    path("queue/order/", queue.order_queue, name="order_queue"),
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", new_lead.new_lead, name="new_lead"),
    path("leads/known/", new_lead.known, name="known"),
    path("leads/known/tell/", new_lead.tell_owner, name="tell_owner"),
    path("leads/what-follows/", new_lead.what_follows, name="what_follows"),
    path("leads/inbox/", inbox.inbox, name="inbox"),
    path("leads/forecast/", inbox.forecast, name="forecast"),
    path("leads/incomplete/", incomplete.incomplete, name="incomplete"),
    path("leads/bin/", bin.bin_, name="bin"),
    path("leads/doubts/<int:doubt_id>/", doubts.doubt, name="doubt"),
    path("leads/doubts/<int:doubt_id>/undo/", doubts.undo_doubt, name="undo_doubt"),
    path("leads/held/<int:importrow_id>/", held_rows.held_row, name="held_row"),
    path("leads/held/<int:importrow_id>/drop/", held_rows.drop_held_row, name="drop_held_row"),
    path(
        "leads/held/<int:importrow_id>/undo/", held_rows.undo_drop_of_row, name="undo_drop_of_row"
    ),
    path("leads/merges/<int:merge_id>/undo/", merging.undo_merge, name="undo_merge"),
    path("leads/bin/<int:removed_id>/restore/", bin.restore_lead, name="restore_lead"),
    path("leads/bulk/<int:change_id>/undo/", bulk.undo_bulk, name="undo_bulk"),
    path("leads/export/", exporting.export_leads, name="export_leads"),
    path("leads/views/", saved.views, name="views"),
    path("leads/views/new/", saved.new_view, name="new_view"),
    path("leads/views/<int:view_id>/", include(view_urls)),
    path("leads/import/", imports.imports, name="imports"),
    path("leads/import/<int:import_id>/", include(import_urls)),
    path("leads/import/columns/<int:shape_id>/forget/", imports.forget_shape, name="forget_shape"),
    path("leads/<int:lead_id>/", include(lead_urls)),
    path("touches/<int:touch_id>/", include(touch_urls)),
    path("assignments/<int:assignment_id>/undo/", verdicts.undo_give_back, name="undo_give_back"),
    path("verdicts/<int:verdict_id>/undo/", verdicts.undo_verdict, name="undo_verdict"),
    path("inquiries/<int:inquiry_id>/release/", inbox.release_inquiry, name="release_inquiry"),
    path("inquiries/<int:inquiry_id>/fulfil/", fulfilling.fulfil, name="fulfil"),
    path("inquiries/<int:inquiry_id>/fulfil/undo/", fulfilling.undo_fulfil, name="undo_fulfil"),
    path("lesson/", include(lesson_urls)),
    path("qualifying/", include(outside_urls)),
    path("people/", accounts.people, name="people"),
    path("people/<int:user_id>/", accounts.person, name="person"),
    path("people/<int:user_id>/on/", accounts.switch_on, name="switch_on"),
    path("people/<int:user_id>/password/", accounts.make_reset_link, name="make_reset_link"),
    path("people/<int:user_id>/lesson/", excusing.excuse, name="excuse_from_lesson"),
    path("settings/teams/<int:team_id>/retire/", retiring.retire_team, name="retire_team"),
    path("settings/teams/<int:team_id>/back/", retiring.bring_back, name="bring_back_team"),
    path("people/<int:user_id>/leaving/", leaving.leaving, name="leaving"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all_notices"),
    path("notices/<int:notice_id>/read/", notices.read_one, name="read_notice"),
    path("u/<str:signed>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("cadences/", include(cadence_urls)),
    path("settings/policy/", ruling.policy, name="policy"),
    path("settings/policy/edit/", ruling.edit_words, name="edit_policy"),
    path("settings/policy/<int:version>/read/", ruling.read, name="read_policy"),
    path("settings/numbers/", ruling.numbers, name="numbers"),
    path("settings/numbers/edit/", ruling.edit_numbers, name="edit_numbers"),
    path("settings/fields/", own_fields.own_fields, name="own_fields"),
    path("settings/fields/new/", own_fields.add_own_field, name="add_own_field"),
    path("settings/fields/<int:ownfield_id>/", include(field_urls)),
    path("settings/buckets/", buckets.buckets, name="buckets"),
    path("settings/buckets/new/", buckets.add_bucket, name="add_bucket"),
    path("settings/buckets/<int:bucket_id>/", include(bucket_urls)),
    path("settings/distribution/", distribution.distribution, name="distribution"),
    path("settings/distribution/new/", distribution.new_rule, name="new_rule"),
    path(
        "settings/distribution/<int:distributionrule_id>/", distribution.edit_rule, name="edit_rule"
    ),
    path(
        "settings/distribution/<int:distributionrule_id>/to/",
        distribution.place_rule,
        name="place_rule",
    ),
    path("settings/distribution/undo/<int:entry_id>/", distribution.undo_rule, name="undo_rule"),
    path("api/v1/", api_page.page, name="api"),
    path("api/v1/", api.urls),
    path("flags/", flags.flags, name="flags"),
    path("help/", helping.help_, name="help"),
    path("help/words/", helping.words, name="words"),
    path("help/<slug:page>/", helping.help_page, name="help_page"),
    path("readyz", health.readyz, name="readyz"),
    path("health/", health.health, name="health"),
    path("health/retry/", health.retry, name="retry_mails"),
]
