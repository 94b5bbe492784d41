/** Builds a page for production, as its documentation says for one that needs no configuration. */
export interface Bundler {
  name: string;
  /** Its name on npm. */
  package: string;
  /**
   * @param app the folder of the page; its script is `${entry}.js`
   * @param outdir where the built scripts go; the page loads `${entry}.js` from there
   */
  build(app: string, entry: string, outdir: string): Promise<void>;
  /** How the page loads its script. */
  tag: (entry: string) => string;
}

export const moduleTag = (entry: string) => `<script type="module" src="./${entry}.js"></script>`;
export const classicTag = (entry: string) => `<script defer src="./${entry}.js"></script>`;
