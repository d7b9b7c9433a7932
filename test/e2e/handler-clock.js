// Loaded into the emulator's Lambda functions by NODE_OPTIONS: there the time is the simulated one.
// Only in the code of the functions: a Date bent for all would shorten what the runtime says remains of a run.
// And there they sign with their name: all of them have one access key, and the local AWS must know whose rights count.
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
    if (file.startsWith(root)) process.env.AWS_SESSION_TOKEN = process.env.AWS_LAMBDA_FUNCTION_NAME;
    return compile.call(this, file.startsWith(root) ? `const Date = globalThis.SimulatedDate; ${source}` : source, file, ...rest);
  };
}
