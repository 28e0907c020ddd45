import { answerOf, api } from '@/api/http'
import type { Camera, CameraChange, CameraInput, SentCamera, SentCameraChange } from '@/api/types'

export function createCamera(camera: CameraInput, idempotencyKey: string): Promise<Camera> {
  const header = { 'Idempotency-Key': idempotencyKey }
  return answerOf(api.POST('/api/v1/cameras', { params: { header }, body: camera as SentCamera }))
}

/** Changes what `change` names. Somebody else's change since `revision` makes it fail with 412. */
export function changeCamera(id: string, revision: number, change: CameraChange): Promise<Camera> {
  const params = { path: { camera_id: id }, header: { 'If-Match': `"${revision}"` } }
  const body = change as SentCameraChange
  return answerOf(api.PATCH('/api/v1/cameras/{camera_id}', { params, body }))
}

export async function deleteCamera(id: string): Promise<void> {
  await answerOf(api.DELETE('/api/v1/cameras/{camera_id}', { params: { path: { camera_id: id } } }))
}
