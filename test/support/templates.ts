import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { SAMPLES } from './samples';

/*
 * Templates as files, for tools that read files.
 */

const EXAMPLES = resolve(__dirname, '..', '..', 'examples');

export function namesOfExamples(): string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Writes the template of each sample; returns the paths. */
export function writeSamples(folder: string): string[] {
  return Object.entries(SAMPLES).map(([name, define]) => {
    const stack = new Stack(new App(), 'S');
    define(stack);
    const { template } = App.of(stack)!.synth().getStackArtifact(stack.artifactId);
    const file = join(folder, `${name.replace(/\W+/g, '-')}.template.json`);
    writeFileSync(file, JSON.stringify(template, undefined, 1));
    return file;
  });
}

/** Synthesizes an example as the CDK CLI does, by the command and with the context of its cdk.json; returns the paths of its templates. */
export function synthesizeExample(folder: string, outdir: string): string[] {
  const { app, context } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
  execFileSync('/bin/sh', ['-c', app], { cwd: folder, env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) } });
  return readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.template.json')).map((file) => join(outdir, file));
}

export function exampleFolder(name: string): string {
  return join(EXAMPLES, name);
}
