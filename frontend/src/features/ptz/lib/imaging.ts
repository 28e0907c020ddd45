import type { Imaging, ImagingChange } from '../api/imaging'

export const IMAGING_LEVELS = ['brightness', 'contrast', 'saturation', 'sharpness'] as const

/** What is shown until the camera has answered. */
export function withChange(imaging: Imaging, change: ImagingChange): Imaging {
  const levels = { ...imaging.levels }
  for (const name of IMAGING_LEVELS) {
    const [level, value] = [levels[name], change[name]]
    if (level && value !== undefined) levels[name] = { ...level, value }
  }
  return {
    ...imaging,
    levels,
    focus: change.focus ?? imaging.focus,
    ir_cut: change.ir_cut ?? imaging.ir_cut,
  }
}
