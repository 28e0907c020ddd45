import type { PlaybackReport, ViewerSession } from '@/api/types'
import { ageOf } from './freshness'
import type { Failure, TileStatus } from './player-machine'
import type { StreamName, Transport } from './stream-rule'

/** What a tile shows, as its badges, its overlay and its reports tell it. */
export interface TileView {
  status: TileStatus
  transport: Transport | null
  stream: StreamName
  failure: Failure | null
  detail: string | null
  /** Why WebRTC is not used, when it is not. */
  webrtcFault: Failure | null
  /** Milliseconds since the newest picture was shown, null when there was none yet. */
  pictureAgeMs: number | null
  /** How far the newest picture was behind when it was shown, null when unknown. */
  delayMs: number | null
  /** From opening the tile to its first picture of video, null until then. */
  firstFrameMs: number | null
  /** What is shown brings its sound. */
  sound: boolean
  /** What the camera sends, where the server makes something else of it. */
  transcoded: ViewerSession['transcoded']
}

/** What streaming is told; null while nothing plays. */
export function reportOf(
  cameraId: string,
  view: TileView,
  firstFrameMs: number | null,
): PlaybackReport | null {
  const ageMs = ageOf(view)
  if (view.transport === null || ageMs === null) return null
  return {
    camera_id: cameraId,
    transport: view.transport,
    delay_ms: view.delayMs === null ? null : Math.round(ageMs),
    stalled: view.status !== 'playing',
    first_frame_ms: firstFrameMs === null ? null : Math.round(firstFrameMs),
  }
}
