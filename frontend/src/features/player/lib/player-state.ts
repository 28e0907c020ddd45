import type { Read, StreamName, Transport, Wanted } from './stream-rule'

export type TileStatus =
  'connecting' | 'playing' | 'stalled' | 'offline' | 'unauthorised' | 'unsupported'

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
  | 'link' // the network loses too much
  | 'transcodings-full' // it would have to be transcoded, and as many streams are as may be
  | 'no-encoder' // it would have to be transcoded, which the server cannot

export interface PlayerState {
  phase: 'idle' | 'session' | 'opening' | 'running' | 'waiting'
  status: TileStatus
  /** By what the picture shown comes or is opened. */
  transport: Transport | null
  stream: StreamName
  /** What is shown or opened brings its sound. */
  sound: boolean
  /** What is opened beside it, since when, and since when it has pictures. */
  next: (Read & { since: number; picturesSince?: number }) | null
  wanted: Wanted
  failure: Failure | null
  detail: string | null
  /** Failed rounds since it last played well. */
  attempt: number
  /** WebRTC brought pictures for a while: when they stay away it is not the network's fault, nor the format's. */
  webrtcProven: boolean
  /** Why WebRTC is left out, since when, and how often in a row it failed so. */
  webrtcFault: { failure: Failure; at: number; times: number } | null
  /** This browser cannot play the stream by LL-HLS. */
  hlsFault: boolean
  /** What is shown is the head start of a stream that runs already, until another read has a picture. */
  headStart: boolean
  /** When a change of the stream last failed. */
  changeFailedAt: number | null
  forced: Transport | null
  phaseSince: number
  lastPictureAt: number | null
  /** Since when pictures are watched; a hidden page shows none and that is no stall. */
  watchedSince: number
}

export type PlayerEvent =
  | { type: 'start'; at: number; forced: Transport | null; wanted?: Wanted }
  /** hlsReady: its segments are at hand. reencoded: it is of another format than that of the session before. */
  | { type: 'session'; at: number; hlsReady?: boolean; reencoded?: boolean }
  | { type: 'failed'; at: number; failure: Failure; detail: string }
  | { type: 'picture'; at: number }
  | { type: 'next-failed'; at: number; failure: Failure; detail: string }
  | { type: 'next-picture'; at: number }
  | { type: 'wanted'; at: number; wanted: Wanted }
  /** The network is too bad for WebRTC. */
  | { type: 'bad-link'; at: number }
  | { type: 'tick'; at: number }
  | { type: 'visible'; at: number }
  | { type: 'retry'; at: number }
  | { type: 'stop' }

export type Effect =
  /** transport: by which it is likely to be read. */
  | { type: 'request-session'; transport: Transport; stream: StreamName }
  | { type: 'open'; transport: Transport; headStart?: true }
  /** Opens beside what is shown. */
  | ({ type: 'open-next' } & Read)
  /** The next one takes the place of what is shown, which ends. */
  | { type: 'show-next' }
  | { type: 'close-next' }
  /** Ends everything. */
  | { type: 'close' }
  | { type: 'retry-later'; attempt: number; leastMs: number }

export const initialState: PlayerState = {
  phase: 'idle',
  status: 'connecting',
  transport: null,
  stream: 'main',
  sound: false,
  next: null,
  wanted: { transport: 'webrtc', stream: 'main', sound: false, maximised: false },
  failure: null,
  detail: null,
  attempt: 0,
  webrtcProven: false,
  webrtcFault: null,
  hlsFault: false,
  headStart: false,
  changeFailedAt: null,
  forced: null,
  phaseSince: 0,
  lastPictureAt: null,
  watchedSince: 0,
}

export type Step = [PlayerState, Effect[]]
export type FailureEvent = { at: number; failure: Failure; detail: string }
