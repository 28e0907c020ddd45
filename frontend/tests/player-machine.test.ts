import { describe, expect, test } from 'vitest'
import {
  initialState,
  step,
  type Effect,
  type PlayerEvent,
  type PlayerState,
} from '@/features/player/lib/player-machine'
import type { StreamName, Transport, Wanted } from '@/features/player/lib/stream-rule'

function play(events: PlayerEvent[], from: PlayerState = initialState) {
  let state = from
  let effects: Effect[] = []
  for (const event of events) [state, effects] = step(state, event)
  return { state, effects }
}

const started: PlayerEvent[] = [
  { type: 'start', at: 0, forced: null },
  { type: 'session', at: 100 },
]
/** Pictures by WebRTC for long enough to prove it, the last one at this time. */
const plays = (at: number): PlayerEvent[] => [
  { type: 'picture', at: at - 2000 },
  { type: 'picture', at },
]
const failed = (failure: Extract<PlayerEvent, { type: 'failed' }>['failure'], at: number) =>
  ({ type: 'failed', at, failure, detail: 'why' }) as const

const read = (transport: Transport, stream: StreamName = 'main', sound = false) => ({
  transport,
  stream,
  sound,
})
const again = (at: number): PlayerEvent[] => [
  { type: 'picture', at },
  { type: 'tick', at: at + 100 },
]

describe('starting', () => {
  test('asks for a session, then opens WebRTC', () => {
    expect(play(started.slice(0, 1)).effects).toEqual([
      { type: 'request-session', transport: 'webrtc', stream: 'main' },
    ])
    const { state, effects } = play(started)
    expect(effects).toEqual([{ type: 'open', transport: 'webrtc' }])
    expect(state.status).toBe('connecting')
  })

  test('plays with the first picture', () => {
    const { state } = play([...started, { type: 'picture', at: 600 }])
    expect(state).toMatchObject({ status: 'playing', transport: 'webrtc', lastPictureAt: 600 })
  })

  test('takes the forced transport', () => {
    const { effects } = play([
      { type: 'start', at: 0, forced: 'll-hls' },
      { type: 'session', at: 1 },
    ])
    expect(effects).toEqual([{ type: 'open', transport: 'll-hls' }])
  })

  test('a picture that comes after the end changes nothing', () => {
    const { state } = play([...started, failed('not-found', 200), { type: 'picture', at: 300 }])
    expect(state.status).toBe('offline')
  })
})

describe('a session that does not come', () => {
  test('is given up and asked for again', () => {
    const asked = started.slice(0, 1)
    expect(play([...asked, { type: 'tick', at: 15_000 }]).effects).toEqual([])
    const { state, effects } = play([...asked, { type: 'tick', at: 15_100 }])
    expect(state).toMatchObject({ phase: 'waiting', status: 'offline', failure: 'unreachable' })
    expect(effects).toContainEqual({ type: 'retry-later', attempt: 0, leastMs: 0 })
  })
})

describe('falling back to LL-HLS', () => {
  test.each(['refused-format', 'connection', 'unsupported'] as const)('on %s', (failure) => {
    const { state, effects } = play([...started, failed(failure, 4100)])
    expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'll-hls' }])
    expect(state).toMatchObject({ status: 'connecting', webrtcFault: { failure, at: 4100 } })
  })

  test('when WebRTC connects and shows nothing', () => {
    expect(play([...started, { type: 'tick', at: 6000 }]).effects).toEqual([])
    expect(play([...started, { type: 'tick', at: 6200 }]).effects).toContainEqual({
      type: 'open',
      transport: 'll-hls',
    })
  })

  test('when WebRTC ends before its first picture', () => {
    const { state, effects } = play([...started, failed('ended', 900)])
    expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'll-hls' }])
    expect(state.webrtcFault).toMatchObject({ failure: 'no-picture', at: 900 })
  })

  test('not where WebRTC has shown pictures before: then the camera sends none', () => {
    const { state, effects } = play([
      ...started,
      ...plays(2600),
      { type: 'tick', at: 13_000 },
      { type: 'retry', at: 14_000 },
      { type: 'session', at: 14_100 },
      { type: 'tick', at: 20_200 },
    ])
    expect(effects).toContainEqual({ type: 'close' })
    expect(effects).not.toContainEqual({ type: 'open', transport: 'll-hls' })
    expect(state).toMatchObject({ status: 'offline', failure: 'no-picture', webrtcFault: null })
  })

  test.each([failed('ended', 2000), { type: 'tick', at: 3700 } as const])(
    'when WebRTC stops after its first picture, as with B-frames: %j',
    (event) => {
      const first: PlayerEvent[] = [...started, { type: 'picture', at: 600 }]
      const { state, effects } = play([...first, event])
      expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'll-hls' }])
      expect(state).toMatchObject({
        status: 'connecting',
        webrtcFault: { failure: 'no-picture' },
      })
      const later = play([{ type: 'picture', at: 5000 }, ...again(70_000)], state)
      expect(later.effects).toEqual([{ type: 'open-next', ...read('webrtc') }])
      const onePicture = play([{ type: 'next-picture', at: 71_000 }, ...again(80_000)], later.state)
      expect(onePicture.state).toMatchObject({ status: 'playing', transport: 'll-hls' })
      expect(play(again(86_000), onePicture.state).effects).toEqual([{ type: 'close-next' }])
      const many = play([{ type: 'next-picture', at: 73_000 }], onePicture.state)
      expect(many.effects).toEqual([{ type: 'show-next' }])
      expect(many.state).toMatchObject({ transport: 'webrtc', webrtcProven: true })
    },
  )

  test('a hidden page is no reason', () => {
    const events: PlayerEvent[] = [
      { type: 'visible', at: 60_000 },
      { type: 'tick', at: 61_000 },
    ]
    expect(play([...started, ...events]).effects).toEqual([])
  })

  test('not where a transport is forced', () => {
    const forced = play([
      { type: 'start', at: 0, forced: 'webrtc' },
      { type: 'session', at: 1 },
      failed('connection', 4000),
    ])
    expect(forced.state.status).toBe('offline')
  })

  test('a format is remembered for good, a lost connection for a minute', () => {
    const later = (failure: 'refused-format' | 'connection', at: number) =>
      play([
        ...started,
        failed(failure, 4000),
        failed('ended', 5000),
        { type: 'retry', at },
        { type: 'session', at },
      ]).effects
    expect(later('refused-format', 999_999)).toEqual([{ type: 'open', transport: 'll-hls' }])
    expect(later('connection', 30_000)).toEqual([{ type: 'open', transport: 'll-hls' }])
    expect(later('connection', 70_000)).toEqual([{ type: 'open', transport: 'webrtc' }])
  })
})

describe('stalling', () => {
  const playing = play([...started, ...plays(3000)]).state

  test('is said after three seconds and mended by the next picture', () => {
    expect(play([{ type: 'tick', at: 5900 }], playing).state.status).toBe('playing')
    const stalled = play([{ type: 'tick', at: 6100 }], playing).state
    expect(stalled.status).toBe('stalled')
    expect(play([{ type: 'picture', at: 6200 }], stalled).state.status).toBe('playing')
  })

  test('rebuilds after ten seconds and keeps the time of the last picture', () => {
    const { state, effects } = play([{ type: 'tick', at: 13_100 }], playing)
    expect(effects).toEqual([{ type: 'close' }, { type: 'retry-later', attempt: 0, leastMs: 0 }])
    expect(state.lastPictureAt).toBe(3000)
    expect(state.status).not.toBe('playing')
  })

  test('is not counted while the page is hidden', () => {
    const { state } = play(
      [
        { type: 'visible', at: 50_000 },
        { type: 'tick', at: 52_000 },
      ],
      playing,
    )
    expect(state.status).toBe('playing')
  })
})

describe('failing', () => {
  test('no permission is said at once and tried again patiently', () => {
    const { state, effects } = play([...started.slice(0, 1), failed('unauthorised', 50)])
    expect(state.status).toBe('unauthorised')
    expect(effects).toContainEqual({ type: 'retry-later', attempt: 0, leastMs: 30_000 })
  })

  test('a refused stream token asks for new ones before it is called a lack of permission', () => {
    const round = (at: number): PlayerEvent[] => [
      failed('unauthorised', at),
      { type: 'retry', at: at + 1 },
      { type: 'session', at: at + 2 },
    ]
    const twice = play([...started, ...round(1000), ...round(2000)]).state
    expect(twice.status).toBe('connecting')
    expect(play([failed('unauthorised', 3000)], twice).state.status).toBe('unauthorised')
  })

  test('a camera without a stream is offline, and waits grow until it has played a while', () => {
    const first = play([...started, failed('not-found', 1000)])
    expect(first.state.status).toBe('offline')
    const again: PlayerEvent[] = [
      { type: 'retry', at: 2000 },
      { type: 'session', at: 2100 },
      failed('not-found', 3000),
    ]
    const second = play(again, first.state)
    expect(second.effects).toContainEqual({ type: 'retry-later', attempt: 1, leastMs: 0 })
    const back: PlayerEvent[] = [
      { type: 'retry', at: 4000 },
      { type: 'session', at: 4100 },
      { type: 'picture', at: 5000 },
      { type: 'picture', at: 15_500 },
      { type: 'tick', at: 15_600 },
    ]
    expect(play(back, second.state).state.attempt).toBe(0)
  })

  test('what the browser cannot play is called so', () => {
    const { state } = play([...started, failed('refused-format', 500), failed('unsupported', 900)])
    expect(state.status).toBe('unsupported')
  })

  test('a second failure while it waits does not ask twice', () => {
    expect(play([...started, failed('not-found', 10), failed('not-found', 11)]).effects).toEqual([])
  })
})

const wants = (at: number, wanted: Partial<Wanted>): PlayerEvent => ({
  type: 'wanted',
  at,
  wanted: { ...read('webrtc'), maximised: false, ...wanted },
})

describe('a head start', () => {
  const ready: PlayerEvent[] = [
    { type: 'start', at: 0, forced: null },
    { type: 'session', at: 100, hlsReady: true },
  ]
  const head = { type: 'open', transport: 'll-hls', headStart: true }
  const shown = play([...ready, { type: 'picture', at: 400 }])
  const beside = play([{ type: 'tick', at: 500 }], shown.state)

  test('shows what is at hand, then opens WebRTC beside it', () => {
    expect(play(ready).effects).toEqual([head])
    expect(shown.state).toMatchObject({ status: 'playing', transport: 'll-hls' })
    expect(beside.effects).toEqual([{ type: 'open-next', ...read('webrtc') }])
    expect(play([{ type: 'tick', at: 600 }], beside.state).effects).toEqual([])
  })

  test('gives way to WebRTC once that has played for a while', () => {
    const first = play([{ type: 'next-picture', at: 1900 }], beside.state)
    expect(first.effects).toEqual([])
    const { state, effects } = play([{ type: 'next-picture', at: 3900 }], first.state)
    expect(effects).toEqual([{ type: 'show-next' }])
    expect(state).toMatchObject({ status: 'playing', transport: 'webrtc', headStart: false })
    expect(play([{ type: 'tick', at: 4000 }], state).effects).toEqual([])
  })

  test('is not waited for: whichever has a picture first is shown', () => {
    expect(play([...ready, { type: 'tick', at: 700 }]).effects).toEqual([])
    const late = play([...ready, { type: 'tick', at: 900 }])
    expect(late.effects).toEqual([{ type: 'open-next', ...read('webrtc') }])
    const { state, effects } = play([{ type: 'next-picture', at: 1200 }], late.state)
    expect(effects).toEqual([{ type: 'show-next' }])
    expect(state).toMatchObject({ status: 'playing', transport: 'webrtc', headStart: false })
  })

  test('opens WebRTC where it fails, at once', () => {
    for (const failure of ['ended', 'unreachable', 'unsupported'] as const) {
      const { state, effects } = play([...ready, failed(failure, 200)])
      expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'webrtc' }])
      expect(state).toMatchObject({ phase: 'opening', headStart: false, webrtcFault: null })
    }
  })

  test('leaves it to WebRTC beside it where it fails later', () => {
    const { state, effects } = play([failed('ended', 2000)], beside.state)
    expect(effects).toEqual([{ type: 'show-next' }])
    expect(state).toMatchObject({ phase: 'opening', transport: 'webrtc', headStart: false })
  })

  test('gives way to LL-HLS for good where WebRTC cannot have the stream', () => {
    const refused = { type: 'next-failed', at: 900, failure: 'refused-format', detail: '' } as const
    const without = play([refused], beside.state)
    expect(without.effects).toEqual([{ type: 'close-next' }])
    expect(without.state).toMatchObject({ status: 'playing', headStart: true })
    const { effects } = play(again(31_000), without.state)
    expect(effects).toEqual([{ type: 'open-next', ...read('ll-hls') }])
  })

  test('is none without segments, in a second try, by force, or where the wall wants LL-HLS', () => {
    const wanted = { ...read('ll-hls'), maximised: false }
    for (const [forced, hlsReady, asked, transport] of [
      [null, false, undefined, 'webrtc'],
      ['webrtc', true, undefined, 'webrtc'],
      [null, true, wanted, 'll-hls'],
    ] as const) {
      const { effects } = play([
        { type: 'start', at: 0, forced, ...(asked && { wanted: asked }) },
        { type: 'session', at: 100, hlsReady },
      ])
      expect(effects).toEqual([{ type: 'open', transport }])
    }
    const tried = play([...started, failed('not-found', 200), { type: 'retry', at: 900 }]).state
    const { effects } = play([{ type: 'session', at: 1000, hlsReady: true }], tried)
    expect(effects).toEqual([{ type: 'open', transport: 'webrtc' }])
  })
})

describe('what is wanted changes', () => {
  const playing = play([...started, ...plays(2000)]).state

  test('the stream: the old one is shown until the new one has a picture', () => {
    const asked = play([wants(2000, { stream: 'sub' })], playing)
    expect(asked.effects).toEqual([{ type: 'open-next', ...read('webrtc', 'sub') }])
    expect(asked.state).toMatchObject({ status: 'playing', stream: 'main' })
    const { state, effects } = play([{ type: 'next-picture', at: 2500 }], asked.state)
    expect(effects).toEqual([{ type: 'show-next' }])
    expect(state).toMatchObject({ status: 'playing', stream: 'sub' })
  })

  test('and back before it was there', () => {
    const events = [wants(2000, { stream: 'sub' }), wants(2100, { stream: 'main' })]
    const { state, effects } = play(events, playing)
    expect(effects).toEqual([{ type: 'close-next' }])
    expect(state.next).toBeNull()
  })

  test('a stream that does not come is left for a while', () => {
    const events: PlayerEvent[] = [
      wants(2000, { stream: 'sub' }),
      { type: 'next-failed', at: 2500, failure: 'not-found', detail: '' },
      { type: 'picture', at: 2600 },
    ]
    const { state } = play(events, playing)
    expect(state).toMatchObject({ status: 'playing', stream: 'main', webrtcFault: null })
    expect(play([{ type: 'tick', at: 3000 }], state).effects).toEqual([])
    const later: PlayerEvent[] = [
      { type: 'picture', at: 33_000 },
      { type: 'tick', at: 33_100 },
    ]
    expect(play(later, state).effects).toEqual([{ type: 'open-next', ...read('webrtc', 'sub') }])
  })

  test('while a session is asked for: another one is', () => {
    const { effects } = play([...started.slice(0, 1), wants(50, { stream: 'sub' })])
    expect(effects).toEqual([{ type: 'request-session', transport: 'webrtc', stream: 'sub' }])
  })

  test('what is shown fails while the next is opened: that is waited for', () => {
    const { state, effects } = play(
      [wants(2000, { stream: 'sub' }), failed('ended', 2100)],
      playing,
    )
    expect(effects).toEqual([{ type: 'show-next' }])
    expect(state).toMatchObject({ phase: 'opening', stream: 'sub', status: 'connecting' })
  })
})

describe('back to WebRTC', () => {
  const fallen = play([...started, failed('connection', 4000), { type: 'picture', at: 5000 }]).state
  test('after a minute, beside what is shown, and later each time that it fails again', () => {
    expect(play(again(60_000), fallen).effects).toEqual([])
    const tried = play(again(64_500), fallen)
    expect(tried.effects).toEqual([{ type: 'open-next', ...read('webrtc') }])
    expect(tried.state.status).toBe('playing')
    const failing = play(
      [{ type: 'next-failed', at: 69_000, failure: 'connection', detail: '' }, ...again(150_000)],
      tried.state,
    )
    expect(failing.effects).toEqual([])
    expect(play(again(190_000), failing.state).effects).toEqual([
      { type: 'open-next', ...read('webrtc') },
    ])
  })

  test('at once when the tile is maximised, but not for a format', () => {
    const maximise = wants(6000, { maximised: true })
    expect(play([maximise], fallen).effects).toEqual([{ type: 'open-next', ...read('webrtc') }])
    const format = play([
      ...started,
      failed('refused-format', 4000),
      { type: 'picture', at: 5000 },
    ]).state
    expect(play([maximise], format).effects).toEqual([])
  })

  test('a link that is bad goes to LL-HLS without a gap and is tried again', () => {
    const playing = play([...started, { type: 'picture', at: 1000 }]).state
    const bad = play([{ type: 'bad-link', at: 20_000 }], playing)
    expect(bad.effects).toEqual([{ type: 'open-next', ...read('ll-hls') }])
    expect(bad.state).toMatchObject({ status: 'playing', webrtcFault: { failure: 'link' } })
    const settled = play([{ type: 'next-picture', at: 21_000 }], bad.state).state
    expect(settled.transport).toBe('ll-hls')
    expect(play(again(81_000), settled).effects).toEqual([{ type: 'open-next', ...read('webrtc') }])
  })
})

test('LL-HLS that the browser cannot play goes to WebRTC', () => {
  const wanted = { ...read('ll-hls'), maximised: false }
  const { state, effects } = play([
    { type: 'start', at: 0, forced: null, wanted },
    { type: 'session', at: 100 },
    failed('unsupported', 200),
  ])
  expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'webrtc' }])
  expect(play([failed('refused-format', 300)], state).state.status).toBe('unsupported')
})

test('stopping closes', () => {
  expect(play([...started, { type: 'stop' }]).effects).toEqual([{ type: 'close' }])
})

describe('a stream that has to be transcoded', () => {
  test.each(['transcodings-full', 'no-encoder'] as const)(
    'and cannot be now (%s) is told so and tried again after half a minute',
    (failure) => {
      const { state, effects } = play([
        { type: 'start', at: 0, forced: null },
        failed(failure, 100),
      ])
      expect(state).toMatchObject({ phase: 'waiting', status: 'unsupported', failure })
      expect(effects).toContainEqual({ type: 'retry-later', attempt: 0, leastMs: 30_000 })
    },
  )

  test('is opened by WebRTC although the camera’s own format could not be', () => {
    const unplayable: PlayerEvent[] = [
      ...started,
      failed('refused-format', 200),
      failed('unsupported', 300),
      { type: 'retry', at: 40_000 },
    ]
    const asBefore = play([...unplayable, { type: 'session', at: 40_100 }])
    expect(asBefore.state.webrtcFault).not.toBeNull()
    const { state, effects } = play([
      ...unplayable,
      { type: 'session', at: 40_100, reencoded: true },
    ])
    expect(effects).toEqual([{ type: 'open', transport: 'webrtc' }])
    expect(state).toMatchObject({ webrtcFault: null, hlsFault: false })
  })
})

describe('a tile that is to be heard', () => {
  const playing = play([...started, ...plays(5000)]).state
  const heard = (at: number) => wants(at, { sound: true })

  test('is read anew with its sound beside the picture, which stays', () => {
    const { state, effects } = play([heard(6000)], playing)
    expect(effects).toEqual([{ type: 'open-next', ...read('webrtc', 'main', true) }])
    expect(state).toMatchObject({ status: 'playing', sound: false })
    const shown = play([{ type: 'next-picture', at: 6500 }], state)
    expect(shown.effects).toEqual([{ type: 'show-next' }])
    expect(shown.state).toMatchObject({ sound: true, status: 'playing' })
  })

  test('is not read anew when nobody listens any more', () => {
    const { state } = play([heard(6000), { type: 'next-picture', at: 6500 }], playing)
    const silent = play([wants(9000, { sound: false }), ...again(9100)], state)
    expect(silent.effects).toEqual([])
    expect(silent.state).toMatchObject({ sound: true, next: null })
  })

  test('has its sound by the other transport when the one fails', () => {
    const { state } = play([heard(6000), { type: 'next-picture', at: 6500 }], playing)
    const fallen = play([failed('connection', 7000)], state)
    expect(fallen.effects).toContainEqual({ type: 'open', transport: 'll-hls' })
    expect(fallen.state.sound).toBe(true)
  })

  test('has a silent head start, and its sound with what follows', () => {
    const wanted = { ...read('webrtc', 'main', true), maximised: false }
    const { state } = play([
      { type: 'start', at: 0, forced: null, wanted },
      { type: 'session', at: 100, hlsReady: true },
    ])
    expect(state).toMatchObject({ headStart: true, sound: false })
    expect(play(again(500), state).effects).toEqual([
      { type: 'open-next', ...read('webrtc', 'main', true) },
    ])
  })
})
