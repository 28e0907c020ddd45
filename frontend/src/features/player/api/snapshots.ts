import { authorisedFetch } from '@/api/http'

export interface Snapshot {
  blob: Blob
  capturedAt: Date | null
}

/** The newest picture that the analysis sampled; null when there is none. */
export async function fetchSnapshot(
  cameraId: string,
  signal: AbortSignal,
): Promise<Snapshot | null> {
  const response = await authorisedFetch(`/api/v1/cameras/${cameraId}/snapshot.jpg`, { signal })
  if (!response.ok) return null
  const captured = Date.parse(response.headers.get('x-captured-at') ?? '')
  return {
    blob: await response.blob(),
    capturedAt: Number.isNaN(captured) ? null : new Date(captured),
  }
}
