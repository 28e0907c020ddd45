interface Size {
  width: number
  height: number
}

/**
 * Where in the picture a point of the stage is, as shares of the picture with the origin top left.
 *
 * The picture is as large as fits (object-fit: contain). Null on the bars beside it, and without a picture.
 */
export function pointInPicture(
  stage: Size,
  picture: Size,
  at: { x: number; y: number },
): { x: number; y: number } | null {
  if (picture.width <= 0 || picture.height <= 0) return null
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  const x = (at.x - (stage.width - width) / 2) / width
  const y = (at.y - (stage.height - height) / 2) / height
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null
}
