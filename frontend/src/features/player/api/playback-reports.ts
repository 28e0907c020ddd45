import { answerOf, api } from '@/api/http'
import type { PlaybackReport } from '@/api/types'

/** Tells how tiles play, for the metrics. */
export function sendPlaybackReports(reports: PlaybackReport[]): Promise<unknown> {
  return answerOf(api.POST('/api/streaming/v1/playback-reports', { body: { reports } }))
}
