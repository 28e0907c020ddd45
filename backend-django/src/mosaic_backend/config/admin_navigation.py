"""The pages of the admin in the order in which people think of them; a page that no group names comes last."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

# Group: title; page: model, title, icon (Material Symbols).
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Cameras",
        (
            ("cameras.camerarow", "Cameras", "videocam"),
            ("cameras.cameragroup", "Groups", "group_work"),
            ("cameras.site", "Sites", "location_on"),
            ("cameras.schedule", "Schedules", "schedule"),
            ("cameras.configurationupload", "Configuration files", "upload_file"),
            ("mosaics.mosaicrow", "Mosaics", "grid_view"),
        ),
    ),
    (
        "What was seen",
        (
            ("alerts.alert", "Alerts", "notifications"),
            ("alerts.watchlist", "Watch lists", "playlist_add_check"),
            ("alerts.detectionrule", "Detection rules", "rule"),
            ("detections.plateread", "Plate reads", "pin"),
            ("detections.detection", "Detections", "frame_inspect"),
            ("clips.clip", "Clips", "movie"),
            ("clips.legalhold", "Legal holds", "gavel"),
            ("privacy.plateretention", "Plate retention", "auto_delete"),
        ),
    ),
    (
        "People",
        (
            ("identity.user", "Users", "person"),
            ("identity.signinprovider", "Sign-in providers", "login"),
            ("audit.auditentry", "Audit log", "history"),
            ("audit.auditpolicy", "Audit policy", "policy"),
        ),
    ),
    (
        "Partners",
        (
            ("partners.apiclient", "API clients", "apps"),
            ("partners.apikey", "Keys", "key"),
            ("partners.plan", "Plans", "speed"),
            ("partners.webhook", "Webhooks", "webhook"),
            ("partners.deadletter", "Undelivered", "unsubscribe"),
        ),
    ),
    (
        "Operation",
        (
            ("consumer.deadletterrow", "Dead letters", "report"),
            ("clips.recordinglimit", "Recording limits", "hard_drive"),
            ("clips.recordingkeyuse", "Recording keys", "encrypted"),
            ("clips.eventwatch", "Recording on events", "motion_sensor_active"),
            ("shared.outboxrow", "Waiting events", "outbox"),
            ("procrastinate.procrastinatejob", "Background jobs", "manufacturing"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """For UNFOLD: the groups with the pages that there are."""
    there = {
        model._meta.label_lower: (model, page)
        for model, page in admin.site._registry.items()
        if page.has_module_permission(request)
    }
    named = {label for _, pages in GROUPS for label, _, _ in pages}
    rest = tuple(
        (label, str(model._meta.verbose_name_plural).capitalize(), "more_horiz")
        for label, (model, _) in sorted(there.items())
        if label not in named
    )
    found = []
    for title, pages in (*GROUPS, ("Further", rest)):
        items = [
            {"title": name, "icon": icon, "link": _address(label)}
            for label, name, icon in pages
            if label in there
        ]
        if items:
            found.append({"title": title, "items": items})
    return found


def _address(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")
