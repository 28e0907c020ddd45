const MAIN_PROFILE = 'video/mp4; codecs="hvc1.1.6.L120.B0"'

/** Whether this browser says that it plays H.265 by LL-HLS; streaming then leaves such a stream as it is. */
export function playsHevc(): boolean {
  return 'MediaSource' in globalThis && MediaSource.isTypeSupported(MAIN_PROFILE)
}
