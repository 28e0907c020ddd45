import { describe, expect, it } from 'vitest'
import type { PlaybackMap } from '@/features/playback/api/recordings'
import { ArchiveMap } from '@/features/playback/lib/archive-map'
import type { TileView } from '@/features/playback/lib/archive-player'
import { correctionOf } from '@/features/playback/lib/drift'
import { PlaybackClock } from '@/features/playback/lib/playback-clock'
import {
  advanced,
  nextSpeed,
  PATIENCE_MS,
  type PageState,
} from '@/features/playback/lib/playback-state'
import { recordingBeside } from '@/features/playback/lib/recording-beside'
import {
  askedSpan,
  resolutionS,
  instantAt,
  LONGEST_MS,
  panned,
  SHORTEST_MS,
  spanOf,
  ticksOf,
  xOf,
  zoomed,
} from '@/features/playback/lib/time-scale'
import { showOnlyTrack } from '@/features/playback/lib/video-only'

const START = Date.parse('2026-11-20T08:00:00Z')
const at = (ms: number) => new Date(START + ms).toISOString()

describe('clock', () => {
  it('runs at its speed, stands when held, and keeps its place when the speed changes', () => {
    let now = 0
    const clock = new PlaybackClock(START, () => now)
    now = 500
    expect(clock.atMs).toBe(START)
    clock.run()
    now = 1500
    expect(clock.atMs).toBe(START + 1000)
    clock.setRate(4)
    now = 2000
    expect(clock.atMs).toBe(START + 3000)
    clock.hold()
    now = 9000
    expect(clock.atMs).toBe(START + 3000)
    clock.seek(START)
    clock.run()
    now = 9250
    expect(clock.atMs).toBe(START + 1000)
  })
})

describe('drift', () => {
  it('leaves alone what is near, nudges what is off, jumps when far', () => {
    expect(correctionOf(0.01, 1)).toEqual({ playbackRate: 1, seek: false })
    expect(correctionOf(-0.1, 1).playbackRate).toBeCloseTo(1.1)
    expect(correctionOf(0.1, 2).playbackRate).toBeCloseTo(1.9)
    expect(correctionOf(-0.35, 1)).toEqual({ playbackRate: 1.15, seek: false })
    expect(correctionOf(-0.5, 1).seek).toBe(true)
    expect(correctionOf(-0.5, 4).seek).toBe(false)
    expect(correctionOf(-1, 16).playbackRate).toBe(16)
  })

  it('takes off a drift without swinging over', () => {
    let drift = -0.3
    for (let step = 0; step < 100; step += 1) {
      const { playbackRate } = correctionOf(drift, 1)
      drift += (playbackRate - 1) * 0.05
      expect(drift).toBeLessThan(0.02)
    }
    expect(Math.abs(drift)).toBeLessThanOrEqual(0.025)
  })
})

describe('state of the page', () => {
  const page: PageState = {
    mode: 'archive',
    wanted: 'playing',
    rate: 1,
    waiting: false,
    waitingSince: null,
  }
  const tile = (state: TileView['state'], driftMs: number | null = 0, ready = true) => ({
    state,
    driftMs,
    ready,
  })
  const moment = (now: number, behindLiveMs = 60_000) => ({ now, behindLiveMs })

  it('holds the clock for a tile that loads, and not for ever', () => {
    const waiting = advanced(page, [tile('playing'), tile('loading')], moment(1000))
    expect(waiting).toMatchObject({ waiting: true, waitingSince: 1000 })
    const later = advanced(waiting, [tile('loading')], moment(1000 + PATIENCE_MS))
    expect(later).toMatchObject({ waiting: false, waitingSince: 1000 })
    expect(advanced(later, [tile('loading')], moment(1100 + PATIENCE_MS)).waiting).toBe(false)
    expect(advanced(later, [tile('playing')], moment(2000))).toMatchObject({ waitingSince: null })
  })

  it('waits for a late tile until it has caught up', () => {
    expect(advanced(page, [tile('playing', -50)], moment(0)).waiting).toBe(false)
    const waiting = advanced(page, [tile('playing', -90)], moment(0))
    expect(waiting.waiting).toBe(true)
    expect(advanced(waiting, [tile('playing', -50)], moment(50)).waiting).toBe(true)
    expect(advanced(waiting, [tile('playing', -10)], moment(100)).waiting).toBe(false)
    expect(advanced(page, [tile('playing', null, false)], moment(0)).waiting).toBe(true)
    expect(advanced({ ...page, rate: 4 }, [tile('playing', -200)], moment(0)).waiting).toBe(false)
  })

  it('goes on through a gap, and waits at the edge of what is recorded', () => {
    expect(advanced(page, [tile('gap', null, false)], moment(0)).waiting).toBe(false)
    expect(advanced(page, [tile('failed', null, false)], moment(0)).waiting).toBe(false)
    expect(advanced(page, [tile('edge', null, false)], moment(0)).waiting).toBe(true)
    expect(advanced(page, [tile('edge', null, false), tile('playing')], moment(0)).waiting).toBe(
      false,
    )
  })

  it('plays no faster than it comes, near live', () => {
    expect(advanced({ ...page, rate: 8 }, [], moment(0, 1000)).rate).toBe(1)
    expect(advanced({ ...page, rate: 8 }, [], moment(0)).rate).toBe(8)
    expect(advanced({ ...page, mode: 'live' }, [tile('loading')], moment(0)).waiting).toBe(false)
  })

  it('has speeds from a quarter to sixteen', () => {
    expect(nextSpeed(1, 1)).toBe(2)
    expect(nextSpeed(16, 1)).toBe(16)
    expect(nextSpeed(0.25, -1)).toBe(0.25)
  })
})

describe('scale of the timeline', () => {
  const scale = { startMs: START, endMs: START + 3_600_000, width: 1000 }

  it('turns instants into places and back', () => {
    expect(xOf(scale, START + 1_800_000)).toBe(500)
    expect(instantAt(scale, 250)).toBe(START + 900_000)
  })

  it('zooms around the pointer, between a tenth of a second and a month and a half', () => {
    const nearer = zoomed(scale, 250, 0.5)
    expect(instantAt(nearer, 250)).toBeCloseTo(instantAt(scale, 250))
    expect(spanOf(nearer)).toBe(1_800_000)
    expect(spanOf(zoomed(scale, 0, 1e-9))).toBe(SHORTEST_MS)
    expect(spanOf(zoomed(scale, 0, 1e9))).toBe(LONGEST_MS)
  })

  it('moves by pixels', () => {
    expect(panned(scale, 100).startMs).toBe(START + 360_000)
  })

  it('has marks far enough apart at every zoom, on whole local units', () => {
    const zone = 5.5 * 3_600_000
    for (let span = SHORTEST_MS; span <= LONGEST_MS; span *= 1.7) {
      const ticks = ticksOf({ startMs: START + 123, endMs: START + 123 + span, width: 1200 }, zone)
      expect(ticks.length).toBeGreaterThan(1)
      for (const [index, tick] of ticks.entries()) {
        const before = ticks[index - 1]
        if (before) expect(tick.x - before.x).toBeGreaterThanOrEqual(63.9)
      }
    }
    const days = ticksOf({ startMs: START, endMs: START + 10 * 86_400_000, width: 1000 }, zone)
    expect(days.every(({ atMs }) => (atMs + zone) % 86_400_000 === 0)).toBe(true)
  })

  it('asks for no more than its pixels show', () => {
    const month = { startMs: 0, endMs: 30 * 86_400_000, width: 1500 }
    expect(resolutionS(month)).toBe(1024)
    expect(resolutionS({ ...month, endMs: 1500 * 1000 })).toBe(1)
    expect(resolutionS({ ...month, endMs: 1499 * 1000 })).toBe(0)
    expect(resolutionS({ ...month, width: 0 })).toBe(0)
  })

  it('asks for the same stretch while one moves a little', () => {
    const asked = askedSpan(scale)
    expect(asked.fromMs).toBeLessThanOrEqual(scale.startMs)
    expect(asked.toMs).toBeGreaterThanOrEqual(scale.endMs)
    expect(askedSpan(panned(scale, 1))).toEqual(asked)
  })
})

function answer(change: Partial<PlaybackMap> = {}): PlaybackMap {
  const file = (name: string, start: number, count: number): PlaybackMap['files'][number] => ({
    name,
    starts_at: at(start),
    codec: 'avc1.42c01e',
    track: 1,
    width: 640,
    height: 360,
    frame_s: 0.04,
    grows: false,
    init: '',
    fragments: Array.from({ length: count }, (_, index) => ({
      offset: 100 + index * 10,
      bytes: 10,
      start_s: index,
      end_s: index + 1,
      key_s: index % 2 === 0 ? index : null,
    })),
  })
  return {
    camera: 'c',
    from: at(0),
    to: at(60_000),
    now: at(600_000),
    files: [file('a', 0, 10), file('b', 10_200, 5), file('c', 40_000, 20)],
    gaps: [{ from: at(15_200), to: at(40_000), kind: 'missing', cause: 'camera-offline' }],
    ...change,
  }
}

describe('map of the archive', () => {
  const now = START + 600_000

  it('says what is at an instant', () => {
    const map = new ArchiveMap()
    expect(map.at(START, now).kind).toBe('unknown')
    map.add(answer())
    const place = map.at(START + 3500, now)
    expect(place.kind === 'recorded' && place.fragment.offset).toBe(130)
    const seam = map.at(START + 10_100, now)
    expect(seam.kind === 'recorded' && seam.fragment.file.name).toBe('b')
    const gap = map.at(START + 20_000, now)
    expect(gap.kind === 'gap' && gap.gap.cause).toBe('camera-offline')
    expect(map.at(START + 61_000, now).kind).toBe('unknown')
  })

  it('leads to a picture from the key frame on', () => {
    const map = new ArchiveMap()
    map.add(answer())
    expect(map.leadingTo(START + 3500).map(({ offset }) => offset)).toEqual([120, 130])
    expect(map.leadingTo(START + 4500).map(({ offset }) => offset)).toEqual([140])
    expect(map.leadingTo(START + 10_100).map(({ file }) => file.name)).toEqual(['b'])
  })

  it('does not take for known what is being recorded', () => {
    const map = new ArchiveMap()
    const recording = answer({ now: at(61_000), files: answer().files.slice(0, 1), gaps: [] })
    map.add(recording)
    expect(map.knownUntil(START)).toBe(START + 46_000)
    expect(map.at(START + 50_000, START + 61_000).kind).toBe('edge')
    map.add(answer({ from: at(45_000), now: at(80_000) }))
    expect(map.at(START + 50_000, START + 80_000).kind).toBe('recorded')
  })

  it('keeps the cause of a gap that later answers tell of again', () => {
    const gap = (to: number) => ({
      from: at(15_200),
      to: at(to),
      kind: 'skipped' as const,
      cause: 'off' as const,
    })
    const map = new ArchiveMap()
    const files = answer().files.slice(0, 2)
    map.add(answer({ to: at(20_000), files, gaps: [gap(30_000)] }))
    map.add(answer({ from: at(19_000), files: [], gaps: [gap(55_000)] }))
    for (const ms of [15_300, 19_500, 40_000]) {
      const place = map.at(START + ms, now)
      expect(place.kind === 'gap' && [place.gap.cause, place.gap.toMs]).toEqual([
        'off',
        START + 55_000,
      ])
    }
    map.add(answer({ from: at(18_000), files: answer().files.slice(2), gaps: [] }))
    const early = map.at(START + 16_000, now)
    expect(early.kind === 'gap' && early.gap.cause).toBe('off')
    expect(map.at(START + 41_000, now).kind).toBe('recorded')
  })

  it('says that a cause is unknown where nothing tells it', () => {
    const map = new ArchiveMap()
    map.add(answer({ gaps: [] }))
    const place = map.at(START + 20_000, now)
    expect(place.kind === 'gap' && [place.gap.cause, place.gap.toMs]).toEqual([
      'unknown',
      START + 40_000,
    ])
  })
})

it('finds where the next and the last recording begins', () => {
  const span = (from: number, kind: 'recorded' | 'missing') => ({
    from: at(from),
    to: at(from + 1000),
    kind,
    cause: '' as const,
  })
  const rows = [
    { camera: 'a', spans: [span(0, 'recorded'), span(1000, 'missing'), span(9000, 'recorded')] },
    { camera: 'b', spans: [span(5000, 'recorded')] },
  ]
  expect(recordingBeside(rows, START + 500, 1)).toBe(START + 5000)
  expect(recordingBeside(rows, START + 8000, -1)).toBe(START + 5000)
  expect(recordingBeside(rows, START + 500, -1)).toBeNull()
})

describe('tracks of a file', () => {
  const box = (kind: string, ...content: (Uint8Array | number[])[]): Uint8Array => {
    const size = 8 + content.reduce((sum, each) => sum + each.length, 0)
    const made = new Uint8Array(size)
    new DataView(made.buffer).setUint32(0, size)
    made.set(new TextEncoder().encode(kind), 4)
    let offset = 8
    for (const each of content) {
      made.set(each, offset)
      offset += each.length
    }
    return made
  }
  const kinds = (made: Uint8Array) =>
    [...new TextDecoder('latin1').decode(made).matchAll(/moof|traf|free|trak|trex/g)].map(String)

  it('are hidden but for the video', () => {
    const traf = (track: number) => box('traf', box('tfhd', [0, 0, 0, 0, 0, 0, 0, track]))
    const fragment = box('moof', traf(1), traf(2))
    showOnlyTrack(fragment, 1)
    expect(kinds(fragment)).toEqual(['moof', 'traf', 'free'])
    const trak = (track: number) =>
      box('trak', box('tkhd', [...Array<number>(12).fill(0), 0, 0, 0, track]))
    const trex = (track: number) => box('trex', [0, 0, 0, 0, 0, 0, 0, track])
    const init = box('moov', trak(1), trak(2), box('mvex', trex(1), trex(2)))
    showOnlyTrack(init, 2)
    expect(kinds(init)).toEqual(['free', 'trak', 'free', 'trex'])
  })

  it('are left alone where the boxes are broken', () => {
    const broken = box('moof', [0, 0, 0, 200, 1, 2])
    const before = broken.slice()
    showOnlyTrack(broken, 1)
    expect(broken).toEqual(before)
  })
})
