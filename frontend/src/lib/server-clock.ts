/**
 * How far the server's clock is ahead of ours, from the `Date` headers of ordinary answers.
 *
 * A header is cut to seconds, and the server wrote it between our request and our receipt; so one answer bounds the offset
 * to about a second plus the round trip. Bounds of many answers are intersected; a contradiction (a clock was set) starts anew.
 */
export class ServerClock {
  #low = -Infinity
  #high = Infinity

  constructor(private readonly now: () => number = Date.now) {}

  observe(dateHeader: string | null, sentAt: number, receivedAt: number): void {
    const server = dateHeader ? Date.parse(dateHeader) : Number.NaN
    if (Number.isNaN(server)) return
    const low = server - receivedAt
    const high = server + 1000 - sentAt
    if (low > this.#high || high < this.#low) {
      this.#low = low
      this.#high = high
      return
    }
    this.#low = Math.max(this.#low, low)
    this.#high = Math.min(this.#high, high)
  }

  /** Milliseconds to add to our clock; 0 until an answer was seen. */
  get offsetMs(): number {
    return Number.isFinite(this.#low) ? (this.#low + this.#high) / 2 : 0
  }

  serverNow(): number {
    return this.now() + this.offsetMs
  }
}

export const serverClock = new ServerClock()
