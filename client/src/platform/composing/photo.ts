/** Pictures made small enough to travel, in the browser. */

/** Longest side, in pixels: enough to read a box of medicine or a wound. */
const MOST_PIXELS = 2_000
const QUALITY = 0.85

/** The size that fits, proportions kept. */
export function fitted(width: number, height: number, most = MOST_PIXELS) {
  const scale = Math.min(1, most / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * A picture as a JPEG of at most 2000 px a side, upright. What the camera wrote beside it (place, device) is gone:
 * only pixels are drawn anew.
 * @throws Error where the browser cannot read it
 */
export async function scaledDown(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
  try {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, fitted(bitmap.width, bitmap.height))
    const context = canvas.getContext('2d')
    if (!context) throw new Error('No canvas in this browser.')
    // A transparent PNG would turn black.
    context.fillStyle = 'white'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be written.'))),
        'image/jpeg',
        QUALITY,
      ),
    )
  } finally {
    bitmap.close()
  }
}
