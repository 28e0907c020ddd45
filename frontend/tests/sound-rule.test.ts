import { describe, expect, test } from 'vitest'
import { soundName, soundOf, withSound } from '@/features/player/lib/sound-rule'
import type { StreamName, Transport } from '@/features/player/lib/stream-rule'

const tracks = (...codecs: string[]) => codecs.map((codec) => ({ codec }))
const silent = (transport: Transport, stream: StreamName = 'main') => ({ transport, stream })

describe('the sound of a stream', () => {
  test.each([
    ['Opus', ['webrtc', 'll-hls'], 'Opus'],
    ['G711', ['webrtc'], 'G.711'],
    ['MPEG-4 Audio', ['ll-hls'], 'AAC'],
  ])('%s comes by %j', (codec, by, name) => {
    const sound = soundOf(tracks('H264', codec))
    expect(sound).toEqual({ codec, by })
    expect(sound && soundName(sound)).toBe(name)
  })

  test('is none without a track that a browser can be given', () => {
    expect(soundOf(tracks('H264'))).toBeNull()
    expect(soundOf(tracks('H264', 'Speex'))).toBeNull()
  })
})

describe('to be heard a tile reads', () => {
  const aac = soundOf(tracks('MPEG-4 Audio'))
  const g711 = soundOf(tracks('G711'))
  const opus = soundOf(tracks('Opus'))

  test('by the transport that it has, where that carries the sound', () => {
    const sounds = { main: opus, sub: opus }
    for (const transport of ['webrtc', 'll-hls'] as const) {
      expect(withSound(silent(transport), sounds)).toEqual({ ...silent(transport), sound: true })
    }
  })

  test('else by the other', () => {
    expect(withSound(silent('webrtc'), { main: aac, sub: null }).transport).toBe('ll-hls')
    expect(withSound(silent('ll-hls'), { main: g711, sub: null }).transport).toBe('webrtc')
  })

  test('the main stream where the smaller one is silent', () => {
    const read = withSound(silent('webrtc', 'sub'), { main: opus, sub: null })
    expect(read).toEqual({ ...silent('webrtc', 'main'), sound: true })
  })

  test('what it read before where there is no sound', () => {
    const none = { main: null, sub: null }
    expect(withSound(silent('webrtc', 'sub'), none)).toEqual({
      ...silent('webrtc', 'sub'),
      sound: false,
    })
  })
})
