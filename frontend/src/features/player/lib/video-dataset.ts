import type { TileView } from './tile-view'

/** What tests and measurements read from the page. */
export function dress(video: HTMLVideoElement, cameraId: string, view: TileView): void {
  const { dataset } = video
  const whole = (ms: number | null) => (ms === null ? '' : String(Math.round(ms)))
  dataset.cameraId = cameraId
  dataset.state = view.status
  dataset.transport = view.transport ?? ''
  dataset.stream = view.stream
  dataset.transcoded = view.transcoded?.codec ?? ''
  dataset.delayMs = whole(view.delayMs)
  dataset.firstFrameMs = whole(view.firstFrameMs)
}

export function undress(video: HTMLVideoElement): void {
  for (const name of Object.keys(video.dataset)) delete video.dataset[name]
}
