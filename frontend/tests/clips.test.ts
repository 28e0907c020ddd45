import { describe, expect, it } from 'vitest'
import { isOpen, missingSeconds } from '@/features/clips/lib/clip-state'
import { firstForm, wishOf, type ClipForm } from '@/features/clips/lib/clip-wish'
import { formatBytes, localField } from '@/lib/format'

const NOW = Date.UTC(2026, 10, 25, 12, 0, 0)
const form: ClipForm = {
  cameras: ['a'],
  from: localField(NOW - 60_000),
  to: localField(NOW - 5000),
  title: '  gate ',
  exact: true,
}

describe('wishOf', () => {
  it('turns local times into instants and trims the title', () => {
    expect(wishOf(form, NOW)).toEqual({
      cameras: ['a'],
      from: '2026-11-25T11:59:00.000Z',
      to: '2026-11-25T11:59:55.000Z',
      title: 'gate',
      exact: true,
    })
  })

  it.each([
    [{ cameras: [] }, 'cameras'],
    [{ from: '' }, 'from'],
    [{ to: form.from }, 'order'],
    [{ from: localField(NOW - 2 * 3_600_000) }, 'long'],
    [{ to: localField(NOW + 60_000) }, 'future'],
  ])('says what is wrong with %j', (change, fault) => {
    expect(wishOf({ ...form, ...change }, NOW)).toBe(fault)
  })

  it('takes what the form begins with once a camera is chosen', () => {
    expect(wishOf({ ...firstForm(NOW), cameras: ['a'] }, NOW)).toMatchObject({
      to: '2026-11-25T11:59:55.000Z',
    })
  })
})

it('tells how much was not recorded', () => {
  const gap = { kind: 'missing' as const, cause: 'restart' as const }
  expect(missingSeconds({ gaps: null })).toBe(0)
  const gaps = [
    { ...gap, from: '2026-11-25T12:00:00Z', to: '2026-11-25T12:00:02.500Z' },
    { ...gap, from: '2026-11-25T12:01:00Z', to: '2026-11-25T12:01:01Z' },
  ]
  expect(missingSeconds({ gaps })).toBe(3.5)
})

it('waits for what is queued or running only', () => {
  const states = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const
  expect(states.filter((state) => isOpen({ state }))).toEqual(['queued', 'running'])
})

it('writes sizes in the unit that fits', () => {
  expect([999, 1_300_000, 2_000_000_000].map(formatBytes)).toEqual(['999 B', '1.3 MB', '2 GB'])
})
