/**
 * Has the buffer do something and waits until it has.
 *
 * refused: the error where the browser cannot use the data. What `act` itself raises is passed on. Of a buffer that was taken
 * away meanwhile nothing is heard any more.
 */
export function updated(
  buffer: SourceBuffer,
  act: () => void,
  refused: () => Error,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(refused())
    buffer.addEventListener('error', fail, { once: true })
    buffer.addEventListener(
      'updateend',
      () => {
        buffer.removeEventListener('error', fail)
        resolve()
      },
      { once: true },
    )
    try {
      act()
    } catch (error) {
      reject(error instanceof Error ? error : refused())
    }
  })
}
