import { answerOf, api } from '@/api/http'
import type { ViewerSession } from '@/api/types'
import type { Read } from '../lib/stream-rule'

export interface SessionWish extends Omit<Read, 'sound'> {
  /** By LL-HLS: what the browser plays is not transcoded. */
  playsHevc: boolean
}

/** Opens a short-lived right to watch one camera, with the addresses for it. */
export function createViewerSession(
  cameraId: string,
  { stream, transport, playsHevc }: SessionWish,
  signal: AbortSignal,
): Promise<ViewerSession> {
  return answerOf(
    api.POST('/api/streaming/v1/cameras/{camera_id}/sessions', {
      params: {
        path: { camera_id: cameraId },
        query: { stream, transport, plays_hevc: playsHevc },
      },
      signal,
    }),
  )
}
