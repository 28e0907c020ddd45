/**
 * How much later than the quickest one of its connection a frame arrived, from its RTP time stamp: what piles up on the
 * way is seen, though nothing in RTP tells when the camera took a picture.
 */

const CLOCK_HZ = 90_000
const WRAP = 2 ** 32
/** A camera's clock and ours drift apart by less; so much the quickest way may seem to lengthen. */
const DRIFT = 1e-4
/** Time stamps that jump ahead of the arrivals by so much belong to a clock that was set. */
const JUMP_MS = 1000

export interface RtpClock {
  timestamp: number
  receivedAt: number
  /** Arrival minus sending of the newest frame, in milliseconds and up to a constant. */
  transitMs: number
  leastTransitMs: number
}

export interface RtpFrame {
  /** 90 kHz, 32 bits. */
  timestamp: number
  /** Milliseconds of one monotonic clock. */
  receivedAt: number
}

/** The clock after a frame, and the milliseconds by which it is late. */
export function observeFrame(clock: RtpClock | null, frame: RtpFrame): [RtpClock, number] {
  if (!clock) return [{ ...frame, transitMs: 0, leastTransitMs: 0 }, 0]
  const sentMs = (signed(frame.timestamp - clock.timestamp) / CLOCK_HZ) * 1000
  const receivedMs = frame.receivedAt - clock.receivedAt
  // A camera whose clock was set begins anew: neither late nor early by that.
  if (sentMs < 0 || sentMs > receivedMs + JUMP_MS + behind(clock)) return observeFrame(null, frame)
  const transitMs = clock.transitMs + receivedMs - sentMs
  const allowed = clock.leastTransitMs + Math.max(0, receivedMs) * DRIFT
  const leastTransitMs = Math.min(transitMs, allowed)
  return [{ ...frame, transitMs, leastTransitMs }, transitMs - leastTransitMs]
}

function behind(clock: RtpClock): number {
  return clock.transitMs - clock.leastTransitMs
}

function signed(difference: number): number {
  const wrapped = ((difference % WRAP) + WRAP) % WRAP
  return wrapped >= WRAP / 2 ? wrapped - WRAP : wrapped
}
