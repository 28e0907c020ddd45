import { answerOf, api } from '@/api/http'
import type { OnvifDescription } from '@/api/types'
import type { OnvifAccount } from '../lib/onvif-streams'

/** What a camera says of itself; nothing is kept. */
export function probeOnvif(account: OnvifAccount): Promise<OnvifDescription> {
  return answerOf(api.POST('/api/v1/cameras/onvif/probe', { body: account }))
}

/** Keeps the account with the camera, and has the camera asked once, so that it is known whether it moves. */
export async function keepOnvif(cameraId: string, account: OnvifAccount): Promise<void> {
  const params = { path: { camera_id: cameraId } }
  await answerOf(api.PUT('/api/v1/cameras/{camera_id}/onvif', { params, body: account }))
  await answerOf(api.POST('/api/v1/cameras/{camera_id}/onvif/probe', { params }))
}
