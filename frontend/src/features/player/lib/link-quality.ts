/** Whether the network is good enough for WebRTC, which shows every packet that it loses. */

export interface LinkSample {
  /** Milliseconds of a monotonic clock. */
  at: number
  packetsReceived: number
  packetsLost: number
  framesDecoded: number
  /** Decoded and not shown: the browser's fault, not the network's. */
  framesDropped: number
  frozenMs: number
}

const WATCHED_MS = 15_000
const WORST_LOSS = 0.04
const WORST_FROZEN = 1 / 3
const BUSY = 0.1

/** The samples that still count, with the newest. */
export function withSample(samples: readonly LinkSample[], sample: LinkSample): LinkSample[] {
  return [...samples, sample].filter(({ at }) => sample.at - at <= WATCHED_MS + 1000)
}

/** Lost or frozen for long, not for a moment; a browser that is too busy would not do better by LL-HLS. */
export function isBadLink(samples: readonly LinkSample[]): boolean {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < WATCHED_MS - 2000) return false
  if (samples.slice(1).every((sample, n) => lossBetween(samples[n], sample) > WORST_LOSS)) {
    return true
  }
  const decoded = last.framesDecoded - first.framesDecoded
  const dropped = last.framesDropped - first.framesDropped
  if (dropped > decoded * BUSY) return false
  return last.frozenMs - first.frozenMs > (last.at - first.at) * WORST_FROZEN
}

function lossBetween(before: LinkSample | undefined, after: LinkSample): number {
  if (!before) return 0
  const lost = after.packetsLost - before.packetsLost
  const received = after.packetsReceived - before.packetsReceived
  return lost + received > 0 ? lost / (lost + received) : 0
}
