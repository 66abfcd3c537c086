/** The usual times until which something is put aside, by the clock on the agent's wall. Pure. */

const hourMs = 3_600_000;
const morning = 9;
const monday = 1;

/** ms since 1970 */
export function snoozeTimes(now: Date): { hour: number; tomorrow: number; monday: number } {
  const morningIn = (days: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning).getTime();
  return {
    hour: now.getTime() + hourMs,
    tomorrow: morningIn(1),
    monday: morningIn((monday - now.getDay() + 7) % 7 || 7),
  };
}
