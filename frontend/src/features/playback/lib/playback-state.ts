import type { TileView } from './archive-player'

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const

export interface PageState {
  mode: 'live' | 'archive'
  wanted: 'playing' | 'paused'
  rate: number
  /** A tile that should show a picture has none yet, or is late, so the clock is held for all. */
  waiting: boolean
  /** Since when one has none (monotonic), whether or not that still holds the clock. */
  waitingSince: number | null
}

export interface Moment {
  /** Monotonic. */
  now: number
  behindLiveMs: number
}

/** One tile that is this late does not hold the others any longer. */
export const PATIENCE_MS = 8000
/** A tile this far behind has the clock wait for it, until it is as near as the other. */
const LATE_MS = 80
const CAUGHT_UP_MS = 30
/** This near to live nothing can be played faster than it comes. */
const LIVE_EDGE_MS = 3000

/** The state of the page after a look at its tiles. */
export function advanced(
  state: PageState,
  tiles: readonly Pick<TileView, 'state' | 'ready' | 'driftMs'>[],
  { now, behindLiveMs }: Moment,
): PageState {
  if (state.mode === 'live') return { ...state, waiting: false, waitingSince: null }
  const rate = behindLiveMs < LIVE_EDGE_MS && state.rate > 1 ? 1 : state.rate
  const limitMs = (state.waiting ? CAUGHT_UP_MS : LATE_MS) * Math.max(1, rate)
  const late = tiles.some(
    ({ state: shows, ready, driftMs }) =>
      shows === 'loading' || (shows === 'playing' && (!ready || (driftMs ?? 0) < -limitMs)),
  )
  // What is being written comes within a second or two; a clock that ran on would never meet it.
  const atEdge =
    tiles.some((tile) => tile.state === 'edge') && !tiles.some((tile) => tile.state === 'playing')
  if (!late && !atEdge) return { ...state, rate, waiting: false, waitingSince: null }
  const waitingSince = state.waitingSince ?? now
  return { ...state, rate, waiting: atEdge || now - waitingSince < PATIENCE_MS, waitingSince }
}

/** The next speed up (1) or down (-1). */
export function nextSpeed(rate: number, direction: 1 | -1): number {
  const index = SPEEDS.findIndex((each) => each >= rate)
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, index + direction))] ?? 1
}
