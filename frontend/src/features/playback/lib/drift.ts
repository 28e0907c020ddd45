/** What a browser's video element can play at. */
const SLOWEST = 0.0625
const FASTEST = 16

/** Nearer than this nothing is done: a picture of 25 a second lasts twice as long. */
const NEAR_S = 0.02
/** Further off (at normal speed) catching up takes too long: jump. */
const FAR_S = 0.4
const MOST_NUDGE = 0.15

export interface Correction {
  playbackRate: number
  /** Whether to jump to the clock's place. */
  seek: boolean
}

/**
 * How a video that is `driftS` ahead of the clock (behind: negative) comes back to it.
 *
 * A nudge of the speed is not seen; it takes off as much as lies between the two within about a second.
 */
export function correctionOf(driftS: number, rate: number): Correction {
  const distance = Math.abs(driftS)
  if (distance <= NEAR_S) return { playbackRate: bounded(rate), seek: false }
  if (distance > FAR_S * Math.max(1, rate)) return { playbackRate: bounded(rate), seek: true }
  const nudge = Math.max(-MOST_NUDGE, Math.min(MOST_NUDGE, -driftS / Math.max(1, rate)))
  return { playbackRate: bounded(rate * (1 + nudge)), seek: false }
}

function bounded(rate: number): number {
  return Math.max(SLOWEST, Math.min(FASTEST, rate))
}
