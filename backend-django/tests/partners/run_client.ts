// Reads with the guide's client and says what it read (test_examples.py).
import { clientOf, follow, isGenuine, plates } from "./client.js";

const [url, key, text, count, signed] = process.argv.slice(2) as [string, string, string, string, string];
const client = clientOf(url, key);
const events: string[] = [];
for await (const event of follow(client, "")) {
  events.push(event.id);
  if (events.length === Number(count)) break;
}
const { data } = await client.GET("/partner/v1/cameras", {});
const camera = data?.items[0];
const one = await client.GET("/partner/v1/cameras/{camera_id}", {
  params: { path: { camera_id: camera?.id ?? "" } },
});
const found: string[] = [];
for await (const read of plates(client, text, "case 7")) found.push(read.text);
const wrong = await clientOf(url, "mk_live_x").GET("/partner/v1/cameras", {});
type Signed = { secret: string; other: string; sent: Record<string, string>; body: string };
const { secret, other, sent, body } = JSON.parse(signed) as Signed;
const genuine = [secret, other].map((each) => isGenuine(each, sent, Buffer.from(body)));
console.log(JSON.stringify({ events, camera: one.data?.name, found, code: wrong.error?.code, genuine }));
process.exit(0);
