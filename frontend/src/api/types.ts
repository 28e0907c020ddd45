/** What the API speaks, as far as the console uses it. */

export type Role = 'admin' | 'operator' | 'reviewer' | 'viewer'
export type Verb =
  'live' | 'playback' | 'search' | 'export' | 'alerts' | 'arrange' | 'configure' | 'manage_users'

export interface Me {
  id: string
  username: string
  role: Role
  verbs: Verb[]
}

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export type StreamStateName = 'unknown' | 'disabled' | 'idle' | 'connecting' | 'online' | 'error'

export interface StreamState {
  state: StreamStateName
  reason: string | null
  detail: string | null
  changed_at: string | null
  tracks?: { codec: string; width: number | null; height: number | null }[]
}

export interface AiSettings {
  enabled: boolean
  classes: string[]
  read_plates: boolean
}

export interface Camera {
  id: string
  name: string
  source_url: string
  enabled: boolean
  group: string | null
  ai: AiSettings
  state: StreamState
  revision: number
}

export interface CameraInput {
  name: string
  source_url?: string
  enabled: boolean
  ai: Partial<AiSettings>
}

export interface Mosaic {
  id: string
  name: string
  layout: string
  tiles: MosaicTile[]
  mine: boolean
}

/** One camera in one place; positions count from 0, row by row. */
export interface MosaicTile {
  position: number
  camera_id: string
}

/** One likely character at one position. */
export interface Candidate {
  text: string
  probability: number
}

export interface PlateRead {
  id: string
  revision: number
  final: boolean
  text: string
  confidence: number
  /** For each letter or digit of the text (separators have none) the likeliest characters, best first. */
  candidates: Candidate[][]
  camera: string
  camera_name: string | null
  seen_at: string
  score: number | null
  why: string | null
  vehicle: { label: string; confidence: number; colour?: string | null } | null
  images: { plate: string | null; vehicle: string | null; scene: string | null }
}

export interface ViewerSession {
  hls_url: string
  whep_url: string
  token: string
  expires_at: string
}
