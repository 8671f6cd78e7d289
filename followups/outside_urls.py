"""The addresses of outside qualifiers, below `/qualifying/`."""

from __future__ import annotations

from django.urls import path

from followups.views import moments, outside

outside_urls = [
    path("", outside.queue, name="outside_queue"),
    path("returned/<id:qualifying_id>/undo/", outside.undo_return, name="outside_undo_return"),
    path("<id:lead_id>/", outside.lead, name="outside_lead"),
    path("<id:lead_id>/moment/", moments.outside_moment, name="outside_moment"),
    path("<id:lead_id>/log/", outside.log, name="outside_log"),
    path("<id:lead_id>/undo/<id:touch_id>/", outside.undo_touch, name="outside_undo_touch"),
    path("<id:lead_id>/ticks/", outside.tick, name="outside_tick"),
    path("<id:lead_id>/return/", outside.return_lead, name="outside_return"),
]
