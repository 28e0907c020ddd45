import type { TokenPair } from './types'
import { problemOf, ProblemError, UnreachableError } from './problem'

/** What of the browser the token keeper needs; tests give their own. */
export interface TokenEnvironment {
  fetch: typeof fetch
  /** Per tab: holds the refresh token over a reload. */
  tabStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Between tabs; a tab hears what the others post, never itself. */
  channel: Pick<BroadcastChannel, 'postMessage'> & {
    onmessage: ((event: MessageEvent) => void) | null
  }
  /** Runs the work while no other tab runs its own. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>
  now: () => number
}

type Message = { kind: 'tokens'; tokens: TokenPair } | { kind: 'ask' } | { kind: 'signed-out' }

const STORED = 'mosaic.refresh'
const EXPIRY_MARGIN_MS = 20_000
const PEER_WAIT_MS = 150

/** Milliseconds since the epoch at which a JWT expires; 0 for one that does not say. */
export function expiryOf(jwt: string): number {
  try {
    const body = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims = JSON.parse(atob(body)) as { exp?: number }
    return (claims.exp ?? 0) * 1000
  } catch {
    return 0
  }
}

/**
 * Holds who is signed in: the access token in memory, the refresh token in the tab's storage.
 *
 * A refresh token works once; using it twice looks like theft and ends the session. So only one refresh runs at a time over
 * all tabs, and every tab takes over the pair that another one got. A tab without tokens asks the others first.
 */
export class SessionTokens {
  #access: string | null = null
  #refresh: string | null
  #running: Promise<string | null> | null = null
  #changed = 0
  #listeners = new Set<(signedIn: boolean) => void>()

  constructor(private readonly env: TokenEnvironment) {
    this.#refresh = env.tabStorage.getItem(STORED)
    env.channel.onmessage = (event) => this.#hear(event.data as Message)
  }

  /** Whether there is something to sign in with; it may turn out to be expired. */
  get present(): boolean {
    return this.#refresh !== null
  }

  onChange(listener: (signedIn: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Waits a moment for another tab's tokens if this tab has none. */
  async adoptFromOtherTabs(): Promise<boolean> {
    if (this.present) return true
    const before = this.#changed
    this.#tell({ kind: 'ask' })
    await this.#heardSince(before)
    return this.present
  }

  async signIn(username: string, password: string): Promise<void> {
    this.#adopt(await this.#post('/api/v1/auth/token', { username, password }), true)
  }

  /** Ends the session here and in the other tabs; the server is told if it can be reached. */
  async signOut(): Promise<void> {
    const refresh = this.#refresh
    const access = this.#access
    this.#drop()
    this.#tell({ kind: 'signed-out' })
    if (!refresh) return
    await this.env
      .fetch('/api/v1/auth/logout', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(access ? { authorization: `Bearer ${access}` } : {}),
        },
        body: JSON.stringify({ refresh }),
      })
      .catch(() => undefined)
  }

  /**
   * A valid access token, or null when nobody is signed in (any more). `rejected` names a token that the server just refused.
   *
   * Raises UnreachableError (or a ProblemError of 5xx) when it cannot be told: that is no sign-out.
   */
  async access(rejected?: string): Promise<string | null> {
    const current = this.#access
    if (current && current !== rejected && expiryOf(current) - EXPIRY_MARGIN_MS > this.env.now()) {
      return current
    }
    if (!this.present) return null
    this.#running ??= this.#renew(current).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #renew(stale: string | null): Promise<string | null> {
    return this.env.exclusively(async () => {
      // Another tab may have refreshed while this one waited for its turn; its message can be a moment late.
      const before = this.#changed
      this.#tell({ kind: 'ask' })
      if (this.#access === stale) await this.#heardSince(before)
      const heard = this.#access
      if (heard && heard !== stale && expiryOf(heard) - EXPIRY_MARGIN_MS > this.env.now()) {
        return heard
      }
      if (!this.#refresh) return null
      try {
        const tokens = await this.#post('/api/v1/auth/refresh', { refresh: this.#refresh })
        this.#adopt(tokens, true)
        return tokens.access
      } catch (error) {
        if (error instanceof ProblemError && error.status < 500 && error.status !== 429) {
          this.#drop()
          this.#tell({ kind: 'signed-out' })
          return null
        }
        throw error
      }
    })
  }

  async #post(path: string, body: object): Promise<TokenPair> {
    let response: Response
    try {
      response = await this.env.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    } catch (error) {
      throw new UnreachableError({ cause: error })
    }
    if (!response.ok) throw await problemOf(response)
    return (await response.json()) as TokenPair
  }

  #hear(message: Message): void {
    if (message.kind === 'tokens') {
      if (expiryOf(message.tokens.access) > expiryOf(this.#access ?? '')) {
        this.#adopt(message.tokens, false)
      }
    } else if (message.kind === 'ask') {
      if (this.#access && this.#refresh) this.#share()
    } else {
      this.#drop()
    }
  }

  #heardSince(before: number): Promise<void> {
    return new Promise((resolve) => {
      const deadline = this.env.now() + PEER_WAIT_MS
      const look = () => {
        if (this.#changed !== before || this.env.now() >= deadline) resolve()
        else setTimeout(look, 10)
      }
      look()
    })
  }

  #adopt(tokens: TokenPair, share: boolean): void {
    this.#access = tokens.access
    this.#refresh = tokens.refresh
    this.#changed += 1
    this.env.tabStorage.setItem(STORED, tokens.refresh)
    if (share) this.#share()
    for (const listener of this.#listeners) listener(true)
  }

  #drop(): void {
    this.#access = null
    this.#refresh = null
    this.#changed += 1
    this.env.tabStorage.removeItem(STORED)
    for (const listener of this.#listeners) listener(false)
  }

  #share(): void {
    if (this.#access && this.#refresh) {
      this.#tell({
        kind: 'tokens',
        tokens: { access: this.#access, refresh: this.#refresh },
      })
    }
  }

  #tell(message: Message): void {
    this.env.channel.postMessage(message)
  }
}
