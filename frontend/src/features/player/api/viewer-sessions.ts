import { requestJson } from '@/api/http'
import type { ViewerSession } from '@/api/types'

/** Opens a short-lived right to watch one camera, with the addresses for it. */
export function createViewerSession(cameraId: string, signal: AbortSignal): Promise<ViewerSession> {
  return requestJson('POST', `/api/streaming/v1/cameras/${cameraId}/sessions`, { signal })
}
