import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A module bundled for a page, as the text of a script element. */
export async function pageScript(module: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(module)],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  return outputFiles[0]!.text.replaceAll('</script', '<\\/script');
}
