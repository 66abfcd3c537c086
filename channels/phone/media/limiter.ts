/** Keeps the sum of several voices within 16 bits by turning it down for a moment, not by cutting its tops off. */

/** Above this a mix is turned down; the rest is for what comes while the turning takes effect. */
const CEILING = 30_000;
/** Samples until it is turned down: 1 ms, faster than a click is heard. */
const ATTACK = 48;
/** Up again per frame: half a second from silence to full. */
const RELEASE = 0.02;

export class Limiter {
  #gain = 1;

  /** Writes the sums as samples; `out` may be used again by the caller. */
  apply(sums: Int32Array, out: Int16Array): void {
    let peak = 0;
    for (const sum of sums) {
      const size = sum < 0 ? -sum : sum;
      if (size > peak) peak = size;
    }
    const before = this.#gain;
    if (before === 1 && peak <= CEILING) {
      out.set(sums);
      return;
    }
    const wanted = peak > CEILING ? CEILING / peak : 1;
    const after = wanted < before ? wanted : Math.min(wanted, before + RELEASE);
    const ramp = after < before ? ATTACK : sums.length;
    for (let at = 0; at < sums.length; at += 1) {
      const gain = at < ramp ? before + ((after - before) * at) / ramp : after;
      const sample = Math.round((sums[at] ?? 0) * gain);
      out[at] = Math.max(-32_768, Math.min(32_767, sample));
    }
    this.#gain = after;
  }
}
