/** What is opened beside what a tile shows, to take its place: at a warm start and when something else is wanted. */
import type { Effect, Failure, FailureEvent, PlayerState, Step } from './player-state'
import { askForSession, faultOf, isPassing, open, picture, transportFor } from './player-steps'
import type { Read, Wanted } from './stream-rule'

const CHANGE_AGAIN_MS = 30_000
/** Failures for which WebRTC is to blame. */
const BLAMED: ReadonlySet<Failure> = new Set([
  'refused-format',
  'unsupported',
  'connection',
  'no-picture',
  'ended',
])

/**
 * WebRTC shows nothing before the camera's next key frame; LL-HLS has the last one at hand where somebody reads already.
 * Whichever has a picture first is shown.
 */
export function begin(state: PlayerState, { at, warm }: { at: number; warm?: boolean }): Step {
  const transport = transportFor(state, at)
  if (transport !== 'webrtc' || !warm || state.forced || state.hlsFault) {
    return open(state, transport, at)
  }
  const [opened, effects] = open(state, 'll-hls', at)
  const next: Read = { transport: 'webrtc', stream: state.stream }
  return [{ ...opened, next: { ...next, since: at } }, [...effects, { type: 'open-next', ...next }]]
}

export function nextPicture(state: PlayerState, at: number): Step {
  if (!state.next) return [state, []]
  const { transport, stream } = state.next
  const shown: PlayerState = {
    ...state,
    phase: 'opening',
    transport,
    stream,
    next: null,
    phaseSince: at,
    changeFailedAt: null,
  }
  return [picture(shown, at), [{ type: 'show-next' }]]
}

export function nextFailed(state: PlayerState, event: FailureEvent): Step {
  if (!state.next) return [state, []]
  const { at, failure, detail } = event
  const bare: PlayerState = { ...state, next: null, changeFailedAt: at }
  // Where WebRTC showed pictures before, it is the camera that sends none.
  const silent = failure === 'no-picture' && state.webrtcProven && state.phase === 'opening'
  const blamed = state.next.transport === 'webrtc' && BLAMED.has(failure) && !silent
  const without = blamed ? { ...bare, webrtcFault: faultOf(state, failure, at), detail } : bare
  return [without, [{ type: 'close-next' }]]
}

export function wanted(state: PlayerState, next: Wanted, at: number): Step {
  const maximised = next.maximised && !state.wanted.maximised
  const fault = state.webrtcFault
  const forgiven = maximised && fault && isPassing(fault.failure)
  const told: PlayerState = {
    ...state,
    wanted: next,
    changeFailedAt: null,
    webrtcFault: forgiven ? null : fault,
  }
  if (told.phase === 'session' && told.stream !== next.stream) return askForSession(told, at)
  return told.phase === 'running' ? reconsider(told, at) : [told, []]
}

export function badLink(state: PlayerState, at: number): Step {
  if (state.phase !== 'running' || state.transport !== 'webrtc' || state.forced) return [state, []]
  // Told with every look, and one fault all the same.
  const known = transportFor(state, at) === 'll-hls'
  return reconsider(known ? state : { ...state, webrtcFault: faultOf(state, 'link', at) }, at)
}

/** Opens what should be read beside what is read, where that is something else. */
export function reconsider(state: PlayerState, at: number): Step {
  const read: Read = { transport: transportFor(state, at), stream: state.wanted.stream }
  const isAs = (other: Read) => other.transport === read.transport && other.stream === read.stream
  if (state.next && isAs(state.next)) return [state, []]
  const dropped: Effect[] = state.next ? [{ type: 'close-next' }] : []
  const settled = state.transport && isAs({ transport: state.transport, stream: state.stream })
  const pausing = state.changeFailedAt !== null && at - state.changeFailedAt < CHANGE_AGAIN_MS
  if (settled || pausing) return [{ ...state, next: null }, dropped]
  return [{ ...state, next: { ...read, since: at } }, [...dropped, { type: 'open-next', ...read }]]
}

/** What was opened beside what fails is what is left. */
export function promoteNext(state: PlayerState, { at, failure, detail }: FailureEvent): Step {
  if (!state.next) return [state, []]
  const { transport, stream, since } = state.next
  const hlsFault = state.hlsFault || (state.transport === 'll-hls' && failure === 'unsupported')
  const gone: PlayerState = {
    ...state,
    phase: 'opening',
    status: 'connecting',
    transport,
    stream,
    next: null,
    hlsFault,
    phaseSince: since,
    watchedSince: at,
    detail,
  }
  return [gone, [{ type: 'show-next' }]]
}
