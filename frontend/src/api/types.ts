import type { components as Backend } from './generated/backend'
import type { components as Streaming } from './generated/streaming'

type Schemas = Backend['schemas']

/** What the API speaks, under the console's names. */
export type Me = Schemas['Me']
export type Role = Me['role']
export type Verb =
  | 'live'
  | 'playback'
  | 'search'
  | 'export'
  | 'ptz'
  | 'alerts'
  | 'arrange'
  | 'configure'
  | 'manage_users'

export type Camera = Schemas['Camera']
/** The document marks what has a default as always sent; it may be left out. */
export type CameraInput = Pick<Schemas['CameraInputRequest'], 'name' | 'source_url'> &
  Partial<Schemas['CameraInputRequest']>
export type CameraChange = Partial<Schemas['PatchedCameraInputRequest']>
export type SentCamera = Schemas['CameraInputRequest']
export type SentCameraChange = Schemas['PatchedCameraInputRequest']
export type OnvifDescription = Schemas['Description']
export type StreamState = Schemas['State']
export type StreamStateName = StreamState['state']

export type CameraGroup = Schemas['Group']
export type RecordingMode = Schemas['RecordingModeEnum']
export type Schedule = Schemas['Schedule']
export type ScheduleInput = Schemas['ScheduleRequest']
export type Forecast = Schemas['Forecast']
export type Retention = Schemas['Retention']
export type RetentionSimulation = Schemas['Simulation']
export type Hold = Schemas['Hold']
export type HoldInput = Schemas['HoldRequest']

export type Clip = Schemas['Clip']
export type ClipShare = Schemas['Share']
export type NewClipShare = Schemas['NewShare']
export type SharedClip = Schemas['SharedClip']
export type Evidence = Schemas['Evidence']

export type Mosaic = Schemas['Mosaic']
export type MosaicTile = Schemas['Tile']

/** A likely character and its probability. */
export type Candidate = Schemas['PlateRead']['candidates'][number][number]

/** What is shown of a read; an event carries as much. */
export type PlateRead = Pick<
  Schemas['PlateRead'],
  | 'id'
  | 'revision'
  | 'final'
  | 'text'
  | 'confidence'
  | 'candidates'
  | 'camera'
  | 'camera_name'
  | 'seen_at'
  | 'score'
  | 'why'
  | 'vehicle'
  | 'images'
>

export type ViewerSession = Streaming['schemas']['StreamSession']
export type PlaybackReport = Streaming['schemas']['PlaybackReport']
