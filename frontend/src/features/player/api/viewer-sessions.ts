import { answerOf, api } from '@/api/http'
import type { ViewerSession } from '@/api/types'
import type { StreamName } from '../lib/stream-rule'

/** Opens a short-lived right to watch one camera, with the addresses for it. */
export function createViewerSession(
  cameraId: string,
  stream: StreamName,
  signal: AbortSignal,
): Promise<ViewerSession> {
  return answerOf(
    api.POST('/api/streaming/v1/cameras/{camera_id}/sessions', {
      params: { path: { camera_id: cameraId }, query: { stream } },
      signal,
    }),
  )
}
