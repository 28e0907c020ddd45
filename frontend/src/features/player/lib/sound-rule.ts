/** By which transport a camera's sound can be heard: MediaMTX passes sound on as it comes. */
import type { Read, StreamName, Transport } from './stream-rule'

export interface Sound {
  /** As MediaMTX calls it. */
  codec: string
  by: readonly Transport[]
}

/** MediaMTX 1.20: what its WHEP and its fMP4 playlists carry. */
const BY: Readonly<Record<string, readonly Transport[]>> = {
  Opus: ['webrtc', 'll-hls'],
  G711: ['webrtc'],
  G722: ['webrtc'],
  LPCM: ['webrtc'],
  'MPEG-4 Audio': ['ll-hls'],
}

const NAMES: Readonly<Record<string, string>> = { 'MPEG-4 Audio': 'AAC', G711: 'G.711' }

/** The sound of a stream with these tracks; null where it has none that a browser can be given. */
export function soundOf(tracks: readonly { codec: string }[]): Sound | null {
  for (const { codec } of tracks) {
    const by = BY[codec]
    if (by) return { codec, by }
  }
  return null
}

export function soundName({ codec }: Sound): string {
  return NAMES[codec] ?? codec
}

/** What a tile reads to be heard as well: a stream with sound, by a transport that carries it. */
export function withSound(
  silent: Omit<Read, 'sound'>,
  sounds: Readonly<Record<StreamName, Sound | null>>,
): Read {
  const stream = sounds[silent.stream] ? silent.stream : 'main'
  const sound = sounds[stream]
  if (!sound) return { ...silent, sound: false }
  const transport = sound.by.includes(silent.transport) ? silent.transport : sound.by[0]
  return { stream, transport: transport ?? silent.transport, sound: true }
}
