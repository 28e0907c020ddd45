/** From live so far back is where somebody looks who has just missed something. */
export const BACK_MS = 30_000

/** Where the playback page shows what a camera saw then. */
export function backFrom(cameraId: string, nowMs: number): { cameras: string; at: string } {
  return { cameras: cameraId, at: new Date(nowMs - BACK_MS).toISOString() }
}
