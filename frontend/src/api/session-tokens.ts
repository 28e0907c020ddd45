import { problemOf, ProblemError, UnreachableError } from './problem'
import { solvedProof, type Challenge } from './proof-of-work'

/** What of the browser the token keeper needs; tests give their own. */
export interface TokenEnvironment {
  fetch: typeof fetch
  /** Shared by the tabs: whether somebody signed in. The refresh token is in a cookie that no script reads. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Between tabs; a tab hears what the others post, never itself. */
  channel: Pick<BroadcastChannel, 'postMessage'> & {
    onmessage: ((event: MessageEvent) => void) | null
  }
  /** Runs the work while no other tab runs its own. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>
  now: () => number
}

type Message = { kind: 'access'; access: string } | { kind: 'ask' } | { kind: 'signed-out' }

/** What somebody proves themselves with; `code` is of the second factor. */
export interface Credentials {
  username: string
  password: string
  code?: string
}

const STORED = 'mosaic.signed-in'
/** What consoles before this one kept. */
const OUTDATED = 'mosaic.refresh'
const PROOF_TRIES = 3
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
 * Holds who is signed in: the access token in memory, the refresh token in a cookie that only the server reads.
 *
 * A refresh token works once; using it twice later looks like theft and ends the session. So only one refresh runs at a
 * time over all tabs, and every tab takes over the access token that another one got.
 */
export class SessionTokens {
  #access: string | null = null
  #running: Promise<string | null> | null = null
  #changed = 0
  #listeners = new Set<(signedIn: boolean) => void>()

  constructor(private readonly env: TokenEnvironment) {
    env.storage.removeItem(OUTDATED)
    env.channel.onmessage = (event) => this.#hear(event.data as Message)
  }

  /** Whether somebody signed in; the session may turn out to be over. */
  get present(): boolean {
    return this.#access !== null || this.env.storage.getItem(STORED) !== null
  }

  onChange(listener: (signedIn: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async signIn(credentials: Credentials): Promise<void> {
    const told = await this.prove('/api/v1/auth/token', { ...credentials, cookie: true })
    this.#adopt((told as { access: string }).access, true)
  }

  /** Takes up the session that a sign-in at a provider left in the cookie; false where there is none. */
  async resume(): Promise<boolean> {
    return this.env.exclusively(async () => {
      try {
        const { access } = (await this.#post('/api/v1/auth/refresh', {})) as { access: string }
        this.#adopt(access, true)
        return true
      } catch (error) {
        if (!(error instanceof ProblemError) || error.status !== 401) throw error
        this.forget()
        return false
      }
    })
  }

  /** Ends a sign-in at a provider by the code of the second factor; the answer is the path that was wanted. */
  async finishByCode(code: string): Promise<string> {
    const told = await this.#post('/api/v1/auth/oidc/code', { code })
    const { access, next } = told as { access: string; next: string }
    this.#adopt(access, true)
    return next
  }

  /** Sends credentials, and does the work that the server asks for after some failures. */
  async prove(path: string, body: Credentials & Record<string, unknown>): Promise<unknown> {
    let proof: string | undefined
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#post(path, { ...body, ...(proof ? { proof } : {}) })
      } catch (error) {
        const wanted = error instanceof ProblemError && error.code === 'proof-required'
        if (!wanted || tries > PROOF_TRIES) throw error
        proof = await this.#proof(body.username)
      }
    }
  }

  /** Ends the session here and in the other tabs; the server is told if it can be reached. */
  async signOut(): Promise<void> {
    this.forget()
    await this.#post('/api/v1/auth/logout', {}).catch(() => undefined)
  }

  /** Takes nobody for signed in any more, in no tab. */
  forget(): void {
    this.#drop()
    this.#tell({ kind: 'signed-out' })
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
      if (!this.present) return null
      try {
        const { access } = (await this.#post('/api/v1/auth/refresh', {})) as { access: string }
        this.#adopt(access, true)
        return access
      } catch (error) {
        if (error instanceof ProblemError && error.status < 500 && error.status !== 429) {
          this.forget()
          return null
        }
        throw error
      }
    })
  }

  async #proof(username: string): Promise<string | undefined> {
    const query = new URLSearchParams({ username })
    const told = await this.#ask(`/api/v1/auth/challenge?${query}`)
    const { challenge } = told as { challenge: Challenge | null }
    return challenge ? await solvedProof(challenge) : undefined
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.#ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  async #ask(path: string, init?: RequestInit): Promise<unknown> {
    let response: Response
    try {
      response = await this.env.fetch(path, { credentials: 'same-origin', ...init })
    } catch (error) {
      throw new UnreachableError({ cause: error })
    }
    if (!response.ok) throw await problemOf(response)
    return response.status === 204 ? null : await response.json()
  }

  #hear(message: Message): void {
    if (message.kind === 'access') {
      if (expiryOf(message.access) > expiryOf(this.#access ?? ''))
        this.#adopt(message.access, false)
    } else if (message.kind === 'ask') {
      this.#share()
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

  #adopt(access: string, share: boolean): void {
    this.#access = access
    this.#changed += 1
    this.env.storage.setItem(STORED, '1')
    if (share) this.#share()
    for (const listener of this.#listeners) listener(true)
  }

  #drop(): void {
    this.#access = null
    this.#changed += 1
    this.env.storage.removeItem(STORED)
    for (const listener of this.#listeners) listener(false)
  }

  #share(): void {
    if (this.#access) this.#tell({ kind: 'access', access: this.#access })
  }

  #tell(message: Message): void {
    this.env.channel.postMessage(message)
  }
}
