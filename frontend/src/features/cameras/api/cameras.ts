import { requestJson } from '@/api/http'
import type { Camera, CameraInput } from '@/api/types'

export function createCamera(camera: CameraInput, idempotencyKey: string): Promise<Camera> {
  return requestJson('POST', '/api/v1/cameras', {
    body: camera,
    headers: { 'idempotency-key': idempotencyKey },
  })
}

/** Changes what `camera` names. Somebody else's change since `revision` makes it fail with 412. */
export function updateCamera(
  id: string,
  revision: number,
  camera: Partial<CameraInput>,
): Promise<Camera> {
  return requestJson('PATCH', `/api/v1/cameras/${id}`, {
    body: camera,
    headers: { 'if-match': `"${revision}"` },
  })
}

export function deleteCamera(id: string): Promise<void> {
  return requestJson('DELETE', `/api/v1/cameras/${id}`)
}
