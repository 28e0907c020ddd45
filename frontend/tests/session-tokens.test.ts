import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHash } from 'node:crypto'
import { ProblemError, UnreachableError } from '@/api/problem'
import { expiryOf, SessionTokens } from '@/api/session-tokens'

/** A server that rotates the refresh token of the cookie and ends the session when one is used twice. */
class TokenServer {
  refreshes = 0
  lifeMs = 600_000
  proofAfter = Infinity
  status: number | null = null
  #valid = new Set<string>()
  #made = 0

  pair() {
    this.#made += 1
    const claims = { exp: (Date.now() + this.lifeMs) / 1000, n: this.#made }
    cookie = `refresh-${this.#made}`
    this.#valid.add(cookie)
    return { access: `x.${btoa(JSON.stringify(claims))}.y` }
  }

  answer(path: string, body: Record<string, unknown>): [number, object] {
    if (this.status) return [this.status, {}]
    if (path.includes('/challenge')) return [200, { challenge: CHALLENGE }]
    if (path.endsWith('/token')) {
      expect(body.cookie).toBe(true)
      if (this.proofAfter <= 0 && !proves(body.proof)) return [429, { code: 'proof-required' }]
      if (body.password === 'right') return [200, this.pair()]
      this.proofAfter -= 1
      return [401, { code: 'unauthenticated' }]
    }
    if (path.endsWith('/oidc/code')) {
      if (body.code === '123456') return [200, { ...this.pair(), next: '/plates' }]
      return [401, { code: 'code-required' }]
    }
    if (path.endsWith('/logout')) {
      cookie = null
      return [204, {}]
    }
    expect(body).toEqual({})
    this.refreshes += 1
    if (this.#valid.delete(cookie ?? '')) return [200, this.pair()]
    this.#valid.clear()
    return [401, { code: 'refresh-reused' }]
  }
}

const CHALLENGE = {
  algorithm: 'SHA-256',
  challenge: createHash('sha256').update('salt&7').digest('hex'),
  max_number: 10,
  salt: 'salt&',
  signature: 's',
}
const proves = (proof: unknown) =>
  typeof proof === 'string' && (JSON.parse(atob(proof)) as { number: number }).number === 7

/** The browser's jar: no script of a tab sees what is in it. */
let cookie: string | null
let storage: Map<string, string>
let tokens: TokenServer
let server: Server
let origin: string
let channels: BroadcastChannel[]
let name = 0
let queue: Promise<unknown>

beforeEach(async () => {
  tokens = new TokenServer()
  channels = []
  cookie = null
  storage = new Map()
  queue = Promise.resolve()
  name += 1
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const [status, json] = tokens.answer(
        request.url ?? '',
        JSON.parse(body || '{}') as Record<string, unknown>,
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

function tab() {
  const channel = new BroadcastChannel(`test-${name}`)
  channels.push(channel)
  return {
    session: new SessionTokens({
      fetch: (path, init) => fetch(new URL(path as string, origin), init),
      storage: {
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

const olga = { username: 'olga', password: 'right' }

test('signing in gives an access token, and nothing that a script could steal is stored', async () => {
  const { session } = tab()
  await session.signIn(olga)
  expect(await session.access()).toMatch(/^x\./)
  expect([...storage.entries()]).toEqual([['mosaic.signed-in', '1']])
  expect(await tab().session.access()).toMatch(/^x\./)
})

test('a refresh token that an older console stored is removed', () => {
  storage.set('mosaic.refresh', 'secret')
  tab()
  expect(storage.size).toBe(0)
})

test('a wrong password is a problem and leaves nobody signed in', async () => {
  const { session } = tab()
  await expect(session.signIn({ ...olga, password: 'wrong' })).rejects.toBeInstanceOf(ProblemError)
  expect(session.present).toBe(false)
  expect(await session.access()).toBeNull()
  expect(tokens.refreshes).toBe(0)
})

test('work that the server asks for is done unasked', async () => {
  tokens.proofAfter = 0
  const { session } = tab()
  await session.signIn(olga)
  expect(session.present).toBe(true)
  await expect(session.signIn({ ...olga, password: 'wrong' })).rejects.toMatchObject({
    status: 401,
  })
})

test('ten callers share one refresh', async () => {
  const { session } = tab()
  tokens.lifeMs = 1000
  await session.signIn(olga)
  tokens.lifeMs = 600_000
  const all = await Promise.all(Array.from({ length: 10 }, () => session.access()))
  expect(new Set(all).size).toBe(1)
  expect(tokens.refreshes).toBe(1)
})

test('a token that the server refused is renewed though it has not expired', async () => {
  const { session } = tab()
  await session.signIn(olga)
  const first = await session.access()
  const second = await session.access(first ?? undefined)
  expect(second).not.toBe(first)
})

test('two tabs that need a token at once refresh once', async () => {
  const one = tab()
  tokens.lifeMs = 1000
  await one.session.signIn(olga)
  const two = tab()
  tokens.lifeMs = 600_000
  const [a, b] = await Promise.all([one.session.access(), two.session.access()])
  expect(a).not.toBeNull()
  expect(a).toBe(b)
  expect(tokens.refreshes).toBe(1)
})

test('a new tab takes the access token over from another one', async () => {
  const one = tab()
  await one.session.signIn(olga)
  const two = tab()
  expect(two.session.present).toBe(true)
  expect(await two.session.access()).toBe(await one.session.access())
  expect(tokens.refreshes).toBe(0)
})

test('a browser in which nobody signed in asks for nothing', async () => {
  const { session } = tab()
  expect(session.present).toBe(false)
  expect(await session.access()).toBeNull()
  expect(tokens.refreshes).toBe(0)
})

test('a refused refresh signs out, here and in the other tabs', async () => {
  storage.set('mosaic.signed-in', '1')
  const one = tab()
  const two = tab()
  const told = vi.fn()
  two.session.onChange(told)
  expect(await one.session.access()).toBeNull()
  expect(one.session.present).toBe(false)
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith(false))
})

test('a server that is away signs nobody out', async () => {
  storage.set('mosaic.signed-in', '1')
  const { session } = tab()
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
  await one.session.signIn(olga)
  const two = tab()
  await two.session.access()
  await one.session.signOut()
  await vi.waitFor(() => expect(two.session.present).toBe(false))
  expect(cookie).toBeNull()
  expect(storage.size).toBe(0)
})

test('expiry of something that is no token is now', () => {
  expect(expiryOf('nonsense')).toBe(0)
})

test('a session that a provider left in the cookie is taken up, over that of somebody else', async () => {
  const other = tab()
  await other.session.signIn(olga)
  const before = await other.session.access()
  tokens.lifeMs += 1000
  tokens.pair()
  const { session } = tab()
  expect(await session.resume()).toBe(true)
  const access = await session.access()
  expect(access).not.toBe(before)
  expect(storage.get('mosaic.signed-in')).toBe('1')
  await vi.waitFor(async () => expect(await other.session.access()).toBe(access))
})

test('without such a session nobody is signed in, and a server that is away changes nothing', async () => {
  const { session } = tab()
  expect(await session.resume()).toBe(false)
  expect(session.present).toBe(false)
  tokens.pair()
  tokens.status = 503
  await expect(session.resume()).rejects.toBeInstanceOf(ProblemError)
  tokens.status = null
  expect(await session.resume()).toBe(true)
})

test('the code of the second factor ends a sign-in at a provider, and tells where to go', async () => {
  const { session } = tab()
  await expect(session.finishByCode('000000')).rejects.toMatchObject({ code: 'code-required' })
  expect(session.present).toBe(false)
  expect(await session.finishByCode('123456')).toBe('/plates')
  expect(await session.access()).toMatch(/^x\./)
  expect(tokens.refreshes).toBe(0)
})
