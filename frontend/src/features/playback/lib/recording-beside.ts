import type { CameraTimeline } from '../api/recordings'

/** Pressing twice goes on to the one before, not back to the same. */
const NEAR_MS = 2000

/** Where, of any camera, the next recording (1) or the last (-1) begins; null: there is none. */
export function recordingBeside(
  rows: readonly CameraTimeline[],
  atMs: number,
  direction: 1 | -1,
): number | null {
  const starts = rows.flatMap(({ spans }) =>
    spans
      .filter(({ kind }) => kind === 'recorded' || kind === 'mixed')
      .map(({ from }) => Date.parse(from)),
  )
  const fitting = starts.filter((each) => (direction > 0 ? each > atMs : each < atMs - NEAR_MS))
  if (fitting.length === 0) return null
  return direction > 0 ? Math.min(...fitting) : Math.max(...fitting)
}
