export interface Velocity {
  pan: number
  tilt: number
  zoom: number
}

/** A third of the 1.5 s for which the server lets a move go on. */
export const EVERY_MS = 500

interface Camera {
  move: (velocity: Velocity) => Promise<unknown>
  stop: () => Promise<unknown>
}

/**
 * A button that is held: says again and again that the camera shall move, and stops it once it is let go.
 *
 * One request at a time, so that no move can overtake the stop that ends it.
 */
export class HeldMove {
  #wanted: Velocity | null = null
  #running = false
  #wake: (() => void) | null = null

  constructor(
    private readonly camera: Camera,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(velocity: Velocity): void {
    this.#wanted = velocity
    this.#wake?.()
    if (!this.#running) void this.#run()
  }

  stop(): void {
    this.#wanted = null
    this.#wake?.()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#wanted) {
      try {
        await this.#hold()
        await this.camera.stop()
      } catch (error) {
        // The server stops the camera by itself; whoever still holds has to press again.
        this.#wanted = null
        this.failed(error)
      }
    }
    this.#running = false
  }

  async #hold(): Promise<void> {
    while (this.#wanted) {
      const sent = this.#wanted
      await this.camera.move(sent)
      if (this.#wanted === sent) await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, EVERY_MS)
      function done() {
        clearTimeout(timer)
        resolve()
      }
      this.#wake = done
    })
  }
}
