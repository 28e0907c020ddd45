"""What the workers do again and again, and once more at their end."""

from mosaic_backend.alerts.facade import raise_for_absences
from mosaic_backend.audit import bootstrap as audit
from mosaic_backend.cameras.facade import (
    forget_camera_events,
    forget_config_uploads,
    listen_to_cameras,
    settle_statuses,
)
from mosaic_backend.clips.facade import (
    encrypt_recordings,
    follow_recordings,
    forget_clip_files,
    forget_packages,
    forget_thumbnails,
    hash_recordings,
    keep_on_events,
    keep_retention,
    seal_recordings,
)
from mosaic_backend.detections.facade import keep_partitions, remove_crops
from mosaic_backend.journeys import facade as journeys
from mosaic_backend.partners import facade as partners
from mosaic_backend.privacy.facade import forget_plates
from mosaic_backend.shared.consumer.inbox import forget_old
from mosaic_backend.shared.jobs.chores import Chore

CHORES = (
    Chore("camera-statuses", 1.0, settle_statuses),
    Chore("absences", 2.0, raise_for_absences),
    Chore("camera-events", 1.0, listen_to_cameras),
    Chore("camera-events-old", 3600.0, forget_camera_events),
    Chore("recordings", 1.0, follow_recordings),
    Chore("recording-hashes", 5.0, hash_recordings),
    Chore("recording-encryption", 5.0, encrypt_recordings),
    Chore("recording-seals", 60.0, seal_recordings),
    Chore("recording-events", 10.0, keep_on_events),
    Chore("retention", 30.0, keep_retention),
    Chore("partitions", 3600.0, lambda now: len(keep_partitions(now))),
    Chore("plate-retention", 60.0, forget_plates),
    Chore("plate-crops", 10.0, remove_crops),
    Chore("journeys", 2.0, journeys.learn_journeys),
    Chore("journeys-old", 600.0, journeys.forget_old),
    Chore("config-uploads", 600.0, forget_config_uploads),
    Chore("evidence-packages", 3600.0, forget_packages),
    Chore("thumbnails", 300.0, forget_thumbnails),
    Chore("clip-files", 600.0, forget_clip_files),
    Chore("inbox", 3600.0, forget_old),
    Chore("partners", 600.0, partners.forget_old),
    Chore("kong", 2.0, partners.push_to_kong),
    Chore("audit-chain", 1.0, audit.chain_appended),
    Chore("audit-head", 60.0, audit.write_head),
)
LAST = Chore("audit-seal", 0.0, audit.seal)
