/** The steps that the rules of a tile are made of. */
import type { Failure, PlayerState, Step } from './player-state'
import type { Transport } from './stream-rule'

const WEBRTC_AGAIN_MS = 60_000
const WEBRTC_AGAIN_MOST_MS = 16 * WEBRTC_AGAIN_MS
/** The first picture proves nothing: a stream with B-frames has its key frame sent, and is then ended. */
export const PROVEN_AFTER_MS = 2000

export function askForSession(state: PlayerState, at: number): Step {
  const transport = transportFor(state, at)
  const { stream } = state.wanted
  return [
    { ...state, phase: 'session', stream, phaseSince: at },
    [{ type: 'request-session', transport, stream }],
  ]
}

export function transportFor(state: PlayerState, at: number): Transport {
  if (state.forced) return state.forced
  if (state.hlsFault) return 'webrtc'
  if (state.wanted.transport === 'll-hls') return 'll-hls'
  const fault = state.webrtcFault
  if (!fault) return 'webrtc'
  const pause = Math.min(WEBRTC_AGAIN_MOST_MS, WEBRTC_AGAIN_MS * 2 ** (fault.times - 1))
  return isPassing(fault.failure) && at - fault.at > pause ? 'webrtc' : 'll-hls'
}

/** A stream's format or a browser does not change; a network may. */
export function isPassing(fault: Failure): boolean {
  return fault === 'connection' || fault === 'no-picture' || fault === 'link'
}

export function open(state: PlayerState, transport: Transport, at: number): Step {
  return [
    {
      ...state,
      phase: 'opening',
      transport,
      sound: state.wanted.sound,
      headStart: false,
      phaseSince: at,
      watchedSince: at,
    },
    [{ type: 'open', transport }],
  ]
}

/** Shows what is at hand of a stream that runs; the transport that is wanted follows beside it. */
export function openHeadStart(state: PlayerState, at: number): Step {
  const [opened] = open(state, 'll-hls', at)
  const silent = { ...opened, sound: false, headStart: true }
  return [silent, [{ type: 'open', transport: 'll-hls', headStart: true }]]
}

export function picture(state: PlayerState, at: number): PlayerState {
  if (state.phase !== 'opening' && state.phase !== 'running') return state
  const fresh = state.phase === 'opening'
  const proven = state.transport === 'webrtc' && !fresh && at - state.phaseSince >= PROVEN_AFTER_MS
  return {
    ...state,
    phase: 'running',
    phaseSince: fresh ? at : state.phaseSince,
    status: 'playing',
    webrtcProven: state.webrtcProven || proven,
    failure: null,
    detail: null,
    lastPictureAt: at,
  }
}

export function faultOf(
  state: PlayerState,
  failure: Failure,
  at: number,
): PlayerState['webrtcFault'] {
  const reason: Failure = failure === 'ended' ? 'no-picture' : failure
  const before = state.webrtcFault
  return {
    failure: reason,
    at,
    times: before && before.failure === reason ? before.times + 1 : 1,
  }
}
