import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import * as vm from 'node:vm';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', 'process', 'Date', 'console', 'setTimeout', 'clearTimeout'];

const requireHere = createRequire(__filename);

/** What a function's code sees in the place of the real things. */
export interface Globals {
  readonly process: unknown;
  readonly Date: unknown;
  readonly console: unknown;
  readonly setTimeout: unknown;
  readonly clearTimeout: unknown;
}

/** Code that was compiled once: each container runs it anew, with globals of its own. */
const compiled = new Map<string, { readonly code: Function; readonly from: number }>();

/** Loads the CommonJS code of a function in this process, with modules and globals of its own. */
export function load(entry: string, globals: Globals, fakes: Record<string, unknown>): any {
  const loaded = new Map<string, { exports: unknown }>();

  const loadFile = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    if (file.endsWith('.json')) return module.exports = JSON.parse(readFileSync(file, 'utf8'));
    const require = (name: string) => {
      if (name in fakes) return fakes[name];
      return /^\.{0,2}\//.test(name) ? loadFile(fileOf(resolve(dirname(file), name))) : requireHere(name);
    };
    const code = compile(file, `/var/task/${relative(dirname(entry), file)}`);
    const { process, Date, console, setTimeout, clearTimeout } = globals;
    code(module.exports, require, module, file, dirname(file), process, Date, console, setTimeout, clearTimeout);
    return module.exports;
  };
  return loadFile(fileOf(entry));
}

/** Calls a handler from a stack of its own, as Lambda's runtime does: traces go into answers, whose length counts. */
export function call(handler: Function, event: unknown, context: unknown): Promise<unknown> {
  return new Promise((fulfil, reject) => LAUNCHER(handler, event, context, fulfil, reject));
}

const LAUNCHER = vm.compileFunction(
  'setImmediate(async () => { try { fulfil(await handler(event, context)); } catch (error) { reject(error); } });',
  ['handler', 'event', 'context', 'fulfil', 'reject'], { filename: '/var/runtime/index.mjs' },
);

/** `name` is what traces call the file. */
function compile(file: string, name: string): Function {
  const from = statSync(file).mtimeMs;
  const known = compiled.get(file);
  if (known?.from === from) return known.code;
  const code = vm.compileFunction(readFileSync(file, 'utf8'), PARAMETERS, {
    filename: name,
    // The SDK says `import("node:http")`; without this option such an import fails in code that is compiled here.
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  compiled.set(file, { code, from });
  return code;
}

function fileOf(path: string): string {
  const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.json`, `${path}/index.js`];
  const file = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (!file) throw new Error(`Cannot find module '${path}'`);
  return file;
}
