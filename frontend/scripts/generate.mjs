// Types of the three services' OpenAPI documents: `npm run generate`; with --check, fails when they are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const sources = {
  backend: '../backend-django/openapi.json',
  streaming: '../streaming-service/openapi.json',
  ai: '../ai-service/openapi.json',
}
const KEYWORDS = {
  string: ts.SyntaxKind.StringKeyword,
  number: ts.SyntaxKind.NumberKeyword,
  integer: ts.SyntaxKind.NumberKeyword,
}

/** Arrays of fixed places become tuples; by itself the generator makes them arrays of a union. */
function transform(schema) {
  const kinds = schema.prefixItems?.map(({ type }) => KEYWORDS[type])
  if (!kinds?.every(Boolean)) return undefined
  return ts.factory.createTupleTypeNode(kinds.map((kind) => ts.factory.createKeywordTypeNode(kind)))
}

const check = process.argv.includes('--check')
const folder = new URL('../src/api/generated/', import.meta.url)
mkdirSync(folder, { recursive: true })

let stale = 0
for (const [name, source] of Object.entries(sources)) {
  const document = JSON.parse(readFileSync(new URL(`../${source}`, import.meta.url), 'utf8'))
  const text = `// Made from ${source} by \`npm run generate\`.\n${astToString(await openapiTS(document, { transform }))}`
  const target = new URL(`${name}.d.ts`, folder)
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
  if (check) {
    console.error(`${name}.d.ts is not what ${source} says: run \`npm run generate\``)
    stale += 1
  } else {
    writeFileSync(target, text)
    console.log(`wrote ${name}.d.ts`)
  }
}
process.exit(stale ? 1 : 0)
