/** The stretch of time that a timeline shows, and how wide it is in pixels. */
export interface TimeScale {
  startMs: number
  endMs: number
  width: number
}

export interface Tick {
  atMs: number
  x: number
  /** Begins a larger unit: a day, an hour, a minute, a second. */
  major: boolean
}

export const SHORTEST_MS = 100
export const LONGEST_MS = 45 * 86_400_000

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Steps between ticks, and the larger unit of each. */
const STEPS: readonly (readonly [stepMs: number, majorMs: number])[] = [
  [1, 10],
  [2, 10],
  [5, 50],
  [10, 100],
  [20, 100],
  [50, 500],
  [100, SECOND],
  [200, SECOND],
  [500, SECOND],
  [SECOND, 10 * SECOND],
  [2 * SECOND, 10 * SECOND],
  [5 * SECOND, MINUTE],
  [10 * SECOND, MINUTE],
  [30 * SECOND, MINUTE],
  [MINUTE, 10 * MINUTE],
  [2 * MINUTE, 10 * MINUTE],
  [5 * MINUTE, HOUR],
  [10 * MINUTE, HOUR],
  [30 * MINUTE, HOUR],
  [HOUR, DAY],
  [3 * HOUR, DAY],
  [6 * HOUR, DAY],
  [12 * HOUR, DAY],
  [DAY, 7 * DAY],
  [2 * DAY, 14 * DAY],
  [7 * DAY, 28 * DAY],
]

export function spanOf(scale: TimeScale): number {
  return scale.endMs - scale.startMs
}

export function xOf(scale: TimeScale, atMs: number): number {
  return ((atMs - scale.startMs) / spanOf(scale)) * scale.width
}

export function instantAt(scale: TimeScale, x: number): number {
  return scale.startMs + (x / Math.max(1, scale.width)) * spanOf(scale)
}

/** Shows `factor` times as much; what is at `x` stays there. */
export function zoomed(scale: TimeScale, x: number, factor: number): TimeScale {
  const span = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, spanOf(scale) * factor))
  const anchor = instantAt(scale, x)
  const startMs = anchor - (x / Math.max(1, scale.width)) * span
  return { ...scale, startMs, endMs: startMs + span }
}

export function panned(scale: TimeScale, byPixels: number): TimeScale {
  const byMs = (byPixels / Math.max(1, scale.width)) * spanOf(scale)
  return { ...scale, startMs: scale.startMs + byMs, endMs: scale.endMs + byMs }
}

export function centredOn(scale: TimeScale, atMs: number): TimeScale {
  const half = spanOf(scale) / 2
  return { ...scale, startMs: atMs - half, endMs: atMs + half }
}

/** Where marks go, at least `apart` pixels from each other; `zoneMs` is what local time is ahead of UTC. */
export function ticksOf(scale: TimeScale, zoneMs: number, apart = 64): Tick[] {
  const least = (spanOf(scale) / Math.max(1, scale.width)) * apart
  const [step, major] = STEPS.find(([each]) => each >= least) ?? STEPS.at(-1)!
  const ticks: Tick[] = []
  const first = Math.ceil((scale.startMs + zoneMs) / step) * step - zoneMs
  for (let atMs = first; atMs <= scale.endMs; atMs += step) {
    ticks.push({ atMs, x: xOf(scale, atMs), major: (atMs + zoneMs) % major === 0 })
  }
  return ticks
}

/** A wider stretch with round ends, so that small moves ask the server for nothing new. */
export function askedSpan(scale: TimeScale): { fromMs: number; toMs: number } {
  const span = spanOf(scale)
  const unit = 2 ** Math.ceil(Math.log2(Math.max(span, 30 * SECOND)))
  return {
    fromMs: Math.floor(scale.startMs / unit) * unit,
    toMs: Math.ceil(scale.endMs / unit) * unit,
  }
}

/** Seconds of a pixel, in steps, as zooming should not ask anew each time; 0: less than a second. */
export function resolutionS(scale: TimeScale): number {
  if (scale.width <= 0) return 0
  const pixelS = spanOf(scale) / SECOND / scale.width
  return pixelS < 1 ? 0 : Math.min(DAY / SECOND, 2 ** Math.floor(Math.log2(pixelS)))
}
