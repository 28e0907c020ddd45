import type { Camera } from '@/api/types'

/** Seconds between key frames where the last probe found them too many. */
export function longGopOf({ probe }: Pick<Camera, 'probe'>): string | null {
  if (!probe?.warnings.some(({ code }) => code === 'gop-long')) return null
  return Math.max(...probe.tracks.map(({ gop_s: seconds }) => seconds ?? 0)).toFixed(1)
}
