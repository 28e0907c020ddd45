// What the user sees.
const $ = (id) => document.getElementById(id);

function element(tag, content = '', kind = '') {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...(Array.isArray(content) ? content : [String(content)]));
  return made;
}

const shownSize = (bytes) =>
  bytes < 1e4 ? `${bytes} B` : bytes < 1e7 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const plainFingerprint = (given) => given.replace(/[\s:]/g, '').toLowerCase();
const spaced = (fingerprint) => fingerprint.replace(/(.{8})(?=.)/g, '$1 ');

function verdictOf(report, expected) {
  if (report.findings.length > 0) {
    const count = report.findings.length;
    return ['bad', '✘ NOT VALID', `${count} finding${count > 1 ? 's' : ''}: see below what is wrong.`];
  }
  if (report.unchecked) {
    return ['unsure', '? SIGNATURE NOT CHECKED', `The files fit the manifest, but ${report.unchecked}.`];
  }
  if (expected) return ['good', '✔ VALID', 'Nothing was changed, and it is signed by the key you expect.'];
  return ['good', '✔ CONSISTENT', 'Nothing was changed since it was signed. Compare the fingerprint below with the one the site gave you: only then you know who signed.'];
}

function facts(manifest, fingerprint) {
  const of = (value) => (value === null || value === undefined || value === '' ? '–' : String(value));
  const span = (part) => `${of(part?.from)} to ${of(part?.to)}`;
  const recorded = Array.isArray(manifest.recorded) ? manifest.recorded.map(span).join('; ') || 'nothing' : 'not known';
  return [
    ['Key fingerprint', spaced(fingerprint) || 'no valid signature'],
    ['Camera', `${of(manifest.camera?.name)} (${of(manifest.camera?.id)})`],
    ['Wished time', span(manifest.wished)],
    ['Recorded of it', recorded],
    ['Taken out by', `${of(manifest.exported?.by)} at ${of(manifest.exported?.at)}`],
    ['Reason', of(manifest.exported?.reason)],
    ['Site', of(manifest.site)],
    ['Made by', `${of(manifest.product?.name)} ${of(manifest.product?.version)}`],
    ['Package', of(manifest.id)],
    ['Merkle root', of(manifest.merkle_root)],
  ];
}

function showFacts(report) {
  const rows = report.manifest ? facts(report.manifest, report.fingerprint) : [];
  $('facts').replaceChildren(...rows.map(([name, value]) => element('tr', [element('th', name), element('td', value)])));
  $('facts-title').textContent = report.fingerprint
    ? 'What the manifest says'
    : 'What the manifest says, without a valid signature';
  $('facts-part').hidden = rows.length === 0;
}

function showFindings(report) {
  $('findings').replaceChildren(
    ...report.findings.map(({ code, path, detail }) => {
      const item = element('li', [element('b', path || 'the package'), `: ${detail} `, element('code', code)]);
      item.dataset.code = code;
      item.dataset.path = path;
      return item;
    }),
  );
  $('findings-part').hidden = report.findings.length === 0;
}

function showFiles(report) {
  $('files').replaceChildren(
    ...report.files.map(({ path, size, sha256: digest, ok }) =>
      element('tr', [
        element('td', ok ? '✔' : '✘', ok ? 'good' : 'bad'),
        element('td', path),
        element('td', shownSize(size), 'number'),
        element('td', digest, 'hash'),
      ]),
    ),
  );
  $('files-part').hidden = report.files.length === 0;
}

// Only what was found unchanged is shown; each address is of a piece of the ZIP itself.
function opened(blob, report, path, type) {
  const entry = report.entries.find(({ name }) => name === path);
  if (!entry || !report.files.find((file) => file.path === path)?.ok) return null;
  return blob.slice(dataOffset(entry), endOf(entry), type);
}

let addresses = [];

function addressOf(blob) {
  addresses.push(URL.createObjectURL(blob));
  return addresses.at(-1);
}

function showVideo(blob, report) {
  const video = opened(blob, report, report.manifest?.contents?.video?.path, 'video/mp4');
  $('video-part').hidden = !video;
  if (video) $('video').src = addressOf(video);
  else $('video').removeAttribute('src');
}

async function showReads(blob, report) {
  const content = opened(blob, report, report.manifest?.contents?.reads?.path, 'application/json');
  let items = [];
  try {
    if (content) items = JSON.parse(await content.text()).items;
  } catch {
    items = [];
  }
  items = Array.isArray(items) ? items.filter(isObject) : [];
  $('reads').replaceChildren(
    ...items.slice(0, 500).map((read) => {
      const picture = opened(blob, report, read.images?.plate, 'image/jpeg');
      const cell = element('td');
      if (picture) {
        const image = element('img');
        image.src = addressOf(picture);
        image.alt = `plate ${read.text}`;
        cell.replaceChildren(image);
      }
      return element('tr', [
        element('td', read.seen_at),
        element('td', read.text, 'plate'),
        element('td', `${Math.round(Number(read.confidence) * 100)} %`, 'number'),
        cell,
      ]);
    }),
  );
  $('reads-part').hidden = items.length === 0;
}

async function open(blob) {
  addresses.forEach((address) => URL.revokeObjectURL(address));
  addresses = [];
  const expected = plainFingerprint($('expected').value);
  $('verdict').className = 'working';
  $('verdict').replaceChildren(element('b', 'Checking…'), element('p', blob.name ?? ''));
  const told = (done, all) => {
    $('verdict').lastChild.textContent = `${shownSize(done)} of ${shownSize(all)}`;
  };
  let report;
  try {
    report = await verify(blob, { expected, told });
    showFindings(report);
    showFacts(report);
    showFiles(report);
    showVideo(blob, report);
    await showReads(blob, report);
  } catch (error) {
    $('verdict').className = 'bad';
    $('verdict').replaceChildren(element('b', '✘ CANNOT BE READ'), element('p', error.message));
    return null;
  }
  const [kind, title, words] = verdictOf(report, expected);
  $('verdict').className = kind;
  $('verdict').replaceChildren(element('b', title), element('p', words));
  return report;
}

let last = null;

function begin(blob) {
  if (!blob) return;
  last = blob;
  void open(blob);
}

addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  begin(event.dataTransfer?.files[0]);
});
$('choose').addEventListener('change', () => begin($('choose').files[0]));
$('expected').addEventListener('change', () => begin(last));

if (hex(sha256(UTF8.encode('abc'))) !== 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad') {
  $('verdict').className = 'bad';
  $('verdict').replaceChildren(element('b', '✘ This browser cannot compute SHA-256 as it should.'));
  $('choose').disabled = true;
}
