import type { Failure } from './player-machine'

export interface ReadFailure {
  failure: Failure
  detail: string
}

/** A transport that feeds a video element. Whoever opened it closes it; closing twice is fine. */
export interface MediaRead {
  /** Resolves once, when no more pictures will come; never after close. */
  failed: Promise<ReadFailure>
  /** How far the picture shown is behind the camera, as far as it can be told. */
  delayMs: () => number | null
  /** Whether the network is too bad for this transport. */
  badLink?: () => boolean
  close: () => void
}
