// Loaded into the emulator's Lambda functions by NODE_OPTIONS: there the time is the simulated one.
// Only in the code of the functions: a Date bent for all would shorten what the runtime says remains of a run.
const Module = require('node:module');

const { SIM_CLOCK_START: start, SIM_CLOCK_RATE: rate, LAMBDA_TASK_ROOT: root } = process.env;

if (start && root) {
  const RealDate = Date;
  const compile = Module.prototype._compile;
  globalThis.SimulatedDate = class extends RealDate {
    constructor(...args) {
      if (args.length) super(...args);
      else super(SimulatedDate.now());
    }

    static now() {
      return Math.round(Number(start) + (RealDate.now() - Number(start)) * Number(rate));
    }
  };
  Module.prototype._compile = function (source, file, ...rest) {
    return compile.call(this, file.startsWith(root) ? `const Date = globalThis.SimulatedDate; ${source}` : source, file, ...rest);
  };
}
