import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Role = 'admin' | 'operator' | 'reviewer' | 'viewer'

interface Credentials {
  url: string
  accounts: Record<Role, { username: string; password: string }>
}

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: see playwright.config.ts`)
  return value
}

/** The stack's address of TLS; its certificate is of a local authority. */
export function httpsUrl(): string {
  return required('MOSAIC_E2E_HTTPS_URL')
}

/** The sign-in of a role at the running stack. */
export function accountOf(role: Role): { username: string; password: string } {
  const path = required('MOSAIC_E2E_CREDENTIALS')
  return (JSON.parse(readFileSync(path, 'utf8')) as Credentials).accounts[role]
}

/** The form in which plates are compared: upper case without separators. */
export function normalised(plate: string): string {
  return plate.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Where the demo's clips and what is seen in them lie. */
export function clipsFolder(): string {
  return required('MOSAIC_E2E_TRUTH')
}

/** Every plate that passes any of the demo's cameras. */
export function platesOfTruth(): Set<string> {
  const folder = clipsFolder()
  const plates = new Set<string>()
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
    const truth = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      passages?: { plate: string }[]
    }
    for (const { plate } of truth.passages ?? []) plates.add(normalised(plate))
  }
  return plates
}
