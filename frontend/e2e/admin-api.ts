import type { APIRequestContext } from '@playwright/test'
import { accountOf } from './stack'

interface Entity {
  id: string
  name: string
}

export interface TimelineSpan {
  from: string
  to: string
  kind: string
  cause: string
}

interface Clip {
  id: string
  title: string
  state: string
  method: string
}

interface Limits {
  max_gigabytes: number | null
  cameras: { camera: string; max_gigabytes: number }[]
}

interface Hold {
  id: string
  camera: string
  released_at: string | null
}

interface Camera extends Entity {
  source_url: string
  group: string | null
  recording: Record<string, unknown>
  ai: { zones: { name: string; kind: string; polygon: [number, number][] }[] }
}

/** Sets the stage as the administrator, and clears it again. */
export class AdminApi {
  readonly #made: string[] = []

  private constructor(
    private readonly request: APIRequestContext,
    private readonly token: string,
  ) {}

  static async signIn(request: APIRequestContext): Promise<AdminApi> {
    const answer = await request.post('/api/v1/auth/token', { data: accountOf('admin') })
    const { access } = (await answer.json()) as { access: string }
    return new AdminApi(request, access)
  }

  async #call<T>(method: string, path: string, data?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${this.token}` }
    const answer = await this.request.fetch(path, { method, headers, ...(data ? { data } : {}) })
    if (!answer.ok())
      throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return (answer.status() === 204 ? null : await answer.json()) as T
  }

  async #make(path: string, data: unknown): Promise<Entity> {
    const entity = await this.#call<Entity>('POST', path, data)
    this.#made.push(`${path}/${entity.id}`)
    return entity
  }

  addCamera(sourceUrl: string, settings: Record<string, unknown> = {}): Promise<Entity> {
    const name = `e2e ${Date.now()} ${this.#made.length}`
    return this.#make('/api/v1/cameras', {
      name,
      source_url: sourceUrl,
      enabled: true,
      ai: { enabled: false },
      ...settings,
    })
  }

  addMosaic(layout: string, cameras: readonly Entity[]): Promise<Entity> {
    const tiles = cameras.map(({ id }, position) => ({ position, camera_id: id }))
    return this.#make('/api/v1/mosaics', {
      name: `e2e ${Date.now()}`,
      layout,
      tiles,
      shared: false,
    })
  }

  addGroup(): Promise<Entity> {
    return this.#make('/api/v1/camera-groups', { name: `e2e ${Date.now()}` })
  }

  addSchedule(intervals: unknown[]): Promise<Entity> {
    return this.#make('/api/v1/schedules', { name: `e2e ${Date.now()}`, intervals })
  }

  change(camera: Entity, data: unknown): Promise<Entity> {
    return this.#call('PATCH', `/api/v1/cameras/${camera.id}`, data)
  }

  /** Has the camera asked by ONVIF from now on, once at once. */
  async setOnvif(camera: Entity, account: Record<string, string>): Promise<void> {
    await this.#call('PUT', `/api/v1/cameras/${camera.id}/onvif`, account)
    await this.#call('POST', `/api/v1/cameras/${camera.id}/onvif/probe`)
  }

  ptz(camera: Entity): Promise<{ pan: number; moving: boolean }> {
    return this.#call('GET', `/api/v1/cameras/${camera.id}/ptz`)
  }

  async tours(camera: Entity): Promise<{ token: string; running: boolean }[]> {
    const path = `/api/v1/cameras/${camera.id}/ptz/tours`
    return (await this.#call<{ items: { token: string; running: boolean }[] }>('GET', path)).items
  }

  imaging(camera: Entity): Promise<{
    levels: Record<string, { value: number }>
    focus: string | null
  }> {
    return this.#call('GET', `/api/v1/cameras/${camera.id}/imaging`)
  }

  camera(id: string): Promise<Camera> {
    return this.#call('GET', `/api/v1/cameras/${id}`)
  }

  async demoCameras(): Promise<Entity[]> {
    const { items } = await this.#call<{ items: Entity[] }>('GET', '/api/v1/cameras?limit=200')
    return items.filter(({ name }) => name.startsWith('camera-'))
  }

  /** What was recorded of a camera in the last day, and what not. */
  async timeline(id: string): Promise<TimelineSpan[]> {
    const { items } = await this.#call<{ items: { spans: TimelineSpan[] }[] }>(
      'GET',
      `/api/v1/recordings/timeline?camera=${id}`,
    )
    return items[0]?.spans ?? []
  }

  limits(): Promise<Limits> {
    return this.#call('GET', '/api/v1/recordings/retention')
  }

  async setLimits({ max_gigabytes, cameras }: Limits): Promise<void> {
    await this.#call('PUT', '/api/v1/recordings/retention', { max_gigabytes, cameras })
  }

  /** How many files would go if one camera had that limit and no other. */
  async wouldGo(camera: Entity, gigabytes: number): Promise<number> {
    const { files } = await this.#call<{ files: number }>(
      'POST',
      '/api/v1/recordings/retention/simulation',
      { max_gigabytes: null, cameras: [{ camera: camera.id, max_gigabytes: gigabytes }] },
    )
    return files
  }

  async releaseHolds(camera: Entity): Promise<void> {
    const query = new URLSearchParams({ camera: camera.id })
    const { items } = await this.#call<{ items: Hold[] }>(
      'GET',
      `/api/v1/recordings/holds?${query}`,
    )
    for (const { id } of items) await this.#call('POST', `/api/v1/recordings/holds/${id}/release`)
  }

  /** Those with one of the titles. */
  async clips(titles: readonly string[]): Promise<Clip[]> {
    const { items } = await this.#call<{ items: Clip[] }>('GET', '/api/v1/clips?limit=100')
    return items.filter(({ title }) => titles.includes(title))
  }

  /** Nothing is made for them any more, and no link leads to them. */
  async endClips(titles: readonly string[]): Promise<void> {
    for (const { id, state } of await this.clips(titles)) {
      const path = `/api/v1/clips/${id}`
      if (['queued', 'running'].includes(state)) await this.#call('POST', `${path}/cancel`)
      const { items } = await this.#call<{ items: { id: string }[] }>('GET', `${path}/shares`)
      for (const share of items) await this.#call('POST', `${path}/shares/${share.id}/revoke`)
    }
  }

  /** A camera that a page made: cleared like those made here. */
  async adopt(name: string): Promise<Entity> {
    const query = new URLSearchParams({ name })
    const { items } = await this.#call<{ items: Entity[] }>('GET', `/api/v1/cameras?${query}`)
    const [camera] = items
    if (!camera) throw new Error(`there is no camera ${name}`)
    this.#made.push(`/api/v1/cameras/${camera.id}`)
    return camera
  }

  async clear(): Promise<void> {
    for (const path of this.#made.splice(0).reverse()) {
      const headers = { authorization: `Bearer ${this.token}` }
      await this.request.delete(path, { headers })
    }
  }
}
