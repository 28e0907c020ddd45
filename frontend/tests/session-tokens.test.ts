import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProblemError, UnreachableError } from '@/api/problem'
import { expiryOf, SessionTokens } from '@/api/session-tokens'

/** A server that rotates refresh tokens and ends the session when one is used twice. */
class TokenServer {
  refreshes = 0
  lifeMs = 600_000
  status: number | null = null
  #valid = new Set<string>()
  #made = 0

  pair() {
    this.#made += 1
    const claims = { exp: (Date.now() + this.lifeMs) / 1000, n: this.#made }
    const refresh = `refresh-${this.#made}`
    this.#valid.add(refresh)
    return { access: `x.${btoa(JSON.stringify(claims))}.y`, refresh }
  }

  answer(path: string, body: Record<string, string>): [number, object] {
    if (this.status) return [this.status, {}]
    if (path.endsWith('/token')) {
      return body.password === 'right' ? [200, this.pair()] : [401, { code: 'unauthenticated' }]
    }
    if (path.endsWith('/logout')) return [204, {}]
    this.refreshes += 1
    if (this.#valid.delete(body.refresh ?? '')) return [200, this.pair()]
    this.#valid.clear()
    return [401, { code: 'refresh-reused' }]
  }
}

let tokens: TokenServer
let server: Server
let origin: string
let channels: BroadcastChannel[]
let name = 0
let queue: Promise<unknown>

beforeEach(async () => {
  tokens = new TokenServer()
  channels = []
  queue = Promise.resolve()
  name += 1
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const [status, json] = tokens.answer(
        request.url ?? '',
        JSON.parse(body) as Record<string, string>,
      )
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(status === 204 ? undefined : JSON.stringify(json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  for (const channel of channels) channel.close()
  server.closeAllConnections()
  server.close()
})

/** What navigator.locks does, which Node has not got. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const mine = queue.then(work)
  queue = mine.catch(() => undefined)
  return mine
}

function tab(stored: string | null = null) {
  const storage = new Map<string, string>(stored ? [['mosaic.refresh', stored]] : [])
  const channel = new BroadcastChannel(`test-${name}`)
  channels.push(channel)
  return {
    storage,
    session: new SessionTokens({
      fetch: (path, init) => fetch(new URL(path as string, origin), init),
      tabStorage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
      channel,
      exclusively,
      now: Date.now,
    }),
  }
}

test('signing in gives an access token and keeps the refresh token for a reload', async () => {
  const { session, storage } = tab()
  await session.signIn('olga', 'right')
  expect(await session.access()).toMatch(/^x\./)
  expect(storage.get('mosaic.refresh')).toBe('refresh-1')

  const reloaded = tab('refresh-1')
  expect(await reloaded.session.access()).toMatch(/^x\./)
})

test('a wrong password is a problem and leaves nobody signed in', async () => {
  const { session } = tab()
  await expect(session.signIn('olga', 'wrong')).rejects.toBeInstanceOf(ProblemError)
  expect(await session.access()).toBeNull()
})

test('ten callers share one refresh', async () => {
  const { session } = tab()
  tokens.lifeMs = 1000
  await session.signIn('olga', 'right')
  tokens.lifeMs = 600_000
  const all = await Promise.all(Array.from({ length: 10 }, () => session.access()))
  expect(new Set(all).size).toBe(1)
  expect(tokens.refreshes).toBe(1)
})

test('a token that the server refused is renewed though it has not expired', async () => {
  const { session } = tab()
  await session.signIn('olga', 'right')
  const first = await session.access()
  const second = await session.access(first ?? undefined)
  expect(second).not.toBe(first)
})

test('two tabs with the same refresh token refresh once', async () => {
  const one = tab()
  tokens.lifeMs = 1000
  await one.session.signIn('olga', 'right')
  const two = tab(one.storage.get('mosaic.refresh') ?? null)
  tokens.lifeMs = 600_000
  const [a, b] = await Promise.all([one.session.access(), two.session.access()])
  expect(a).not.toBeNull()
  expect(a).toBe(b)
  expect(tokens.refreshes).toBe(1)
  expect(two.storage.get('mosaic.refresh')).toBe(one.storage.get('mosaic.refresh'))
})

test('a new tab takes the session over from another one', async () => {
  const one = tab()
  await one.session.signIn('olga', 'right')
  const two = tab()
  expect(await two.session.adoptFromOtherTabs()).toBe(true)
  expect(await two.session.access()).toBe(await one.session.access())
})

test('a tab alone without a session has none', async () => {
  expect(await tab().session.adoptFromOtherTabs()).toBe(false)
})

test('a refused refresh signs out, here and in the other tabs', async () => {
  const one = tab('stolen')
  const two = tab('stolen')
  const told = vi.fn()
  two.session.onChange(told)
  expect(await one.session.access()).toBeNull()
  expect(one.session.present).toBe(false)
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith(false))
})

test('a server that is away signs nobody out', async () => {
  const { session } = tab('refresh-0')
  tokens.status = 503
  await expect(session.access()).rejects.toBeInstanceOf(ProblemError)
  expect(session.present).toBe(true)
  server.closeAllConnections()
  server.close()
  await expect(session.access()).rejects.toBeInstanceOf(UnreachableError)
  expect(session.present).toBe(true)
})

test('signing out ends the session in every tab', async () => {
  const one = tab()
  await one.session.signIn('olga', 'right')
  const two = tab()
  await two.session.adoptFromOtherTabs()
  await one.session.signOut()
  await vi.waitFor(() => expect(two.session.present).toBe(false))
  expect(one.storage.size + two.storage.size).toBe(0)
})

test('expiry of something that is no token is now', () => {
  expect(expiryOf('nonsense')).toBe(0)
})
