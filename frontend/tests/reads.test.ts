import { describe, expect, test } from 'vitest'
import type { Candidate, PlateRead } from '@/api/types'
import { glyphsOf } from '@/features/reads/lib/glyphs'
import { KEPT_READS, withRead } from '@/features/reads/lib/read-list'
import { readOfEvent } from '@/features/reads/lib/read-of-event'
import {
  filtersOf,
  fromLocalInput,
  modeFor,
  searchSchema,
  toLocalInput,
} from '@/features/reads/lib/search-state'
import { parseSearch, stringifySearch } from '@/lib/search-text'

function read(id: string, seenAt: string, revision = 1): PlateRead {
  return {
    id,
    revision,
    final: false,
    text: `TEXT${revision}`,
    confidence: 0.9,
    candidates: [],
    camera: 'c',
    camera_name: null,
    seen_at: seenAt,
    score: null,
    why: null,
    vehicle: null,
    images: { plate: null, vehicle: null, scene: null },
  }
}

describe('the list of live reads', () => {
  const older = read('a', '2026-01-01T10:00:00Z')
  const newer = read('b', '2026-01-01T10:00:05Z')

  test('puts the newest passage first, whatever order events come in', () => {
    expect(withRead([older], newer).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(withRead([newer], older).map(({ id }) => id)).toEqual(['b', 'a'])
  })

  test('a higher revision takes the place of the lower', () => {
    const list = withRead([newer, older], read('a', '2026-01-01T10:00:07Z', 2))
    expect(list.map(({ id, revision }) => [id, revision])).toEqual([
      ['b', 1],
      ['a', 2],
    ])
  })

  test('a late or repeated revision changes nothing', () => {
    const list = [read('a', '2026-01-01T10:00:00Z', 3)]
    expect(withRead(list, read('a', '2026-01-01T10:00:00Z', 2))).toBe(list)
    expect(withRead(list, read('a', '2026-01-01T10:00:00Z', 3))).toBe(list)
  })

  test('keeps a bounded number', () => {
    let list: PlateRead[] = []
    for (let n = 0; n < KEPT_READS + 10; n += 1) {
      list = withRead(list, read(`r${n}`, new Date(n * 1000).toISOString()))
    }
    expect(list).toHaveLength(KEPT_READS)
    expect(list[0]?.id).toBe(`r${KEPT_READS + 9}`)
  })
})

test('an event becomes a read with addresses of the pictures it has', () => {
  const event = {
    cursor: '1-0',
    type: 'mosaic.plate.read.v1',
    time: 't',
    data: {
      read_id: 'r1',
      revision: 2,
      final: true,
      camera_id: 'c1',
      text: 'AB',
      confidence: 0.8,
      candidates: [
        [['A', 0.9]],
        [
          ['B', 0.6],
          ['8', 0.4],
        ],
      ],
      seen_at: '2026-01-01T10:00:00Z',
      vehicle: null,
      images: { plate: 'x/plate.jpg', scene: null },
    },
  }
  expect(readOfEvent(event)).toMatchObject({
    id: 'r1',
    camera: 'c1',
    candidates: [
      [['A', 0.9]],
      [
        ['B', 0.6],
        ['8', 0.4],
      ],
    ],
    images: { plate: '/api/v1/plates/r1/images/plate.jpg', vehicle: null, scene: null },
  })
})

describe('uncertain glyphs', () => {
  const sure = (text: string): Candidate[] => [[text, 0.99]]
  const unsure: Candidate[] = [
    ['B', 0.6],
    ['8', 0.35],
    ['3', 0.01],
  ]

  test('name their likely alternatives, others none', () => {
    const glyphs = glyphsOf('AB', [sure('A'), unsure])
    expect(glyphs.map(({ alternatives }) => alternatives.map(([text]) => text))).toEqual([
      [],
      ['8'],
    ])
  })

  test('separators take no candidates', () => {
    const glyphs = glyphsOf('A-B 1', [sure('A'), unsure, sure('1')])
    expect(glyphs.map(({ character, alternatives }) => [character, alternatives.length])).toEqual([
      ['A', 0],
      ['-', 0],
      ['B', 1],
      [' ', 0],
      ['1', 0],
    ])
  })

  test('fewer candidates than glyphs leave the rest unmarked', () => {
    expect(glyphsOf('AB', [unsure])[1]?.alternatives).toEqual([])
  })
})

describe('the search in the address', () => {
  test('keeps what is right and leaves out what is wrong', () => {
    const camera = '0193b9a0-0000-7000-8000-000000000001'
    expect(
      searchSchema.parse({ text: 'AB?1', match: 'nonsense', camera, from: 'yesterday', extra: 1 }),
    ).toEqual({ text: 'AB?1', match: undefined, camera, from: undefined })
  })

  test('asks for a pattern where there are wildcards, else for similar plates', () => {
    expect(modeFor('AB?1')).toBe('wildcard')
    expect(modeFor('*7353')).toBe('wildcard')
    expect(modeFor('AB12')).toBe('fuzzy')
    expect(filtersOf({ text: 'AB*', match: undefined }).match).toBe('wildcard')
    expect(filtersOf({ text: 'AB*', match: 'exact' }).match).toBe('exact')
  })

  test('a mode without text is not asked, and the open details are no filter', () => {
    const filters = filtersOf({ text: '  ', match: 'exact', read: 'x' })
    expect(Object.values(filters).every((value) => value === undefined)).toBe(true)
  })

  test('what the vehicle is to be like is asked, and what no vehicle can be like is left out', () => {
    const search = searchSchema.parse({ colour: 'red', vehicle: 'bus', direction: 'up' })
    expect(filtersOf(search)).toMatchObject({ colour: 'red', vehicle: 'bus', direction: undefined })
  })

  test('instants survive the way through an input, to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-03-04T05:06:00.000Z'))).toBe(
      '2026-03-04T05:06:00.000Z',
    )
    expect(toLocalInput(undefined)).toBe('')
    expect(fromLocalInput('')).toBeUndefined()
  })
})

describe('the query of an address', () => {
  test('keeps digits as text, for a plate may be all digits', () => {
    expect(parseSearch('?text=0012&layout=1')).toEqual({ text: '0012', layout: '1' })
  })

  test('leaves out what is not set and survives the way back', () => {
    const query = stringifySearch({ text: 'A B?*', camera: undefined, page: 2 })
    expect(query).toBe('?text=A+B%3F*&page=2')
    expect(parseSearch(query)).toEqual({ text: 'A B?*', page: '2' })
    expect(stringifySearch({})).toBe('')
  })
})
