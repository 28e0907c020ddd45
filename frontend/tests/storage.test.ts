import { describe, expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import type { Camera } from '@/api/types'
import { firstHold, holdFaults, holdOf, placeHoldProblem } from '@/features/storage/lib/hold-form'
import { daysAtPace, outlookOf } from '@/features/storage/lib/outlook'
import {
  ALL,
  daysKey,
  daysTogether,
  faultsOf,
  gigabytesKey,
  hasOtherLimits,
  isChanged,
  placeProblem,
  storedValues,
  wishOf,
} from '@/features/storage/lib/retention-form'

const cameras = ['a', 'b'].map(
  (id) => ({ id, recording: { retention_days: 7 } }) as unknown as Camera,
)
/** 'gone' was removed; its footage and its limit are still there. */
const retention = {
  max_gigabytes: null,
  cameras: [
    { camera: 'a', max_gigabytes: 1.5 },
    { camera: 'gone', max_gigabytes: 2 },
  ],
}
const stored = storedValues(retention, cameras)

describe('retention', () => {
  it('is shown as the server has it and sent back as it was', () => {
    expect(stored).toEqual({
      [ALL]: '',
      [daysKey('a')]: '7',
      [gigabytesKey('a')]: '1.5',
      [daysKey('b')]: '7',
      [gigabytesKey('b')]: '',
    })
    const wish = wishOf(stored, retention, cameras)
    expect(wish).toEqual({ ...retention, retention_days: [] })
    expect(hasOtherLimits(wish, retention)).toBe(false)
  })

  it('is changed only by what differs', () => {
    expect(isChanged(stored, {})).toBe(false)
    expect(isChanged(stored, { [ALL]: ' ', [daysKey('a')]: '7' })).toBe(false)
    expect(isChanged(stored, { [daysKey('a')]: '8' })).toBe(true)
  })

  it('wishes days that are others, and keeps the limits of cameras that are not listed', () => {
    const values = {
      ...stored,
      [ALL]: '500',
      [daysKey('b')]: '30',
      [gigabytesKey('a')]: '',
      [gigabytesKey('b')]: '0.25',
    }
    const wish = wishOf(values, retention, cameras)
    expect(wish).toEqual({
      max_gigabytes: 500,
      cameras: [
        { camera: 'b', max_gigabytes: 0.25 },
        { camera: 'gone', max_gigabytes: 2 },
      ],
      retention_days: [{ camera: 'b', retention_days: 30 }],
    })
    expect(hasOtherLimits(wish, retention)).toBe(true)
  })

  it('tells other limits also where as many are there', () => {
    const other = { ...retention.cameras[0]!, camera: 'b' }
    const wish = {
      ...{ max_gigabytes: null, retention_days: [] },
      cameras: [other, retention.cameras[1]!],
    }
    expect(hasOtherLimits(wish, retention)).toBe(true)
  })

  it.each(['0', '-1', '1e10', '0.0001', 'x'])('takes no %j gigabytes', (typed) => {
    const faults = faultsOf({ ...stored, [ALL]: typed, [gigabytesKey('a')]: typed }, cameras)
    expect([...faults]).toEqual([
      [ALL, 'gigabytes'],
      [gigabytesKey('a'), 'gigabytes'],
    ])
  })

  it.each(['', '0', '3651', '1.5', '-1'])('takes no %j days', (typed) => {
    expect([...faultsOf({ ...stored, [daysKey('b')]: typed }, cameras)]).toEqual([
      [daysKey('b'), 'days'],
    ])
  })

  it('is without fault as it is stored', () => {
    expect(faultsOf(stored, cameras).size).toBe(0)
  })

  it('puts cameras of as many days together', () => {
    const wished = ['a', 'b', 'c'].map((camera, at) => ({
      camera,
      retention_days: at === 1 ? 3 : 9,
    }))
    expect([...daysTogether(wished)]).toEqual([
      [9, ['a', 'c']],
      [3, ['b']],
    ])
  })

  it('has the server’s words at the fields that they are about', () => {
    const wish = wishOf({ ...stored, [daysKey('b')]: '30' }, retention, cameras)
    const errors = [
      ['/max_gigabytes', 'All.'],
      ['/cameras/0/max_gigabytes', 'One.'],
      ['/retention_days/0/retention_days', 'Days.'],
      ['/cameras/9/camera', 'Elsewhere.'],
    ].map(([pointer = '', detail = '']) => ({ pointer, detail, code: 'x' }))
    const { fields, rest } = placeProblem(new ProblemError(400, 'x', 'No.', errors), wish)
    expect([...fields]).toEqual([
      [ALL, 'All.'],
      [gigabytesKey('a'), 'One.'],
      [daysKey('b'), 'Days.'],
    ])
    expect(rest).toBe('Elsewhere.')
    expect(placeProblem(new ProblemError(403, 'x', 'No.'), wish).rest).toBe('No.')
  })
})

describe('the forecast', () => {
  it.each([
    [{ full_in_days: 11.9, disk_bytes: 1 }, true, { kind: 'days', days: 11 }],
    [{ full_in_days: 0.4, disk_bytes: 1 }, true, { kind: 'soon' }],
    [{ full_in_days: 729.9, disk_bytes: 1 }, false, { kind: 'days', days: 729 }],
    [{ full_in_days: 11733, disk_bytes: 1 }, false, { kind: 'far' }],
    [{ full_in_days: 0, disk_bytes: 1 }, true, { kind: 'full' }],
    [{ full_in_days: null, disk_bytes: 1 }, false, { kind: 'never' }],
    [{ full_in_days: null, disk_bytes: null }, true, { kind: 'never' }],
    [{ full_in_days: null, disk_bytes: null }, false, { kind: 'unseen' }],
  ] as const)('of %j, limited %s, is %j', (forecast, isLimited, outlook) => {
    expect(outlookOf(forecast, isLimited)).toEqual(outlook)
  })

  it('tells how far back recordings last at their pace', () => {
    expect(daysAtPace({ bytes: 30, bytes_per_day: 10 })).toBe(3)
    expect(daysAtPace({ bytes: 30, bytes_per_day: 0 })).toBeNull()
  })
})

describe('a legal hold', () => {
  const now = Date.UTC(2026, 10, 25, 12, 0, 30)
  const form = { ...firstHold(now), camera: 'a', reason: ' Case 1 ' }

  it('is of the last hour to begin with', () => {
    expect(holdFaults(form)).toEqual({})
    expect(holdOf(form)).toEqual({
      camera: 'a',
      from: '2026-11-25T11:00:00.000Z',
      to: '2026-11-25T12:00:00.000Z',
      reason: 'Case 1',
    })
  })

  it('may end in the future, and not before it begins', () => {
    expect(holdFaults({ ...form, to: '2099-01-01T00:00' })).toEqual({})
    expect(holdFaults({ ...form, to: form.from })).toEqual({ to: 'order' })
  })

  it('says what is missing', () => {
    expect(holdFaults({ camera: '', from: '', to: '', reason: ' ' })).toEqual({
      camera: 'camera',
      from: 'time',
      to: 'time',
      reason: 'reason',
    })
  })

  it('has the server’s words at its fields', () => {
    const errors = [
      { pointer: '/camera', code: 'invalid-input', detail: 'No such camera.' },
      { pointer: '/else', code: 'x', detail: 'Other.' },
    ]
    expect(placeHoldProblem(new ProblemError(400, 'x', 'No.', errors))).toEqual({
      fields: { camera: 'No such camera.' },
      rest: 'Other.',
    })
  })
})
