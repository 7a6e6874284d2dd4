import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, stop } from 'esbuild';

/** What a browser loads, made in memory at the start of the run. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
  /** The style as a Content-Security-Policy source: it stands inside the page, so that nothing is painted without it. */
  readonly styleSource: string;
}

const folder = join(import.meta.dirname, 'page');

export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: { page: join(folder, 'main.tsx'), style: join(folder, 'style/page.css') },
    outdir: folder,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  // Ends esbuild's own process, which would live as long as the run.
  await stop();
  const text = (extension: string) => {
    const file = outputFiles.find(({ path }) => path.endsWith(extension));
    if (file) return file.text;
    throw new Error(`esbuild made no ${extension} of ${folder}`);
  };
  const style = text('style.css');
  return { script: text('page.js'), style, styleSource: `'sha256-${sha256(style)}'` };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
