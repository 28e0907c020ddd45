/** Saves the picture that the video shows now as a JPEG named after camera and time. */
export function savePicture(video: HTMLVideoElement, cameraName: string): void {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  canvas.toBlob(
    (blob) => {
      if (!blob) return
      const url = URL.createObjectURL(blob)
      const link = document.createElement('a')
      link.href = url
      link.download = fileName(cameraName, new Date())
      link.click()
      URL.revokeObjectURL(url)
    },
    'image/jpeg',
    0.92,
  )
}

export function fileName(cameraName: string, at: Date): string {
  const name = cameraName.trim().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'camera'
  return `${name}_${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z.jpg`
}
