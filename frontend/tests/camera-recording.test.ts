import { describe, expect, it } from 'vitest'
import { zodResolver } from '@hookform/resolvers/zod'
import { ProblemError } from '@/api/problem'
import type { Camera } from '@/api/types'
import {
  cameraSchema,
  formOf,
  inputOf,
  placeErrors,
  type CameraForm,
} from '@/features/cameras/lib/camera-form'
import { longGopOf } from '@/features/cameras/lib/camera-warnings'

const form: CameraForm = { ...formOf(null), name: 'Gate', source_url: 'rtsp://10.0.0.1/a' }
const onEvents: CameraForm = { ...form, mode: 'event', before_s: '5', after_s: '60' }

async function faultsOf(values: CameraForm): Promise<string[]> {
  const options = { fields: {}, shouldUseNativeValidation: false }
  const { errors } = await zodResolver(cameraSchema)(values, undefined, options)
  return Object.keys(errors)
}

describe('how a camera is recorded', () => {
  it('is off for a new one, whose events are the server’s', () => {
    expect(inputOf(form).recording).toEqual({ mode: 'off', schedule: null, otherwise: 'off' })
    expect(inputOf(form).group).toBeNull()
  })

  it('sends the events where they count, also outside of the schedule', () => {
    const events = {
      before_s: 5,
      after_s: 60,
      detections: true,
      labels: ['car'],
      zones: [],
      plates: true,
      watch_lists: true,
      camera_events: false,
    }
    expect(inputOf({ ...onEvents, labels: ['car'] }).recording).toEqual({
      mode: 'event',
      schedule: null,
      otherwise: 'off',
      events,
    })
    const atNight = { ...onEvents, mode: 'continuous', schedule: 's', otherwise: 'event' } as const
    expect(inputOf({ ...atNight, labels: ['car'] }).recording).toEqual({
      mode: 'continuous',
      schedule: 's',
      otherwise: 'event',
      events,
    })
  })

  it('forgets what holds outside of a schedule with the schedule', () => {
    const left = { ...form, mode: 'continuous', otherwise: 'event' } as const
    expect(inputOf(left).recording).toEqual({
      mode: 'continuous',
      schedule: null,
      otherwise: 'off',
    })
  })

  it('is read from the camera as it was sent', () => {
    const { recording } = inputOf({ ...onEvents, schedule: 's', zones: ['gate'] })
    const camera = { ...inputOf(form), recording, ai: {}, live: {} } as unknown as Camera
    expect(inputOf(formOf(camera)).recording).toEqual(recording)
  })

  it.each(['4', '61', '', '7.5', 'ten', '-5', '1e1'])('takes no %j seconds', async (typed) => {
    expect(await faultsOf({ ...onEvents, before_s: typed })).toEqual(['before_s'])
    expect(await faultsOf({ ...form, before_s: typed })).toEqual([])
  })

  it('takes 5 to 60 seconds', async () => {
    expect(await faultsOf(onEvents)).toEqual([])
  })

  it('has what the server refuses at its fields, lists too', () => {
    const problem = new ProblemError(400, 'invalid-input', 'Not acceptable.', [
      { pointer: '/recording/mode', code: 'no-events', detail: 'Nothing tells.' },
      { pointer: '/recording/events/before_s', code: 'max_value', detail: 'Too much.' },
      { pointer: '/recording/events/labels/0', code: 'max_length', detail: 'Too long.' },
      { pointer: '/group', code: 'x', detail: 'No such group.' },
    ])
    expect(placeErrors(problem)).toEqual({
      fields: [
        ['mode', 'Nothing tells.'],
        ['before_s', 'Too much.'],
        ['labels', 'Too long.'],
        ['group', 'No such group.'],
      ],
      rest: null,
    })
  })
})

it('a long way between key frames is told as the last probe found it', () => {
  const probe = { warnings: [{ code: 'gop-long', detail: '' }], tracks: [{ gop_s: 4 }, {}] }
  expect(longGopOf({ probe } as unknown as Camera)).toBe('4.0')
  expect(longGopOf({ probe: null })).toBeNull()
})
