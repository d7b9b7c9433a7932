import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/*
 * Every example is synthesized as the CDK CLI does it: by the command and with the context of its cdk.json.
 */

const examples = resolve(__dirname, '..', 'examples');

test.each(readdirSync(examples))('examples/%s is synthesized', (name) => {
  const folder = join(examples, name);
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
