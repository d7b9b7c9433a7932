import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/*
 * What a user reads leads somewhere: every link from a page of ours to another one, and to a heading in it.
 */

const root = resolve(__dirname, '..');
const pages = ['.', 'docs', 'docs/decisions', 'examples', ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}`)]
  .filter((folder) => statSync(join(root, folder)).isDirectory())
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((page) => page.endsWith('.md') && page !== 'API.md');

const textOf = (page: string) => readFileSync(page, 'utf8');

/** Where GitHub finds the headings of a page; what looks like one in a block of code is none. */
function anchorsOf(page: string): string[] {
  const headings = textOf(page).replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading]) => heading.toLowerCase().replace(/[^\w -]/g, '').replace(/ /g, '-'));
}

/** GitHub shows the README of a folder. */
function pageAt(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'README.md') : path;
}

test.each(pages)('the links of %s', (page) => {
  const links = [...textOf(join(root, page)).matchAll(/\]\((?!https?:)([^)\s]*)\)/g)].map(([, link]) => link);
  const dead = links.filter((link) => {
    const [path, anchor] = link.split('#');
    const target = path ? resolve(root, dirname(page), path) : join(root, page);
    return !existsSync(target) || (anchor !== undefined && !anchorsOf(pageAt(target)).includes(anchor));
  });
  expect(dead).toEqual([]);
});

test('there are pages', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/operations.md', 'examples/vm-import/README.md']));
});
