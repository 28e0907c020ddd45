"""Jobs whose worker died (kill -9, power) go back to the queue.

procrastinate leaves them in `doing` (procrastinate-org/procrastinate#1518); its workers tell that they live
every ten seconds.
"""

from procrastinate import App
from procrastinate.utils import utcnow

SILENT_FOR_S = 30.0


async def take_up_stalled_jobs(app: App) -> int:
    """How many went back. A job must bear to be begun twice."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR_S))
    for job in stalled:
        await app.job_manager.retry_job(job, retry_at=utcnow())
    return len(stalled)
