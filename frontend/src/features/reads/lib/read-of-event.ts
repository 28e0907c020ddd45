import type { LiveEvent } from '@/api/event-socket'
import type { PlateRead } from '@/api/types'

export const PLATE_READ = 'mosaic.plate.read.v1'

/** The data of a plate.read event, as far as it is shown. */
interface PlateReadData {
  read_id: string
  revision: number
  final: boolean
  camera_id: string
  text: string
  confidence: number
  candidates: PlateRead['candidates']
  seen_at: string
  vehicle: PlateRead['vehicle']
  images: Partial<Record<'plate' | 'vehicle' | 'scene', string | null>>
}

/** A read as the API would give it; the evidence's keys become addresses of its pictures. */
export function readOfEvent({ data }: LiveEvent): PlateRead {
  const read = data as unknown as PlateReadData
  const image = (kind: 'plate' | 'vehicle' | 'scene') =>
    read.images[kind] ? `/api/v1/plates/${read.read_id}/images/${kind}.jpg` : null
  return {
    id: read.read_id,
    revision: read.revision,
    final: read.final,
    text: read.text,
    confidence: read.confidence,
    candidates: read.candidates,
    camera: read.camera_id,
    camera_name: null,
    seen_at: read.seen_at,
    score: null,
    why: null,
    vehicle: read.vehicle ?? null,
    images: { plate: image('plate'), vehicle: image('vehicle'), scene: image('scene') },
  }
}
