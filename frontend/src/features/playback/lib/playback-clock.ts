/** The one clock of all tiles: an instant of the recordings that runs at a speed, or is held. */
export class PlaybackClock {
  #atMs: number
  #anchorMs: number
  #rate = 1
  #runs = false

  constructor(
    atMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#atMs = atMs
    this.#anchorMs = now()
  }

  /** Milliseconds since the epoch. */
  get atMs(): number {
    return this.#runs ? this.#atMs + (this.now() - this.#anchorMs) * this.#rate : this.#atMs
  }

  get runs(): boolean {
    return this.#runs
  }

  get rate(): number {
    return this.#rate
  }

  seek(atMs: number): void {
    this.#atMs = atMs
    this.#anchorMs = this.now()
  }

  setRate(rate: number): void {
    this.seek(this.atMs)
    this.#rate = rate
  }

  run(): void {
    if (this.#runs) return
    this.#anchorMs = this.now()
    this.#runs = true
  }

  hold(): void {
    this.seek(this.atMs)
    this.#runs = false
  }
}
