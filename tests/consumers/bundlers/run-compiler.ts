/** What webpack and Rspack, which have the same interface, are started with. */
export function compilerOptions(app: string, entry: string, outdir: string) {
  return {
    mode: 'production' as const,
    context: app,
    entry: { [entry]: `./${entry}.js` },
    output: { path: outdir },
  };
}

interface Compiler<Stats> {
  run(callback: (error: Error | null, stats?: Stats) => void): void;
  close(callback: () => void): void;
}

/** Builds; rejects for a warning, too, which would be one in the user's build. */
export function runCompiler<Stats extends { hasErrors(): boolean; hasWarnings(): boolean }>(
  compiler: Compiler<Stats>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors() || stats?.hasWarnings()) reject(new Error(stats.toString()));
      else compiler.close(() => resolve());
    });
  });
}
