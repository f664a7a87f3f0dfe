// Looks for a number n such that SHA-256(challenge + ":" + n) begins with so many zero bits (at most 32), in slices of
// 10 ms. SHA-256 is spelled out because pages without HTTPS have no crypto.subtle.
for (const place of document.querySelectorAll("[data-challenge][data-bits]")) {
  // Its constants are the fractions of the roots of the first primes.
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => ((x % 1) * 2 ** 32) | 0;
  const added = primes.map((p) => fraction(Math.cbrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const w = new Int32Array(64);

  const mix = (state, view, offset) => {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(offset + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + added[i] + w[i];
      const t = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g; g = f; f = e; e = (d + s) | 0; d = c; c = b; b = a; a = (s + t) | 0;
    }
    return [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) | 0);
  };

  // The blocks that no number changes are mixed once.
  const prefix = new TextEncoder().encode(`${place.dataset.challenge}:`);
  const fixed = prefix.length & ~63;
  let start = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  for (let i = 0; i < fixed; i += 64) start = mix(start, new DataView(prefix.buffer), i);
  const tail = new Uint8Array(128);
  const view = new DataView(tail.buffer);

  const countZeros = (n) => {
    tail.fill(0);
    tail.set(prefix.subarray(fixed));
    let size = prefix.length - fixed;
    for (const digit of String(n)) tail[size++] = digit.charCodeAt(0);
    tail[size] = 128;
    const end = size < 56 ? 64 : 128;
    view.setUint32(end - 4, 8 * (fixed + size));
    let state = start;
    for (let i = 0; i < end; i += 64) state = mix(state, view, i);
    return Math.clz32(state[0]);
  };

  const show = (name, isShown) => {
    for (const part of document.querySelectorAll(`[data-proof-${name}]`)) part.hidden = !isShown;
  };
  const { port1, port2 } = new MessageChannel(); // unlike a timer it also runs in a tab that nobody looks at
  let n = 0;
  port1.onmessage = () => {
    for (const end = performance.now() + 10; performance.now() < end; n++) {
      if (countZeros(n) < place.dataset.bits) continue;
      document.querySelector("input[name=proof]").value = n;
      show("wait", false);
      show("done", true);
      return;
    }
    port2.postMessage(0);
  };
  show("without", false);
  show("wait", true);
  port2.postMessage(0);
}
