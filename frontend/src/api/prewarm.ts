import { answerOf, api } from './http'

/** MediaMTX keeps a path for ten seconds without a reader. */
const STAYS_MS = 8000
const MOST = 64

export type Opener = (cameras: string[]) => Promise<unknown>

/** Has streams opened that will likely be watched next; each camera is asked for once while it stays open. */
export class Prewarming {
  readonly #askedAt = new Map<string, number>()

  constructor(
    private readonly open: Opener,
    private readonly now: () => number = () => performance.now(),
  ) {}

  ask(cameraIds: readonly string[]): void {
    const now = this.now()
    const due = [...new Set(cameraIds)]
      .filter((id) => now - (this.#askedAt.get(id) ?? -Infinity) >= STAYS_MS)
      .slice(0, MOST)
    if (due.length === 0) return
    for (const id of due) this.#askedAt.set(id, now)
    // A help only: a session opens the path too.
    this.open(due).catch(() => undefined)
  }
}

const prewarming = new Prewarming((cameras) =>
  answerOf(api.POST('/api/streaming/v1/prewarm', { body: { cameras, stream: 'sub' } })),
)

/** Opens the streams of these cameras beforehand: the smaller one, where there is one. */
export function prewarm(cameraIds: readonly string[]): void {
  prewarming.ask(cameraIds)
}
