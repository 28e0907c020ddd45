// How soon the console shows the picture of an instant that it is sent to. Reads one line of JSON {chromium, url, dist,
// username, password, camera, instants} and writes one line a seek. The pages come from the folder `dist`, all else from url.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { launch, settings } from "../road/chromium.mjs";
import { signIn } from "../road/console.mjs";

const { chromium, url, dist, username, password, camera, instants } =
  await settings();
const browser = await launch(chromium);
const WITHIN_MS = 20_000;
const TYPES = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  woff2: "font/woff2",
  svg: "image/svg+xml",
};

const page = await browser.newPage({
  viewport: { width: 1280, height: 800 },
  timezoneId: "UTC",
});
await page.route(
  ({ pathname }) => !pathname.startsWith("/api/"),
  async (route) => {
    const { pathname } = new URL(route.request().url());
    const name = pathname.includes(".") ? pathname : "/index.html";
    const body = await readFile(join(dist, name));
    await route.fulfill({
      body,
      contentType: TYPES[name.split(".").at(-1)] ?? "text/plain",
    });
  },
);
await page.goto(
  `${url}/playback?cameras=${camera}&at=${new Date(instants[0]).toISOString()}`,
);
await signIn(page, { username, password });
await page
  .locator('[data-testid="playback-tile"][data-state="playing"]')
  .waitFor({ timeout: 60_000 });

/** In the page: milliseconds from sending the date to the first picture from there. */
const seek = ({ at, withinMs }) => {
  const field = document.querySelector('input[type="datetime-local"]');
  const video = document.querySelector("video[data-camera-id]");
  const before = video.currentTime;
  const setValue = Object.getOwnPropertyDescriptor(
    HTMLInputElement.prototype,
    "value",
  ).set;
  setValue.call(field, new Date(at).toISOString().slice(0, 19));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const begun = performance.now();
  field.form.requestSubmit();
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), withinMs);
    const look = () =>
      video.requestVideoFrameCallback((_, { mediaTime }) => {
        if (Math.abs(mediaTime - before) < 10) return look();
        clearTimeout(late);
        resolve(performance.now() - begun);
      });
    look();
  });
};

for (const at of instants.slice(1)) {
  const tookMs = await page.evaluate(seek, { at, withinMs: WITHIN_MS });
  await page.waitForTimeout(300);
  const shown = await page
    .locator('[data-testid="playback-tile"]')
    .getAttribute("data-shown-ms");
  console.log(
    JSON.stringify({
      at,
      took_ms: tookMs,
      shown_ms: shown === null ? null : Number(shown),
    }),
  );
}
await browser.close();
process.exit(0);
