import { beforeEach, describe, expect, it } from 'vitest'
import type { ArchivePlayer, Going, TileView } from '@/features/playback/lib/archive-player'
import { PlaybackEngine } from '@/features/playback/lib/playback-engine'

const NOW = Date.parse('2026-11-20T08:00:00Z')

/** A player that shows whatever the test says, and notes what it was told. */
class Stand {
  view: TileView = {
    state: 'playing',
    shownMs: null,
    driftMs: 0,
    ready: true,
    gap: null,
    failure: null,
    codec: '',
  }
  frameMs = 40
  closed = false
  told: { atMs: number; rate: number; going: Going }[] = []

  follow(atMs: number, rate: number, going: Going): TileView {
    this.told.push({ atMs, rate, going })
    return this.view
  }

  close(): void {
    this.closed = true
  }

  show(change: Partial<TileView>): void {
    this.view = { ...this.view, ...change }
  }
}

describe('engine', () => {
  let now = 0
  let engine: PlaybackEngine
  let tiles: [Stand, Stand]
  const pass = (ms: number) => {
    now += ms
    engine.tick()
  }

  beforeEach(() => {
    now = 0
    engine = new PlaybackEngine(
      NOW - 60_000,
      () => NOW + now,
      () => now,
    )
    tiles = [new Stand(), new Stand()]
    for (const [name, tile] of tiles.entries()) {
      engine.attach(String(name), tile as unknown as ArchivePlayer)
    }
    pass(100)
  })

  it('lets the clock run while all show pictures, and tells all the same instant', () => {
    const before = engine.view.atMs
    pass(1000)
    expect(engine.view.atMs - before).toBe(1000)
    expect(tiles[0].told.at(-1)).toEqual(tiles[1].told.at(-1))
  })

  it('holds the clock for one that loads', () => {
    tiles[1].show({ state: 'loading', ready: false })
    pass(100)
    const held = engine.view.atMs
    pass(1000)
    expect(engine.view).toMatchObject({ atMs: held, waiting: true })
    expect(tiles[0].told.at(-1)?.going).toBe('held')
    tiles[1].show({ state: 'playing', ready: true })
    pass(100)
    pass(1000)
    expect(engine.view.atMs - held).toBe(1000)
  })

  it('keeps the live picture until the recording has one', () => {
    engine.goLive()
    pass(100)
    expect(engine.view.atMs).toBe(NOW + now)
    expect([...engine.view.stillLive]).toEqual(['0', '1'])
    tiles[0].show({ state: 'loading', ready: false })
    tiles[1].show({ state: 'edge', ready: false })
    engine.goBack(30_000)
    expect(engine.view).toMatchObject({ mode: 'archive', atMs: NOW + now - 30_000 })
    pass(100)
    expect([...engine.view.stillLive]).toEqual(['0', '1'])
    tiles[0].show({ state: 'playing', ready: true })
    tiles[1].show({ state: 'gap' })
    pass(100)
    expect([...engine.view.stillLive]).toEqual([])
  })

  it('steps by the pictures that are on the screen, and pauses', () => {
    tiles[0].show({ shownMs: NOW - 50_000 })
    engine.step(1)
    expect(engine.view).toMatchObject({ wanted: 'paused', atMs: NOW - 49_950 })
    engine.step(-1)
    expect(engine.view.atMs).toBe(NOW - 50_030)
    expect(tiles[0].told.at(-1)?.going).toBe('paused')
  })

  it('goes nowhere that has not been yet', () => {
    engine.seek(NOW + 3_600_000)
    expect(engine.view.atMs).toBe(NOW + now)
    engine.setRate(16)
    pass(1000)
    expect(engine.view.atMs).toBeLessThanOrEqual(NOW + now)
    expect(engine.view.rate).toBe(1)
  })

  it('stands when one pauses out of live', () => {
    engine.goLive()
    pass(100)
    engine.toggle()
    const stood = engine.view.atMs
    pass(5000)
    expect(engine.view).toMatchObject({ mode: 'archive', wanted: 'paused', atMs: stood })
  })

  it('closes a player that is taken away', () => {
    const taken = new Stand()
    engine.attach('2', taken as unknown as ArchivePlayer)()
    expect(taken.closed).toBe(true)
    pass(100)
    expect(Object.keys(engine.view.tiles)).toEqual(['0', '1'])
  })
})
