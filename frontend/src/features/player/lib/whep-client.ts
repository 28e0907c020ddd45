/** Why a WHEP read did not come about. */
export type WhepFailure =
  | 'refused-format' // the server cannot send this stream by WebRTC (B-frames, H.265)
  | 'unauthorised'
  | 'not-found' // no such path, or its source gives nothing
  | 'connection' // ICE or DTLS did not come up in time
  | 'unreachable'
  | 'unsupported' // this browser has no WebRTC

export class WhepError extends Error {
  constructor(
    readonly failure: WhepFailure,
    readonly detail: string,
  ) {
    super(`${failure}: ${detail}`)
    this.name = 'WhepError'
  }
}

export interface WhepStatistics {
  framesDecoded: number
  framesDropped: number
  packetsReceived: number
  packetsLost: number
  frozenMs: number
  /** Mean time that a frame waits in the jitter buffer. */
  jitterBufferMs: number
  roundTripMs: number
}

export interface WhepOptions {
  url: string
  token: string
  signal: AbortSignal
  sound?: boolean
  /** Made beforehand, with sound or without; belongs to the read from here on. */
  offer?: WhepOffer
  fetch?: typeof fetch
  connectMs?: number
}

/** A connection with its offer. Making it takes time and needs no server: begin while a session is asked for. */
export interface WhepOffer {
  connection: RTCPeerConnection
  /** The offer with its candidates; a failure is told to whoever opens by it. */
  sdp: Promise<string>
}

/** A running read. Whoever got it closes it. */
export interface WhepRead {
  stream: MediaStream
  /** Resolves when the connection is gone for good. */
  ended: Promise<void>
  statistics: () => Promise<WhepStatistics | null>
  close: () => void
}

/**
 * Few candidates are worth a wait: the server tells all of its own, and learns ours from our checks of them. Browsers give
 * addresses as mDNS names, which lead the server nowhere; waiting for them took 190 ms of each start.
 */
const GATHER_MS = 20

/** null where the browser has no WebRTC. Whoever does not open by it closes its connection. */
export function makeOffer(
  sound: boolean,
  createConnection?: () => RTCPeerConnection,
): WhepOffer | null {
  if (!createConnection && typeof RTCPeerConnection === 'undefined') return null
  const connection = createConnection?.() ?? new RTCPeerConnection()
  const describe = async () => {
    connection.addTransceiver('video', { direction: 'recvonly' })
    if (sound) connection.addTransceiver('audio', { direction: 'recvonly' })
    await connection.setLocalDescription(await connection.createOffer())
    await gathered(connection, GATHER_MS)
    return connection.localDescription?.sdp ?? ''
  }
  const sdp = describe()
  // One that is closed before it is used fails, and nobody asks.
  sdp.catch(() => undefined)
  return { connection, sdp }
}

/**
 * Reads a stream by WHEP: one offer with all candidates, the answer, then media. Resolves when the connection stands.
 *
 * Raises WhepError; after an abort the error's cause does not matter. Leaves no session on the server behind in any case.
 */
export async function openWhep(options: WhepOptions): Promise<WhepRead> {
  const { url, token, signal, connectMs = 4000 } = options
  const send = options.fetch ?? fetch
  const offer = options.offer ?? makeOffer(options.sound ?? false)
  if (!offer) throw new WhepError('unsupported', 'This browser has no WebRTC.')
  const { connection } = offer
  let resource: string | null = null
  let closed = false

  const close = () => {
    if (closed) return
    closed = true
    if (!resource) {
      connection.close()
      return
    }
    // In this order: the server forgets a session whose connection closes, and then knows none to delete.
    const headers = { authorization: `Bearer ${token}` }
    send(resource, { method: 'DELETE', headers, keepalive: true })
      .catch(() => undefined)
      .finally(() => connection.close())
  }
  const ended = new Promise<void>((resolve) => {
    connection.addEventListener('connectionstatechange', () => {
      if (!['failed', 'closed'].includes(connection.connectionState)) return
      // Then the server has no session any more either.
      resource = null
      resolve()
    })
  })

  try {
    const track = new Promise<MediaStream>((resolve) => {
      connection.addEventListener('track', (event) => {
        resolve(event.streams[0] ?? new MediaStream([event.track]))
      })
    })
    const response = await post(send, url, token, await offer.sdp, signal)
    const location = response.headers.get('location')
    if (location) resource = new URL(location, new URL(url, globalThis.location?.href)).href
    const answer = await response.text()
    signal.throwIfAborted()
    await connection.setRemoteDescription({ type: 'answer', sdp: answer })
    await connected(connection, connectMs, signal)
    return {
      stream: await track,
      ended,
      close,
      statistics: () => statisticsOf(connection),
    }
  } catch (error) {
    close()
    throw error
  }
}

async function post(
  send: typeof fetch,
  url: string,
  token: string,
  offer: string,
  signal: AbortSignal,
): Promise<Response> {
  let response: Response
  try {
    response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` },
      body: offer,
      signal,
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new WhepError('unreachable', String(error))
  }
  if (response.status === 201) return response
  const detail = (await response.text().catch(() => '')).slice(0, 300)
  throw new WhepError(failureOf(response.status), detail || `status ${response.status}`)
}

function failureOf(status: number): WhepFailure {
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === 404) return 'not-found'
  if (status >= 500) return 'unreachable'
  return 'refused-format'
}

function gathered(connection: RTCPeerConnection, withinMs: number): Promise<void> {
  if (connection.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs)
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    })
  })
}

function connected(
  connection: RTCPeerConnection,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new WhepError('connection', `no connection within ${withinMs} ms`))
    }, withinMs)
    const look = () => {
      if (connection.connectionState === 'connected') {
        clearTimeout(timer)
        resolve()
      } else if (['failed', 'closed'].includes(connection.connectionState)) {
        clearTimeout(timer)
        reject(new WhepError('connection', `connection ${connection.connectionState}`))
      }
    }
    connection.addEventListener('connectionstatechange', look)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
    look()
  })
}

async function statisticsOf(connection: RTCPeerConnection): Promise<WhepStatistics | null> {
  if (connection.connectionState === 'closed') return null
  let inbound: RTCInboundRtpStreamStats | null = null
  let roundTripMs = 0
  const report = (await connection.getStats()) as unknown as Map<string, RTCStats>
  for (const entry of report.values()) {
    if (entry.type === 'inbound-rtp') {
      const stream = entry as RTCInboundRtpStreamStats
      if (stream.kind === 'video') inbound = stream
    }
    if (entry.type === 'candidate-pair') {
      const pair = entry as RTCIceCandidatePairStats
      if (pair.nominated) roundTripMs = (pair.currentRoundTripTime ?? 0) * 1000
    }
  }
  if (!inbound) return null
  const emitted = inbound.jitterBufferEmittedCount ?? 0
  return {
    framesDecoded: inbound.framesDecoded ?? 0,
    framesDropped: inbound.framesDropped ?? 0,
    packetsReceived: inbound.packetsReceived ?? 0,
    packetsLost: inbound.packetsLost ?? 0,
    frozenMs: (inbound.totalFreezesDuration ?? 0) * 1000,
    jitterBufferMs: emitted ? ((inbound.jitterBufferDelay ?? 0) / emitted) * 1000 : 0,
    roundTripMs,
  }
}
