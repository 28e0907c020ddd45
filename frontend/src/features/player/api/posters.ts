import { answerOf, api } from '@/api/http'
import { bytesOf } from '@/lib/base64'
import { Together } from '@/lib/together'

export interface PosterPicture {
  jpeg: Blob
  capturedAt: Date
}

const MOST = 64

/** The tiles of a mosaic appear together and are answered together: one request instead of one each. */
const together = new Together<string, PosterPicture>(async (cameraIds) => {
  const found = new Map<string, PosterPicture>()
  const { items } = await answerOf(
    api.GET('/api/v1/cameras/posters', { params: { query: { camera: cameraIds } } }),
  )
  for (const { camera_id, captured_at, jpeg } of items) {
    found.set(camera_id, {
      jpeg: new Blob([bytesOf(jpeg)], { type: 'image/jpeg' }),
      capturedAt: new Date(captured_at),
    })
  }
  return found
}, MOST)

/** The newest small picture that the analysis sampled; null when there is none. */
export function fetchPoster(cameraId: string): Promise<PosterPicture | null> {
  return together.ask(cameraId)
}
