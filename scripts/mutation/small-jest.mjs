// As much of jest as our unit tests use, made of jest's own parts: expectations, tables and mocks are the same.
import { join } from 'node:path';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

const mocker = new ModuleMocker(globalThis);

/** The block that is being described, and the tests that are known so far. */
let here;
let tests;

function blockOf(name, parent) {
  return { name, parent, beforeEach: [], afterEach: [] };
}

function describe(name, body) {
  const outer = here;
  here = blockOf(`${name}`, outer);
  body();
  here = outer;
}

function test(name, body) {
  tests.push({ id: [...pathTo(here).flatMap((block) => block.name ?? []), `${name}`].join(' '), block: here, body });
}

function pathTo(block) {
  return block ? [...pathTo(block.parent), block] : [];
}

describe.each = bind(describe, true);
test.each = bind(test, true);

Object.assign(globalThis, {
  describe, test, expect,
  beforeEach: (run) => here.beforeEach.push(run),
  afterEach: (run) => here.afterEach.push(run),
  jest: { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker) },
});

/** The tests of a file, in their order. */
export function collect(file, require) {
  tests = [];
  here = blockOf();
  require(join(process.cwd(), file));
  mocker.restoreAllMocks();
  return tests;
}

/** What has failed, if anything has. Mocks end with the test. */
export async function run({ id, block, body }, milliseconds, announce) {
  const blocks = pathTo(block);
  let timer;
  try {
    announce(id);
    const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`no end after ${milliseconds} ms`)), milliseconds); });
    await Promise.race([inTurn([...blocks.flatMap(({ beforeEach }) => beforeEach), body]), late]);
    await inTurn(blocks.reverse().flatMap(({ afterEach }) => afterEach));
    return undefined;
  } catch (error) {
    return error ?? new Error(`it threw ${error}`);
  } finally {
    clearTimeout(timer);
    mocker.restoreAllMocks();
    announce(undefined);
  }
}

async function inTurn(parts) {
  for (const part of parts) await part();
}
