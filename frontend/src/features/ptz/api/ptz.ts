import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '@/api/http'
import { ProblemError } from '@/api/problem'
import type { Velocity } from '../lib/held-move'

const path = (id: string) => ({ path: { camera_id: id } })

/** Where the camera looks, what it can do and who moves it; asks the camera itself. */
export const ptzQuery = (id: string) =>
  queryOptions({
    queryKey: ['ptz', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/cameras/{camera_id}/ptz', { params: path(id), signal })),
    refetchInterval: 5000,
    // What a camera or the policy says no to is not asked again at once.
    retry: (failures, error) => !(error instanceof ProblemError) && failures < 3,
  })

export const presetsQuery = (id: string) =>
  queryOptions({
    queryKey: ['ptz', id, 'presets'],
    queryFn: async ({ signal }) =>
      (
        await answerOf(
          api.GET('/api/v1/cameras/{camera_id}/ptz/presets', { params: path(id), signal }),
        )
      ).items,
    retry: false,
  })

export function move(id: string, velocity: Velocity) {
  return answerOf(
    api.POST('/api/v1/cameras/{camera_id}/ptz/move', { params: path(id), body: velocity }),
  )
}

export function stop(id: string) {
  return answerOf(api.POST('/api/v1/cameras/{camera_id}/ptz/stop', { params: path(id) }))
}

export function centre(id: string, point: { x: number; y: number }) {
  return answerOf(
    api.POST('/api/v1/cameras/{camera_id}/ptz/centre', { params: path(id), body: point }),
  )
}

export function takeOver(id: string) {
  const body = { take_over: true }
  return answerOf(api.PUT('/api/v1/cameras/{camera_id}/ptz/lock', { params: path(id), body }))
}

export function savePreset(id: string, name: string) {
  const body = { name, token: null }
  return answerOf(api.POST('/api/v1/cameras/{camera_id}/ptz/presets', { params: path(id), body }))
}

export function gotoPreset(id: string, token: string) {
  return answerOf(
    api.POST('/api/v1/cameras/{camera_id}/ptz/goto', { params: path(id), body: { token } }),
  )
}

export async function deletePreset(id: string, token: string): Promise<void> {
  const params = { path: { camera_id: id, token } }
  await answerOf(api.DELETE('/api/v1/cameras/{camera_id}/ptz/presets/{token}', { params }))
}
