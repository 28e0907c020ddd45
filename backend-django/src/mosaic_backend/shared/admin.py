"""Admin: events that wait to be published, and background jobs."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from mosaic_backend.audit.facade import record
from mosaic_backend.shared.admin_pages import CappedPaginator, ReadOnlyAdmin, admin_principal
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent


@admin.register(OutboxRow)
class OutboxAdmin(ReadOnlyAdmin):
    """The number at the top is the depth of the outbox: long means that RabbitMQ or the relay is down."""

    list_display = ("position", "event_id", "event_type", "added_at")
    list_filter = (("added_at", RangeDateTimeFilter),)
    list_filter_submit = True
    search_fields = ("event",)
    search_help_text = "Anything inside the event: its id, its type, a camera"
    fields = ("position", "event_id", "event", "added_at")
    ordering = ("position",)

    @admin.display(description="type")
    def event_type(self, row: OutboxRow) -> str:
        return CloudEvent.from_json(row.event.encode()).type


admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(ReadOnlyAdmin):
    """Background jobs, in the manner of the other pages; what failed may be tried again."""

    paginator = CappedPaginator
    list_display = ("id", "task_name", "shown_state", "queue_name", "attempts", "scheduled_at")
    list_filter = ("status", ("scheduled_at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("task_name", "queue_name", "args")
    ordering = ("-id",)
    fields = (
        "id",
        "task_name",
        "args",
        "status",
        "queue_name",
        "attempts",
        "scheduled_at",
        "story",
    )
    readonly_fields = ("story",)
    actions = ("try_again",)

    @display(  # type: ignore[untyped-decorator]
        description="State",
        ordering="status",
        label={"todo": "info", "doing": "warning", "succeeded": "success", "failed": "danger"},
    )
    def shown_state(self, row: ProcrastinateJob) -> str:
        return str(row.status)

    @admin.display(description="what happened")
    def story(self, row: ProcrastinateJob) -> SafeString:
        events = row.procrastinateevent_set.order_by("at", "id")[:100]
        return format_html_join(
            mark_safe("<br>"),
            "{} {}",
            (
                (f"{event.at:%Y-%m-%d %H:%M:%S}" if event.at else "–", event.type)
                for event in events
            ),
        )

    @admin.action(description="Try again what failed", permissions=["view"])
    def try_again(self, request: HttpRequest, rows: QuerySet[ProcrastinateJob]) -> None:
        failed = list(rows.filter(status="failed").values_list("id", flat=True)[:1000])
        for job_id in failed:
            jobs.job_manager.retry_job_by_id(job_id, timezone.now())
            record(admin_principal(request), "job.retried", f"job:{job_id}")
        messages.success(request, f"{len(failed)} will be tried again.")
