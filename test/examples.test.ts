import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/*
 * Every example is synthesized as the CDK CLI does it: by the command and with the context of its cdk.json. And every one is found: it
 * begins with its story, and the README leads to it.
 */

const root = resolve(__dirname, '..');
const examples = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

test.each(examples)('examples/%s is synthesized', (name) => {
  const folder = join(root, 'examples', name);
  const { app, context } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    execFileSync('/bin/sh', ['-c', app], { cwd: folder, env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) } });
    const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json')).map((file) => JSON.parse(readFileSync(join(outdir, file), 'utf8')));
    const types = templates.flatMap(({ Resources: resources }) => Object.values<{ Type: string }>(resources).map(({ Type: type }) => type));
    expect(types).toContain('Custom::EucImageWait');
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test.each(examples)('examples/%s begins with its story, and the README leads to it', (name) => {
  expect(readFileSync(join(root, 'examples', name, 'app.ts'), 'utf8')).toMatch(/^\/\*\n \* [A-Z]/);
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`(examples/${name})`);
});
