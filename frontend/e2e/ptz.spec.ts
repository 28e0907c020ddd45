import { AdminApi } from './admin-api'
import { expect, expectAccessible, screenshot, signIn, test as base } from './console-page'
import { serveOnvif, type OnvifCamera } from './onvif-camera'

const test = base.extend<{ admin: AdminApi }, { onvif: OnvifCamera }>({
  onvif: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what it needs
    async ({}, use) => {
      const camera = await serveOnvif()
      await use(camera)
      await camera.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  admin: async ({ request, page }, use) => {
    const admin = await AdminApi.signIn(request)
    await use(admin)
    // A page that still shows the camera would ask for it.
    await page.goto('about:blank')
    await admin.clear()
  },
})

// Its stream is not there: here only its head counts.
test.use({ allowedErrors: [/status of (40\d|50\d).*\/(whep|hls|sessions|snapshot)/] })

test('a camera is moved by mouse and keys, stops when let go, and keeps a preset', async ({
  page,
  admin,
  onvif,
}) => {
  const camera = await admin.addCamera('rtsp://127.0.0.1:9/none')
  await admin.setOnvif(camera, onvif.account)
  const mosaic = await admin.addMosaic('1', [camera])
  await signIn(page, 'admin', `/mosaics/${mosaic.id}`)
  const tile = page.getByRole('region', { name: camera.name })
  const pad = tile.getByRole('group', { name: 'Move the camera' })
  await expect(pad).toHaveCount(0)
  await tile.hover()
  await tile.getByRole('button', { name: 'Maximise' }).click()
  const right = pad.getByRole('button', { name: 'Right', exact: true })
  await expect(right).toBeEnabled()
  await expectAccessible(page)

  await right.hover()
  await page.mouse.down()
  await expect.poll(async () => (await admin.ptz(camera)).moving).toBe(true)
  await screenshot(page, 'ptz')
  await page.mouse.up()
  await expect.poll(async () => (await admin.ptz(camera)).moving).toBe(false)
  const { pan } = await admin.ptz(camera)
  expect(pan).toBeGreaterThan(0)

  await page.keyboard.down('ArrowLeft')
  await expect.poll(async () => (await admin.ptz(camera)).pan).toBeLessThan(pan)
  await page.keyboard.up('ArrowLeft')
  await expect.poll(async () => (await admin.ptz(camera)).moving).toBe(false)

  await pad.getByRole('button', { name: 'Keep this view as a preset' }).click()
  await pad.getByLabel('Name of the preset').fill('Gate')
  await pad.getByRole('button', { name: 'Save' }).click()
  await expect(pad.getByRole('combobox', { name: 'Presets' })).toContainText('Gate')
})

test('a tour is started and stopped, and the picture is set in the camera', async ({
  page,
  admin,
  onvif,
}) => {
  const camera = await admin.addCamera('rtsp://127.0.0.1:9/none')
  await admin.setOnvif(camera, onvif.account)
  const mosaic = await admin.addMosaic('1', [camera])
  await signIn(page, 'admin', `/mosaics/${mosaic.id}`)
  const tile = page.getByRole('region', { name: camera.name })
  await tile.hover()
  await tile.getByRole('button', { name: 'Maximise' }).click()
  const pad = tile.getByRole('group', { name: 'Move the camera' })
  await pad.getByRole('button', { name: 'Start the tour round' }).click()
  await expect(pad.getByRole('button', { name: 'Stop the tour round' })).toBeEnabled()
  expect(await admin.tours(camera)).toMatchObject([{ token: 'round', running: true }])
  await expect(pad.getByRole('combobox', { name: 'Tours' })).toContainText('round (runs)')
  await pad.getByRole('button', { name: 'Stop the tour round' }).click()
  await expect(pad.getByRole('button', { name: 'Start the tour round' })).toBeEnabled()
  expect(await admin.tours(camera)).toMatchObject([{ token: 'round', running: false }])

  await pad.getByRole('button', { name: 'Picture settings of the camera' }).click()
  const settings = tile.getByRole('group', { name: 'Picture settings of the camera' })
  const brightness = settings.getByLabel('Brightness')
  const before = Number(await brightness.inputValue())
  await brightness.focus()
  await page.keyboard.press('ArrowRight')
  const levelOf = async () => (await admin.imaging(camera)).levels.brightness?.value
  await expect.poll(levelOf).toBe(before + 1)
  await settings.getByRole('combobox', { name: 'Focus' }).click()
  await page.getByRole('option', { name: 'By hand' }).click()
  await expect.poll(async () => (await admin.imaging(camera)).focus).toBe('manual')
  await expect(settings.getByRole('combobox', { name: 'Focus' })).toContainText('By hand')
  await expectAccessible(page)
  await screenshot(page, 'ptz-imaging')
})

test('a camera is added by what it says of its streams, and can be moved then', async ({
  page,
  onvif,
  admin,
}) => {
  await signIn(page, 'admin', '/cameras')
  const name = `e2e found ${Date.now()}`
  await page.getByRole('button', { name: 'Add camera' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel('Host or address').fill(onvif.account.service_url)
  await dialog.getByLabel('User').fill(onvif.account.username)
  await dialog.getByLabel('Password').fill(onvif.account.password)
  await dialog.getByRole('button', { name: 'Find streams' }).click()
  await expect(dialog.getByRole('combobox', { name: 'Main stream' })).toContainText('1920×1080')
  await expect(dialog.getByLabel('Stream address')).toHaveValue(
    /operator.*@127\.0\.0\.1:8554\/main$/,
  )
  await expectAccessible(page)
  await screenshot(page, 'onvif-streams')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  const made = await admin.adopt(name)
  expect(made).toMatchObject({
    source_url: 'rtsp://127.0.0.1:8554/main',
    sub_url: 'rtsp://127.0.0.1:8554/sub',
    ptz: true,
  })
})
