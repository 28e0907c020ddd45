import { backoff } from '@/lib/backoff'

export type SocketState = 'idle' | 'connecting' | 'online' | 'offline' | 'refused'

/** A CloudEvent as the server passes it on; `cursor` names its place in the feed. */
export interface LiveEvent {
  cursor: string
  type: string
  time: string
  data: Record<string, unknown>
}

interface SocketLike {
  readonly readyState: number
  send(text: string): void
  close(code?: number): void
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  onerror: ((event: never) => void) | null
}

export interface EventSocketOptions {
  url: string
  /** An access token other than the refused one, null when signed out; raises when the server cannot be reached. */
  token: (refused?: string) => Promise<string | null>
  /** When a token runs out, in milliseconds since the epoch. */
  expiryOf: (token: string) => number
  /** The events to hear. */
  types: readonly string[]
  open?: (url: string) => SocketLike
  random?: () => number
  firstRetryMs?: number
  /** Nothing heard for so long means a dead line: browsers do not tell. */
  silenceMs?: number
}

type ServerMessage =
  | { type: 'ready'; cursor?: string | null }
  | { type: 'event'; cursor: string; event: { type: string; time: string; data: object } }
  | { type: 'gap' }
  | { type: 'ping' | 'pong' | 'renewed' }

const UNAUTHENTICATED = 4401
const RENEW_BEFORE_MS = 45_000

/**
 * The feed of events: signs in by its first message, comes back with jitter after every loss and names the last event it
 * saw, so that nothing is missed. Tells its state, and gaps that the server could not fill.
 */
export class EventSocket {
  #socket: SocketLike | null = null
  #stopped = true
  #attempt = 0
  #cursor: string | null = null
  #token: string | null = null
  #refused: string | undefined
  #renewal: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #generation = 0
  #state: SocketState = 'idle'
  readonly #stateListeners = new Set<() => void>()
  readonly #eventListeners = new Set<(event: LiveEvent) => void>()
  readonly #gapListeners = new Set<() => void>()

  constructor(private readonly options: EventSocketOptions) {}

  get state(): SocketState {
    return this.#state
  }

  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  onEvent(listener: (event: LiveEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  /** Events were lost for good: what is shown should be asked anew. */
  onGap(listener: () => void): () => void {
    this.#gapListeners.add(listener)
    return () => this.#gapListeners.delete(listener)
  }

  start(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#attempt = 0
    void this.#connect()
  }

  stop(): void {
    this.#stopped = true
    this.#cursor = null
    this.#abandon()
    this.#become('idle')
  }

  /** Tries at once, for instance when the browser says that the network is back. */
  hurry(): void {
    if (this.#stopped || this.#state === 'online') return
    this.#attempt = 0
    this.#abandon()
    void this.#connect()
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation
    if (this.#state !== 'offline') this.#become('connecting')
    let token: string | null
    try {
      token = await this.options.token(this.#refused)
    } catch {
      if (generation === this.#generation) this.#lost()
      return
    }
    if (generation !== this.#generation || this.#stopped) return
    if (!token) {
      this.#become('refused')
      return
    }
    const open = this.options.open ?? ((url: string) => new WebSocket(url) as SocketLike)
    const socket = open(this.options.url)
    this.#socket = socket
    socket.onopen = () => {
      const { types } = this.options
      socket.send(JSON.stringify({ type: 'auth', token, after: this.#cursor, types }))
      this.#token = token
      this.#renewInTime(socket, token)
      this.#heard()
    }
    socket.onmessage = ({ data }) => {
      if (generation !== this.#generation) return
      this.#heard()
      this.#receive(String(data))
    }
    socket.onclose = ({ code }) => {
      if (generation === this.#generation) this.#lost(code)
    }
    socket.onerror = () => undefined
    this.#heard()
  }

  /** Says a new token before the present one runs out, so that the line stays. */
  #renewInTime(socket: SocketLike, token: string): void {
    clearTimeout(this.#renewal)
    const leftMs = this.options.expiryOf(token) - Date.now() - RENEW_BEFORE_MS
    this.#renewal = setTimeout(
      () => {
        this.options
          .token(token)
          .then((next) => {
            if (!next || socket !== this.#socket) return
            socket.send(JSON.stringify({ type: 'auth', token: next }))
            this.#token = next
            this.#renewInTime(socket, next)
          })
          // The server ends the line when the token does; coming back asks again.
          .catch(() => undefined)
      },
      Math.max(1000, leftMs),
    )
  }

  #receive(text: string): void {
    let message: ServerMessage
    try {
      message = JSON.parse(text) as ServerMessage
    } catch {
      return
    }
    if (message.type === 'ready') {
      this.#attempt = 0
      if (message.cursor && this.#cursor === null) this.#cursor = message.cursor
      this.#become('online')
    } else if (message.type === 'event') {
      this.#cursor = message.cursor
      const { type, time, data } = message.event
      const event = { cursor: message.cursor, type, time, data: data as Record<string, unknown> }
      for (const listener of this.#eventListeners) listener(event)
    } else if (message.type === 'gap') {
      for (const listener of this.#gapListeners) listener()
    }
  }

  #heard(): void {
    clearTimeout(this.#silence)
    const silenceMs = this.options.silenceMs ?? 45_000
    this.#silence = setTimeout(() => {
      this.#abandon()
      this.#lost()
    }, silenceMs)
  }

  #lost(code?: number): void {
    this.#abandon()
    if (this.#stopped) return
    this.#refused = code === UNAUTHENTICATED ? (this.#token ?? undefined) : undefined
    this.#become('offline')
    const waitMs = backoff(this.#attempt++, {
      firstMs: this.options.firstRetryMs ?? 500,
      mostMs: 15_000,
      ...(this.options.random ? { random: this.options.random } : {}),
    })
    this.#retry = setTimeout(() => void this.#connect(), waitMs)
  }

  #abandon(): void {
    this.#generation += 1
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    clearTimeout(this.#renewal)
    const socket = this.#socket
    this.#socket = null
    if (socket) {
      socket.onclose = null
      socket.onmessage = null
      socket.onopen = null
      // Closing while it still connects makes browsers log an error; then it closes itself on opening.
      if (socket.readyState === 0) socket.onopen = () => socket.close()
      else socket.close()
    }
  }

  #become(state: SocketState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#stateListeners) listener()
  }
}
