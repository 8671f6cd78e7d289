"""The addresses of outside qualifiers, below `/qualifying/`."""

from __future__ import annotations

from django.urls import path

from followups.views import moments, outside

outside_urls = [
    path("", outside.queue, name="outside_queue"),
    path("returned/<int:qualifying_id>/undo/", outside.undo_return, name="outside_undo_return"),
    path("<int:lead_id>/", outside.lead, name="outside_lead"),
    path("<int:lead_id>/moment/", moments.outside_moment, name="outside_moment"),
    path("<int:lead_id>/log/", outside.log, name="outside_log"),
    path("<int:lead_id>/undo/<int:touch_id>/", outside.undo_touch, name="outside_undo_touch"),
    path("<int:lead_id>/ticks/", outside.tick, name="outside_tick"),
    path("<int:lead_id>/return/", outside.return_lead, name="outside_return"),
]
