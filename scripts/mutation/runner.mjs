// Runs the tests inside of Stryker's own process: the packages that they need stay loaded, and a mutant costs a part of the second or
// more that a run of jest takes to begin. Our own files are loaded anew for each mutant, so no state of one reaches another.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { collect, run } from './small-jest.mjs';
import { filesOf, forget } from './sources.mjs';

/** What the mutated code asks to know which mutant is active, and where it counts what a test has reached. */
const stryker = globalThis.__stryker__ ??= {};

/** A test that takes longer waits for something that the mutant has taken away. */
const TEST_MS = 10_000;

class InProcessRunner {
  constructor(options) {
    // Stryker's jest runner takes the same.
    this.patterns = options.jest.config.testMatch.map((pattern) => pattern.replace('<rootDir>/', ''));
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.require = createRequire(join(process.cwd(), 'package.json'));
    this.files = filesOf(this.patterns);
  }

  async dryRun() {
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = await this.runFiles(this.files);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const wanted = testFilter && new Set(testFilter);
    const files = wanted ? this.files.filter((file) => this.testsOf(file).some((id) => wanted.has(id))) : this.files;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit ? 0 : undefined, mutantCoverage: { static: {}, perTest: {} } });
    try {
      const tests = await this.runFiles(files, wanted, !disableBail);
      return toMutantRunResult(determineHitLimitReached(stryker.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests }, disableBail);
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** The ids of the tests of a file, as they are without a mutant. */
  testsOf(file) {
    this.known ??= new Map();
    if (!this.known.has(file)) {
      forget();
      this.known.set(file, collect(file, this.require).map(({ id }) => id));
    }
    return this.known.get(file);
  }

  async runFiles(files, wanted, bail = false) {
    forget();
    const results = [];
    for (const file of files) {
      for (const test of this.load(file)) {
        if (wanted && !wanted.has(test.id) && !test.isLoading) continue;
        const began = Date.now();
        const error = await run(test, TEST_MS, (id) => { stryker.currentTestId = id; });
        const result = { id: test.id, name: test.id, fileName: join(process.cwd(), file), timeSpentMs: Date.now() - began };
        results.push(error ? { ...result, status: TestStatus.Failed, failureMessage: `${error.stack ?? error}` } : { ...result, status: TestStatus.Success });
        if (error && bail) return results;
      }
    }
    return results;
  }

  /** A file that cannot even be loaded fails as one test. */
  load(file) {
    try {
      return collect(file, this.require);
    } catch (error) {
      return [{ id: `${file} is loaded`, isLoading: true, body: () => { throw error; } }];
    }
  }
}

const create = (options) => new InProcessRunner(options);
create.inject = ['options'];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', create)];
