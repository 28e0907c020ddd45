import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeOffer, openWhep, WhepError, type WhepOffer } from '@/features/player/lib/whep-client'

/** The browser's side of a connection, as far as the client uses it; Node has none. */
class Connection extends EventTarget {
  iceGatheringState = 'new'
  connectionState = 'new'
  localDescription: { sdp: string } | null = null
  remoteDescription: { sdp: string } | null = null
  transceivers: string[] = []
  addTransceiver(kind: string) {
    this.transceivers.push(kind)
  }
  createOffer() {
    return Promise.resolve({ type: 'offer', sdp: 'v=0 offer' })
  }
  setLocalDescription(description: { sdp: string }) {
    this.localDescription = description
    setTimeout(() => {
      this.localDescription = { sdp: `${description.sdp} with candidates` }
      this.become('iceGatheringState', 'complete', 'icegatheringstatechange')
    }, 5)
    return Promise.resolve()
  }
  setRemoteDescription(description: { sdp: string }) {
    this.remoteDescription = description
    return Promise.resolve()
  }
  connect() {
    this.dispatchEvent(Object.assign(new Event('track'), { streams: ['the stream'] }))
    this.become('connectionState', 'connected', 'connectionstatechange')
  }
  become(property: 'iceGatheringState' | 'connectionState', value: string, event: string) {
    this[property] = value
    this.dispatchEvent(new Event(event))
  }
  close() {
    this.become('connectionState', 'closed', 'connectionstatechange')
  }
}

interface Seen {
  method: string | undefined
  url: string | undefined
  authorization: string | undefined
  contentType: string | undefined
  body: string
}

let server: Server
let origin: string
let seen: Seen[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  seen = []
  answer = (request, response) => {
    if (request.method === 'DELETE') response.writeHead(200).end()
    else response.writeHead(201, { location: '/whep/cam/whep/abc' }).end('v=0 answer')
  }
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      seen.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        contentType: request.headers['content-type'],
        body,
      })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function open(connection: Connection, more: { signal?: AbortSignal; connectMs?: number } = {}) {
  return openWhep({
    url: `${origin}/whep/cam/whep`,
    token: 'secret',
    signal: more.signal ?? new AbortController().signal,
    connectMs: more.connectMs ?? 2000,
    offer: offered(connection),
  })
}

const offered = (connection: Connection) =>
  makeOffer(false, () => connection as unknown as RTCPeerConnection) as WhepOffer

const answered = (connection: Connection) =>
  vi.waitFor(() => expect(connection.remoteDescription?.sdp).toBe('v=0 answer'))

test('offers all candidates at once, gives the stream, deletes the session on close', async () => {
  const connection = new Connection()
  const opening = open(connection)
  await answered(connection)
  connection.connect()
  const read = await opening
  expect(read.stream).toBe('the stream')
  expect(connection.transceivers).toEqual(['video'])
  expect(seen[0]).toEqual({
    method: 'POST',
    url: '/whep/cam/whep',
    authorization: 'Bearer secret',
    contentType: 'application/sdp',
    body: 'v=0 offer with candidates',
  })

  read.close()
  read.close()
  await vi.waitFor(() => expect(seen).toHaveLength(2))
  expect(seen[1]).toMatchObject({
    method: 'DELETE',
    url: '/whep/cam/whep/abc',
    authorization: 'Bearer secret',
  })
  await vi.waitFor(() => expect(connection.connectionState).toBe('closed'))
})

test('deletes the session before the connection goes, for the server forgets it then', async () => {
  const connection = new Connection()
  const states: string[] = []
  answer = (request, response) => {
    states.push(`${request.method} ${connection.connectionState}`)
    response.writeHead(201, { location: '/whep/cam/whep/abc' }).end('v=0 answer')
  }
  const opening = open(connection)
  await answered(connection)
  connection.connect()
  ;(await opening).close()
  await vi.waitFor(() => expect(states).toEqual(['POST new', 'DELETE connected']))
})

test.each([
  [400, 'refused-format'],
  [401, 'unauthorised'],
  [403, 'unauthorised'],
  [404, 'not-found'],
  [503, 'unreachable'],
])('status %i is told as %s with the reason given', async (status, failure) => {
  answer = (_, response) => response.writeHead(status).end('the reason')
  const connection = new Connection()
  await expect(open(connection)).rejects.toMatchObject({ failure, detail: 'the reason' })
  expect(connection.connectionState).toBe('closed')
})

test('a server that is not there is unreachable', async () => {
  server.close()
  await expect(open(new Connection())).rejects.toMatchObject({ failure: 'unreachable' })
})

test('no connection in time: fails and leaves no session behind', async () => {
  const opening = open(new Connection(), { connectMs: 40 })
  await expect(opening).rejects.toEqual(new WhepError('connection', 'no connection within 40 ms'))
  await vi.waitFor(() => expect(seen.map(({ method }) => method)).toEqual(['POST', 'DELETE']))
})

test('an abort while it connects leaves no session behind', async () => {
  const aborting = new AbortController()
  const connection = new Connection()
  const opening = open(connection, { signal: aborting.signal })
  const failing = expect(opening).rejects.toThrow()
  await answered(connection)
  aborting.abort()
  await failing
  await vi.waitFor(() => expect(seen.at(-1)?.method).toBe('DELETE'))
})

test('tells when the connection is lost', async () => {
  const connection = new Connection()
  const opening = open(connection)
  await answered(connection)
  connection.connect()
  const read = await opening
  connection.become('connectionState', 'failed', 'connectionstatechange')
  await expect(read.ended).resolves.toBeUndefined()
  read.close()
  await vi.waitFor(() => expect(connection.connectionState).toBe('closed'))
  expect(seen).toHaveLength(1)
})

test('an offer made beforehand waits for the place where it goes', async () => {
  const connection = new Connection()
  const offer = offered(connection)
  await expect(offer.sdp).resolves.toBe('v=0 offer with candidates')
  expect(seen).toHaveLength(0)
})

test('an offer that is not used goes with its connection, and nobody is told', async () => {
  const connection = new Connection()
  connection.createOffer = () => Promise.reject(new Error('closed'))
  offered(connection).connection.close()
  expect(connection.connectionState).toBe('closed')
  await new Promise((resolve) => setTimeout(resolve))
})

test('a browser without WebRTC says so', async () => {
  const { signal } = new AbortController()
  await expect(openWhep({ url: origin, token: 'secret', signal })).rejects.toMatchObject({
    failure: 'unsupported',
  })
})

test('asks for sound where somebody listens', async () => {
  const connection = new Connection()
  await makeOffer(true, () => connection as unknown as RTCPeerConnection)?.sdp
  expect(connection.transceivers).toEqual(['video', 'audio'])
})
