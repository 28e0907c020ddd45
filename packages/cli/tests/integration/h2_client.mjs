// One HTTP/2 connection: sixteen requests that stay open at once, a quick one beside them, and a WebSocket (RFC 8441).
import { readFileSync } from 'node:fs'
import http2 from 'node:http2'

const [origin, authority] = process.argv.slice(2)
const session = http2.connect(origin, { ca: readFileSync(authority) })

function get(path) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': path })
    let status = 0
    let body = ''
    stream.on('response', (headers) => (status = headers[':status']))
    stream.on('data', (data) => (body += data))
    stream.on('end', () => resolve({ status, body }))
    stream.on('error', reject)
  })
}

function echo(path, line) {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':scheme': 'https',
      ':path': path,
      'sec-websocket-version': '13',
    })
    let status = 0
    let said = ''
    stream.on('response', (headers) => {
      status = headers[':status']
      stream.write(line)
    })
    stream.on('data', (data) => {
      said += data
      if (said.includes('\n')) {
        stream.close()
        resolve({ status, said })
      }
    })
    stream.on('end', () => resolve({ status, said }))
    stream.on('error', reject)
  })
}

await new Promise((resolve) => session.once('remoteSettings', resolve))
const ended = []
const slow = Array.from({ length: 16 }, (_, index) =>
  get(`/hls/slow/${index}`).then((answer) => (ended.push('slow'), answer)),
)
const quick = get('/api/v1/me').then((answer) => (ended.push('quick'), answer))
const answers = await Promise.all([...slow, quick])
const webSocket = await echo('/api/v1/events', 'hello\n')
const protocol = session.alpnProtocol
session.close()
console.log(
  JSON.stringify({
    protocol,
    statuses: answers.map(({ status }) => status),
    first: ended[0],
    seen: JSON.parse(answers.at(-1).body).headers,
    webSocket,
  }),
)
