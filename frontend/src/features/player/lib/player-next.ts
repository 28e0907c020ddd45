/** What is opened beside what a tile shows, to take its place: at a warm start and when something else is wanted. */
import type { Effect, Failure, FailureEvent, PlayerState, Step } from './player-state'
import {
  askForSession,
  faultOf,
  isPassing,
  open,
  openHeadStart,
  picture,
  PROVEN_AFTER_MS,
  transportFor,
} from './player-steps'
import type { Read, Wanted } from './stream-rule'

const CHANGE_AGAIN_MS = 30_000
const ALONE_FOR_MS = 700
/** Failures for which WebRTC is to blame. */
const BLAMED: ReadonlySet<Failure> = new Set([
  'refused-format',
  'unsupported',
  'connection',
  'no-picture',
  'ended',
])

/** WebRTC shows nothing before the camera's next key frame; where segments are at hand, they have the last one. */
export function begin(
  before: PlayerState,
  { at, hlsReady, reencoded }: { at: number; hlsReady?: boolean; reencoded?: boolean },
): Step {
  // What was found of another format says nothing of this one.
  const state = reencoded ? { ...before, webrtcFault: null, hlsFault: false } : before
  const transport = transportFor(state, at)
  const helped = hlsReady && transport === 'webrtc' && !state.forced && state.attempt === 0
  return helped && !state.hlsFault ? openHeadStart(state, at) : open(state, transport, at)
}

/** A head start without a picture is not waited for: both from the beginning were slower, and one is enough mostly. */
export function hastened(state: PlayerState, at: number): Step {
  const patient = at - state.phaseSince < ALONE_FOR_MS || isPausing(state, at)
  if (state.next || patient || !state.headStart) return [state, []]
  const { stream, wanted } = state
  const read = { transport: transportFor(state, at), stream, sound: wanted.sound }
  return openNext(state, read, at)
}

export function nextPicture(state: PlayerState, at: number): Step {
  if (!state.next) return [state, []]
  const { transport, stream, sound, picturesSince = at } = state.next
  const webrtcProven = state.webrtcProven || at - picturesSince >= PROVEN_AFTER_MS
  // Nothing that plays is given up for one that may end after its first picture.
  if (transport === 'webrtc' && state.phase === 'running' && !webrtcProven) {
    return [{ ...state, next: { ...state.next, picturesSince } }, []]
  }
  const shown: PlayerState = {
    ...state,
    webrtcProven: transport === 'webrtc' ? webrtcProven : state.webrtcProven,
    phase: 'opening',
    transport,
    stream,
    sound,
    headStart: false,
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
  const blamed = state.next.transport === 'webrtc' && isToBlame(state, failure)
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
  const { stream, sound } = state.wanted
  const read: Read = { transport: transportFor(state, at), stream, sound }
  // One that nobody listens to any more may go on.
  const isAs = (other: Read) =>
    other.transport === read.transport &&
    other.stream === read.stream &&
    (other.sound || !read.sound)
  if (state.next && isAs(state.next)) return [state, []]
  const dropped: Effect[] = state.next ? [{ type: 'close-next' }] : []
  const shown = state.transport && {
    transport: state.transport,
    stream: state.stream,
    sound: state.sound,
  }
  const settled = shown && !state.headStart && isAs(shown)
  if (settled || isPausing(state, at)) return [{ ...state, next: null }, dropped]
  const [opened, effects] = openNext(state, read, at)
  return [opened, [...dropped, ...effects]]
}

function openNext(state: PlayerState, read: Read, at: number): Step {
  return [{ ...state, next: { ...read, since: at } }, [{ type: 'open-next', ...read }]]
}

/** What was opened beside what fails is what is left. */
export function promoteNext(state: PlayerState, { at, failure, detail }: FailureEvent): Step {
  if (!state.next) return [state, []]
  const { transport, stream, sound, since } = state.next
  const hlsFault = state.hlsFault || (state.transport === 'll-hls' && failure === 'unsupported')
  const blamed = state.transport === 'webrtc' && isToBlame(state, failure)
  const gone: PlayerState = {
    ...state,
    phase: 'opening',
    status: 'connecting',
    transport,
    stream,
    sound,
    headStart: false,
    next: null,
    hlsFault,
    webrtcFault: blamed ? faultOf(state, failure, at) : state.webrtcFault,
    phaseSince: since,
    watchedSince: at,
    detail,
  }
  return [gone, [{ type: 'show-next' }]]
}

function isPausing({ changeFailedAt }: PlayerState, at: number): boolean {
  return changeFailedAt !== null && at - changeFailedAt < CHANGE_AGAIN_MS
}

/** Whether WebRTC is: where it showed pictures before, it is the camera that sends none. */
function isToBlame(state: PlayerState, failure: Failure): boolean {
  const silent = state.phase === 'opening' && state.webrtcProven
  return BLAMED.has(failure) && !(silent && (failure === 'no-picture' || failure === 'ended'))
}
