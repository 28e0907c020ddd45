/**
 * What a tile does about its stream: a pure function from state and event to state and effects. Times are milliseconds of
 * one monotonic clock and come in with the events.
 */

export type TileStatus =
  'connecting' | 'playing' | 'stalled' | 'offline' | 'unauthorised' | 'unsupported'

export type Transport = 'webrtc' | 'll-hls'

export type Failure =
  | 'refused-format' // the server cannot send this stream by this transport
  | 'unsupported' // the browser cannot play it
  | 'connection' // no media connection in time
  | 'unauthorised'
  | 'not-found' // no such camera or path, or the source gives nothing
  | 'disabled'
  | 'unreachable' // the server does not answer
  | 'ended' // the server or the network ended it
  | 'no-picture' // connected, but nothing to see

export interface PlayerState {
  phase: 'idle' | 'session' | 'opening' | 'running' | 'waiting'
  status: TileStatus
  transport: Transport | null
  failure: Failure | null
  detail: string | null
  /** Failed rounds since it last played well. */
  attempt: number
  /** WebRTC brought pictures: when they stay away it is not the network's fault. */
  webrtcProven: boolean
  /** Why WebRTC is left out, and since when. */
  webrtcFault: { failure: Failure; at: number } | null
  forced: Transport | null
  phaseSince: number
  lastPictureAt: number | null
  /** Since when pictures are watched; a hidden page shows none and that is no stall. */
  watchedSince: number
}

export type PlayerEvent =
  | { type: 'start'; at: number; forced: Transport | null }
  | { type: 'session'; at: number }
  | { type: 'failed'; at: number; failure: Failure; detail: string }
  | { type: 'picture'; at: number }
  | { type: 'tick'; at: number }
  | { type: 'visible'; at: number }
  | { type: 'retry'; at: number }
  | { type: 'stop' }

export type Effect =
  /** transport: by which it is likely to be read. */
  | { type: 'request-session'; transport: Transport }
  | { type: 'open'; transport: Transport }
  | { type: 'close' }
  | { type: 'retry-later'; attempt: number; leastMs: number }

export const STALLED_AFTER_MS = 3000
export const REBUILT_AFTER_MS = 10_000
const NO_PICTURE_MS: Record<Transport, number> = { webrtc: 6000, 'll-hls': 15_000 }
/** The front door gives up later; nobody should watch a spinner for so long. */
const SESSION_MS = 15_000
const WELL_AFTER_MS = 10_000
const WEBRTC_AGAIN_MS = 60_000
const PATIENT_MS = 30_000

export const initialState: PlayerState = {
  phase: 'idle',
  status: 'connecting',
  transport: null,
  failure: null,
  detail: null,
  attempt: 0,
  webrtcProven: false,
  webrtcFault: null,
  forced: null,
  phaseSince: 0,
  lastPictureAt: null,
  watchedSince: 0,
}

type Step = [PlayerState, Effect[]]

export function step(state: PlayerState, event: PlayerEvent): Step {
  switch (event.type) {
    case 'start':
      return askForSession(
        { ...initialState, forced: event.forced, watchedSince: event.at },
        event.at,
      )
    case 'session':
      return state.phase === 'session'
        ? open(state, transportFor(state, event.at), event.at)
        : [state, []]
    case 'picture':
      return [picture(state, event.at), []]
    case 'failed':
      return failed(state, event)
    case 'tick':
      return tick(state, event.at)
    case 'visible':
      return [{ ...state, watchedSince: event.at }, []]
    case 'retry': {
      if (state.phase !== 'waiting') return [state, []]
      return askForSession(state, event.at)
    }
    case 'stop':
      return [{ ...initialState }, [{ type: 'close' }]]
  }
}

function askForSession(state: PlayerState, at: number): Step {
  const transport = transportFor(state, at)
  return [{ ...state, phase: 'session', phaseSince: at }, [{ type: 'request-session', transport }]]
}

function transportFor(state: PlayerState, at: number): Transport {
  if (state.forced) return state.forced
  const fault = state.webrtcFault
  if (!fault) return 'webrtc'
  // A stream's format or a browser does not change; a network may.
  const passing = fault.failure === 'connection' || fault.failure === 'no-picture'
  return passing && at - fault.at > WEBRTC_AGAIN_MS ? 'webrtc' : 'll-hls'
}

function open(state: PlayerState, transport: Transport, at: number): Step {
  return [
    { ...state, phase: 'opening', transport, phaseSince: at, watchedSince: at },
    [{ type: 'open', transport }],
  ]
}

function picture(state: PlayerState, at: number): PlayerState {
  if (state.phase !== 'opening' && state.phase !== 'running') return state
  const fresh = state.phase === 'opening'
  return {
    ...state,
    phase: 'running',
    phaseSince: fresh ? at : state.phaseSince,
    status: 'playing',
    webrtcProven: state.webrtcProven || state.transport === 'webrtc',
    failure: null,
    detail: null,
    lastPictureAt: at,
  }
}

function failed(state: PlayerState, event: Extract<PlayerEvent, { type: 'failed' }>): Step {
  if (state.phase === 'idle' || state.phase === 'waiting') return [state, []]
  const { at, failure, detail } = event
  if (state.phase !== 'session' && state.transport === 'webrtc' && fallsBack(state, failure)) {
    const reason: Failure = failure === 'ended' ? 'no-picture' : failure
    const next = { ...state, webrtcFault: { failure: reason, at }, detail }
    const [opened, effects] = open(next, 'll-hls', at)
    return [opened, [{ type: 'close' }, ...effects]]
  }
  const attempt = state.attempt
  return [
    {
      ...state,
      phase: 'waiting',
      phaseSince: at,
      status: statusAfter(state, failure),
      failure,
      detail,
      attempt: attempt + 1,
    },
    [{ type: 'close' }, { type: 'retry-later', attempt, leastMs: leastWait(state, failure) }],
  ]
}

function fallsBack(state: PlayerState, failure: Failure): boolean {
  if (state.forced !== null) return false
  // A stream with B-frames is accepted and then ended, or shows nothing.
  if (failure === 'no-picture' || (failure === 'ended' && state.phase === 'opening')) {
    return !state.webrtcProven
  }
  return ['refused-format', 'unsupported', 'connection'].includes(failure)
}

function statusAfter(state: PlayerState, failure: Failure): TileStatus {
  if (failure === 'unauthorised') {
    // MediaMTX refuses tokens that it has not got the key for yet; a new session mends that.
    return state.phase === 'session' || state.attempt >= 2 ? 'unauthorised' : 'connecting'
  }
  if (failure === 'unsupported' || failure === 'refused-format') return 'unsupported'
  // A picture that was there a moment ago: say that it is being fetched again rather than that the camera is gone.
  if (failure === 'ended' && state.attempt === 0) return 'connecting'
  return 'offline'
}

function leastWait(state: PlayerState, failure: Failure): number {
  if (failure === 'unsupported' || failure === 'refused-format') return PATIENT_MS
  if (failure === 'unauthorised' && state.phase === 'session') return PATIENT_MS
  if (failure === 'disabled') return PATIENT_MS
  return 0
}

function tick(state: PlayerState, at: number): Step {
  if (state.phase === 'session') {
    const late = at - Math.max(state.phaseSince, state.watchedSince) > SESSION_MS
    return late
      ? failed(state, { type: 'failed', at, failure: 'unreachable', detail: '' })
      : [state, []]
  }
  if (state.phase === 'opening' && state.transport) {
    const waited = at - Math.max(state.phaseSince, state.watchedSince)
    if (waited > NO_PICTURE_MS[state.transport]) {
      return failed(state, { type: 'failed', at, failure: 'no-picture', detail: '' })
    }
    return [state, []]
  }
  if (state.phase !== 'running' || state.lastPictureAt === null) return [state, []]
  const age = at - Math.max(state.lastPictureAt, state.watchedSince)
  if (age > REBUILT_AFTER_MS) {
    return failed(state, { type: 'failed', at, failure: 'ended', detail: '' })
  }
  if (age > STALLED_AFTER_MS) {
    return state.status === 'stalled' ? [state, []] : [{ ...state, status: 'stalled' }, []]
  }
  const well = state.attempt > 0 && at - state.phaseSince > WELL_AFTER_MS
  return well ? [{ ...state, attempt: 0 }, []] : [state, []]
}
