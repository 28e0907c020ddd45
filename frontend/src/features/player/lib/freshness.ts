import type { TileView } from './tile-view'

export type Freshness = 'fresh' | 'late' | 'stale'

export const LATE_MS = 3000
export const STALE_MS = 10_000

/** How old what the tile shows is: time since the last new picture plus the delay it came with. */
export function ageOf(view: Pick<TileView, 'pictureAgeMs' | 'delayMs'>): number | null {
  return view.pictureAgeMs === null ? null : view.pictureAgeMs + (view.delayMs ?? 0)
}

export function freshnessOf(ageMs: number | null): Freshness {
  if (ageMs === null || ageMs <= LATE_MS) return 'fresh'
  return ageMs <= STALE_MS ? 'late' : 'stale'
}
