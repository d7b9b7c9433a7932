import { table } from './figures';

/*
 * Tables, and how they come onto a screen and into a page.
 */

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The lines on a screen. */
export function onScreen(block: Table | string): string[] {
  return typeof block === 'string' ? [block] : table(block.head, block.rows);
}

/** The lines in Markdown. */
export function inMarkdown(block: Table | string): string[] {
  if (typeof block === 'string') return [block];
  const { head, rows } = block;
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => column ? '---:' : '---')), ...rows.map(line)];
}

/** A page with these texts between the marks of their sections. */
export function fill(page: string, texts: { readonly [section: string]: string }): string {
  return Object.entries(texts).reduce((filled, [section, text]) => {
    const [begin, end] = [`<!-- bench: ${section} -->`, `<!-- end of ${section} -->`];
    const [from, to] = [filled.indexOf(begin), filled.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no place for '${section}'`);
    return `${filled.slice(0, from + begin.length)}\n\n${text}\n\n${filled.slice(to)}`;
  }, page);
}
