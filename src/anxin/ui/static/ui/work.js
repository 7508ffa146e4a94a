// The little work a device shows before it files: a number whose hash with the ticket begins with some zero bits.
// It begins when the page opens and is mostly done before anybody has read it. Without it the filing is taken in all the same.
const field = document.querySelector("input[data-ticket]");
const encoder = new TextEncoder();
const BATCH = 256;

function zeros(digest) {
  const bytes = new Uint8Array(digest);
  let found = 0;
  for (const byte of bytes) {
    if (byte) return found + Math.clz32(byte) - 24;
    found += 8;
  }
  return found;
}

async function solve(ticket, bits) {
  for (let start = 0; ; start += BATCH) {
    const tried = Array.from({ length: BATCH }, (_, step) => `${start + step}`);
    const digests = await Promise.all(tried.map((one) => crypto.subtle.digest("SHA-256", encoder.encode(`${ticket}:${one}`))));
    const hit = digests.findIndex((one) => zeros(one) >= bits);
    if (hit >= 0) return tried[hit];
  }
}

if (field && globalThis.crypto?.subtle) {
  const done = solve(field.dataset.ticket, Number(field.dataset.bits));
  let shown = false;
  let waiting = false;
  done.then((answer) => { field.value = answer; shown = true; });
  field.form.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (shown || by?.name === "back") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    waiting = true;
    done.then(() => field.form.requestSubmit(by));
  }, true);
}
