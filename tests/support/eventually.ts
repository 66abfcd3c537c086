/** Waits until a condition holds, asking again every few milliseconds; tells the last failure when it never does. */

export async function eventually<T>(check: () => T | Promise<T>, withinMs = 4_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
