/*
 * One cold start in a process of its own: loads the code of a function, calls it once, and says how long each took. It is run by the
 * Node that is to be measured, so it is plain JavaScript. `peer` is the handler of AwsCustomResource, which answers CloudFormation
 * itself: its answer is taken from it at that point, and not sent, so that the time of it does not count.
 */
const Module = require('node:module');

const { file, handler, event, peer } = JSON.parse(process.argv[2]);
const say = console.log;
console.log = () => {};

let sent;
if (peer) {
  const load = Module._load;
  const answered = { request: (options, done) => ({ on() {}, write(body) { sent = { body, at: performance.now() }; }, end: done }) };
  Module._load = (name, parent, ...rest) => (name === 'https' && parent?.filename === file ? answered : load(name, parent, ...rest));
}

async function main() {
  const began = performance.now();
  const before = processor();
  const code = require(file);
  const ready = performance.now();
  const result = await code[handler](event, { getRemainingTimeInMillis: () => 60_000 });
  const ended = sent?.at ?? performance.now();
  const cpu = processor();
  const answer = sent ? JSON.parse(sent.body) : result;
  return { init: ready - began, first: ended - ready, cpu, cpuOfCode: cpu - before, megabytes: process.resourceUsage().maxRSS / 1024, answer };
}

/** Milliseconds of the processor since this process began. */
function processor() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

main().then((run) => {
  say(JSON.stringify(run));
  process.exit(); // connections are kept for the next run
}, (error) => {
  console.error(error);
  process.exit(1);
});
