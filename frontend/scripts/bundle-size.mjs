// Fails the build when what the first page must load (entry and its static imports) is over budget, gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 200
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const entry = Object.values(manifest).find((chunk) => chunk.isEntry)
const seen = new Set()
const visit = (chunk) => {
  if (seen.has(chunk.file)) return
  seen.add(chunk.file)
  for (const name of chunk.imports ?? []) visit(manifest[name])
}
visit(entry)
const kilobytes =
  [...seen].reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1024
console.log(
  `first load: ${kilobytes.toFixed(1)} kB gzip in ${seen.size} files, budget ${BUDGET_KB}`,
)
if (kilobytes > BUDGET_KB) process.exit(1)
