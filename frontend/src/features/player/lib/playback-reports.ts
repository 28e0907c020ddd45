import type { PlaybackReport } from '@/api/types'

const EVERY_MS = 10_000
const MOST = 64

/** Tells streaming now and then how all tiles of this page play; nothing while the page is hidden or none plays. */
export class PlaybackReporter {
  readonly #tiles = new Set<() => PlaybackReport | null>()
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(private readonly send: (reports: PlaybackReport[]) => Promise<unknown>) {}

  /** tile: what to tell of it now, null for nothing. Returns how to take it out again. */
  add(tile: () => PlaybackReport | null): () => void {
    this.#tiles.add(tile)
    this.#timer ??= setInterval(() => this.tell(), EVERY_MS)
    return () => {
      this.#tiles.delete(tile)
      if (this.#tiles.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }

  tell(): void {
    if (document.hidden) return
    const reports = [...this.#tiles].slice(0, MOST).flatMap((tile) => tile() ?? [])
    // Figures for others: one that is lost is made good by the next.
    if (reports.length > 0) this.send(reports).catch(() => undefined)
  }
}
