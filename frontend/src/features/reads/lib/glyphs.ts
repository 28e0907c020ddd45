import type { Candidate } from '@/api/types'

export interface Glyph {
  character: string
  /** The other likely characters with their probabilities; empty where the reading is sure. */
  alternatives: Candidate[]
}

/** Below this the runner-up is worth a look. */
const SURE = 0.85
const WORTH_NAMING = 0.05

/** The text as glyphs with the alternatives of the uncertain ones. Separators take no candidates. */
export function glyphsOf(text: string, candidates: readonly Candidate[][]): Glyph[] {
  let position = 0
  return Array.from(text, (character) => {
    if (!/[\p{L}\p{N}]/u.test(character)) return { character, alternatives: [] }
    const likely = candidates[position++] ?? []
    const best = likely[0]
    if (!best || best[1] >= SURE) return { character, alternatives: [] }
    const others = likely.filter(
      ([other, probability]) => other !== character && probability >= WORTH_NAMING,
    )
    return { character, alternatives: others }
  })
}
