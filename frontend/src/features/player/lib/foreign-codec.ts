import type { StreamState } from '@/api/types'

const NAMES: Readonly<Record<string, string>> = {
  H265: 'H.265',
  AV1: 'AV1',
  VP9: 'VP9',
  VP8: 'VP8',
  'M-JPEG': 'Motion JPEG',
  'MPEG-4 Video': 'MPEG-4',
  'MPEG-1/2 Video': 'MPEG-2',
}

/** The codec of the camera's video where it is one that not every browser plays, as people write it. */
export function foreignCodec({ tracks }: Pick<StreamState, 'tracks'>): string | null {
  const codec = tracks.find(({ codec }) => codec in NAMES)?.codec
  return codec ? codecName(codec) : null
}

export function codecName(codec: string): string {
  return NAMES[codec] ?? codec
}
