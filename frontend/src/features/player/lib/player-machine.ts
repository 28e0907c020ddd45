/**
 * What a tile does about its stream: a pure function from state and event to state and effects. Times are milliseconds of
 * one monotonic clock and come in with the events.
 *
 * A tile shows one read. Beside it, `next` may be opened, which takes its place with its first picture: so nothing goes
 * black when the transport or the stream changes, and a head start is shown until WebRTC has met its key frame.
 */
import {
  badLink,
  begin,
  hastened,
  nextFailed,
  nextPicture,
  promoteNext,
  reconsider,
  wanted,
} from './player-next'
import { initialState } from './player-state'
import type {
  Failure,
  FailureEvent,
  PlayerEvent,
  PlayerState,
  Step,
  TileStatus,
} from './player-state'
import { askForSession, faultOf, open, picture, transportFor } from './player-steps'
import type { Transport } from './stream-rule'

export { initialState } from './player-state'
export type * from './player-state'
export type { Transport } from './stream-rule'

export const STALLED_AFTER_MS = 3000
export const REBUILT_AFTER_MS = 10_000
const NO_PICTURE_MS: Record<Transport, number> = { webrtc: 6000, 'll-hls': 15_000 }
/** What is shown meanwhile makes it bearable to wait for a camera with few key frames. */
const NEXT_MS = 15_000
/** The front door gives up later; nobody should watch a spinner for so long. */
const SESSION_MS = 15_000
const WELL_AFTER_MS = 10_000
/** Failures that another transport may not have. */
const FORMAT_OR_NETWORK: ReadonlySet<Failure> = new Set([
  'refused-format',
  'unsupported',
  'connection',
])
/** Failures that stay for a while: of the format, for which neither network nor camera is to blame. */
const FORMAT: ReadonlySet<Failure> = new Set([
  'unsupported',
  'refused-format',
  'transcodings-full',
  'no-encoder',
])
/** So long must WebRTC have played for its faults to be forgotten: one that fails again soon waits longer. */
const FORGIVEN_AFTER_MS = 300_000
const PATIENT_MS = 30_000

export function step(state: PlayerState, event: PlayerEvent): Step {
  switch (event.type) {
    case 'start':
      return askForSession(
        {
          ...initialState,
          forced: event.forced,
          wanted: event.wanted ?? initialState.wanted,
          watchedSince: event.at,
        },
        event.at,
      )
    case 'session':
      return state.phase === 'session' ? begin(state, event) : [state, []]
    case 'picture':
      return [picture(state, event.at), []]
    case 'failed':
      return failed(state, event)
    case 'next-picture':
      return nextPicture(state, event.at)
    case 'next-failed':
      return nextFailed(state, event)
    case 'wanted':
      return wanted(state, event.wanted, event.at)
    case 'bad-link':
      return badLink(state, event.at)
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

function failed(state: PlayerState, event: FailureEvent): Step {
  if (state.phase === 'idle' || state.phase === 'waiting') return [state, []]
  const { at, failure, detail } = event
  if (state.next && state.phase !== 'session') return promoteNext(state, event)
  if (state.headStart && state.phase !== 'session') {
    const [opened, effects] = open(state, transportFor(state, at), at)
    return [opened, [{ type: 'close' }, ...effects]]
  }
  if (state.phase !== 'session' && state.transport === 'webrtc' && fallsBack(state, failure)) {
    const webrtcFault = faultOf(state, failure, at)
    const next: PlayerState = { ...state, status: 'connecting', webrtcFault, detail }
    const [opened, effects] = open(next, 'll-hls', at)
    return [opened, [{ type: 'close' }, ...effects]]
  }
  if (state.transport === 'll-hls' && failure === 'unsupported' && !state.forced) {
    const bad = { ...state, hlsFault: true, detail }
    if (state.phase !== 'session' && !state.webrtcFault) {
      const [opened, effects] = open(bad, 'webrtc', at)
      return [opened, [{ type: 'close' }, ...effects]]
    }
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
  if (state.forced !== null || state.hlsFault) return false
  // A stream with B-frames is accepted and then ended: it shows nothing, or its first key frame for good.
  if (failure === 'no-picture' || failure === 'ended') return !state.webrtcProven
  return FORMAT_OR_NETWORK.has(failure)
}

function statusAfter(state: PlayerState, failure: Failure): TileStatus {
  if (failure === 'unauthorised') {
    // MediaMTX refuses tokens that it has not got the key for yet; a new session mends that.
    return state.phase === 'session' || state.attempt >= 2 ? 'unauthorised' : 'connecting'
  }
  if (FORMAT.has(failure)) return 'unsupported'
  // A picture that was there a moment ago: say that it is being fetched again rather than that the camera is gone.
  if (failure === 'ended' && state.attempt === 0) return 'connecting'
  return 'offline'
}

function leastWait(state: PlayerState, failure: Failure): number {
  if (FORMAT.has(failure)) return PATIENT_MS
  if (failure === 'unauthorised' && state.phase === 'session') return PATIENT_MS
  if (failure === 'disabled') return PATIENT_MS
  return 0
}

function tick(state: PlayerState, at: number): Step {
  if (state.phase === 'session') {
    const late = at - Math.max(state.phaseSince, state.watchedSince) > SESSION_MS
    return late ? failed(state, { at, failure: 'unreachable', detail: '' }) : [state, []]
  }
  if (state.next) {
    const waited = at - Math.max(state.next.since, state.watchedSince)
    if (waited > NEXT_MS) {
      return nextFailed(state, { at, failure: 'no-picture', detail: '' })
    }
  }
  if (state.phase === 'opening' && state.transport) {
    const waited = at - Math.max(state.phaseSince, state.watchedSince)
    if (waited > NO_PICTURE_MS[state.transport]) {
      return failed(state, { at, failure: 'no-picture', detail: '' })
    }
    return hastened(state, at)
  }
  if (state.phase !== 'running' || state.lastPictureAt === null) return [state, []]
  const age = at - Math.max(state.lastPictureAt, state.watchedSince)
  const hopeless = state.transport === 'webrtc' && fallsBack(state, 'ended')
  if (age > (hopeless ? STALLED_AFTER_MS : REBUILT_AFTER_MS)) {
    return failed(state, { at, failure: 'ended', detail: '' })
  }
  if (age > STALLED_AFTER_MS) {
    return state.status === 'stalled' ? [state, []] : [{ ...state, status: 'stalled' }, []]
  }
  return reconsider(afterAWhile(state, at), at)
}

function afterAWhile(state: PlayerState, at: number): PlayerState {
  const playedMs = at - state.phaseSince
  const forgiven = state.transport === 'webrtc' && playedMs > FORGIVEN_AFTER_MS
  return {
    ...state,
    attempt: playedMs > WELL_AFTER_MS ? 0 : state.attempt,
    webrtcFault: forgiven ? null : state.webrtcFault,
  }
}
