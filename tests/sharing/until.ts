/** Resolves when a condition holds, or throws with what `describe` says once `patience` ms are over. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  describe: () => string,
  patience = 40_000,
): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
