// TypeScript files as modules of this process, which can be forgotten and loaded anew; packages stay.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import { basename, dirname, join } from 'node:path';
import { transformSync } from 'esbuild';

const compiled = new Map();

function compile(file) {
  if (!compiled.has(file)) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', target: 'node20', sourcefile: file, supported: { 'dynamic-import': false } });
    compiled.set(file, code);
  }
  return compiled.get(file);
}

Module._extensions['.ts'] = (module, file) => module._compile(compile(file), file);

/** Forgets all modules but those of packages. */
export function forget() {
  for (const file of Object.keys(Module._cache)) if (!file.includes('/node_modules/')) delete Module._cache[file];
}

/** The files of patterns such as `test/lambda/*.test.ts`; a star stands in the name of the file alone. */
export function filesOf(patterns) {
  return patterns.flatMap((pattern) => {
    const [folder, [start, end]] = [dirname(pattern), basename(pattern).split('*')];
    if (end === undefined) return existsSync(pattern) ? [pattern] : [];
    return readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(end)).sort().map((name) => join(folder, name));
  });
}
