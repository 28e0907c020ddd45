import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer, type WebSocket as Line } from 'ws'
import { EventSocket, type LiveEvent } from '@/api/event-socket'

interface Auth {
  type: string
  token: string
  after?: string | null
  types?: string[]
}

let server: WebSocketServer
let lines: Line[]
let auths: Auth[]
let sockets: EventSocket[]

async function serve(port = 0) {
  server = new WebSocketServer({ host: '127.0.0.1', port })
  server.on('connection', (line) => {
    lines.push(line)
    line.on('message', (text: Buffer) => {
      auths.push(JSON.parse(text.toString()) as Auth)
      line.send(JSON.stringify({ type: 'ready', cursor: '5-0' }))
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

function stopServing() {
  for (const line of server.clients) line.terminate()
  return new Promise((resolve) => server.close(resolve))
}

let port: number

beforeEach(async () => {
  lines = []
  auths = []
  sockets = []
  port = await serve()
})

afterEach(async () => {
  for (const socket of sockets) socket.stop()
  await stopServing()
})

function socket(more: Partial<ConstructorParameters<typeof EventSocket>[0]> = {}) {
  const made = new EventSocket({
    url: `ws://127.0.0.1:${port}`,
    token: () => Promise.resolve('token-1'),
    expiryOf: () => Date.now() + 600_000,
    types: ['a.b.v1'],
    open: (url) => new WebSocket(url) as never,
    firstRetryMs: 10,
    random: () => 0,
    ...more,
  })
  sockets.push(made)
  return made
}

const online = (made: EventSocket) => vi.waitFor(() => expect(made.state).toBe('online'))
const say = (cursor: string, n: number) =>
  lines
    .at(-1)
    ?.send(
      JSON.stringify({ type: 'event', cursor, event: { type: 'a.b.v1', time: 't', data: { n } } }),
    )

test('signs in by its first message, never by the address', async () => {
  const made = socket()
  made.start()
  await online(made)
  expect(auths).toEqual([{ type: 'auth', token: 'token-1', after: null, types: ['a.b.v1'] }])
})

test('passes events on and comes back after the last one it saw', async () => {
  const made = socket()
  const heard: LiveEvent[] = []
  made.onEvent((event) => heard.push(event))
  made.start()
  await online(made)
  say('6-0', 1)
  await vi.waitFor(() => expect(heard).toHaveLength(1))
  expect(heard[0]).toMatchObject({ cursor: '6-0', type: 'a.b.v1', data: { n: 1 } })

  const states: string[] = []
  made.onState(() => states.push(made.state))
  lines[0]?.terminate()
  await vi.waitFor(() => expect(auths).toHaveLength(2))
  await online(made)
  expect(auths[1]?.after).toBe('6-0')
  expect(states).toEqual(['offline', 'online'])
})

test('a line lost before any event comes back after the place it was ready at', async () => {
  const made = socket()
  made.start()
  await online(made)
  lines[0]?.terminate()
  await vi.waitFor(() => expect(auths[1]?.after).toBe('5-0'))
})

test('says that it is offline while the server is away, and finds it again', async () => {
  const made = socket()
  made.start()
  await online(made)
  await stopServing()
  await vi.waitFor(() => expect(made.state).toBe('offline'))
  await serve(port)
  await online(made)
})

test('tells gaps', async () => {
  const made = socket()
  const gap = vi.fn()
  made.onGap(gap)
  made.start()
  await online(made)
  lines[0]?.send('{"type":"gap"}')
  await vi.waitFor(() => expect(gap).toHaveBeenCalledOnce())
})

test('a line that falls silent is given up', async () => {
  const made = socket({ silenceMs: 60 })
  made.start()
  await online(made)
  await vi.waitFor(() => expect(auths.length).toBeGreaterThan(1))
})

test('asks for another token when the server refuses this one', async () => {
  const token = vi.fn((refused?: string) => Promise.resolve(refused ? 'token-2' : 'token-1'))
  const made = socket({ token })
  made.start()
  await online(made)
  lines[0]?.close(4401)
  await vi.waitFor(() => expect(auths[1]?.token).toBe('token-2'))
})

test('renews its token on the open line before it runs out', async () => {
  const token = vi.fn((refused?: string) => Promise.resolve(refused ? 'token-2' : 'token-1'))
  const expiryOf = (it: string) => Date.now() + (it === 'token-1' ? 45_000 : 600_000)
  const made = socket({ token, expiryOf })
  made.start()
  await vi.waitFor(() => expect(auths.map((auth) => auth.token)).toEqual(['token-1', 'token-2']), {
    timeout: 3000,
  })
  expect(lines).toHaveLength(1)
})

test('nobody signed in: does not connect', async () => {
  const made = socket({ token: () => Promise.resolve(null) })
  made.start()
  await vi.waitFor(() => expect(made.state).toBe('refused'))
  expect(lines).toHaveLength(0)
})

test('stopping ends it for good and forgets the place', async () => {
  const made = socket()
  made.start()
  await online(made)
  made.stop()
  expect(made.state).toBe('idle')
  await vi.waitFor(() => expect(lines[0]?.readyState).toBe(WebSocket.CLOSED))
  made.start()
  await online(made)
  expect(auths[1]?.after).toBeNull()
})

test('what is no message is ignored', async () => {
  const made = socket()
  const heard = vi.fn()
  made.onEvent(heard)
  made.start()
  await online(made)
  lines[0]?.send('not json')
  say('7-0', 2)
  await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce())
  expect(made.state).toBe('online')
})
