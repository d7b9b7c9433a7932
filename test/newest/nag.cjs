// Loaded before an app: when it has been synthesized, cdk-nag looks at it and writes what it finds to nag.json.
const { createRequire } = require('node:module');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { App, Stage } = createRequire(join(process.cwd(), 'app.js'))('aws-cdk-lib');
const { AwsSolutionsChecks } = createRequire(join(process.cwd(), 'app.js'))('cdk-nag');

App.prototype.synth = function (options) {
  const assembly = Stage.prototype.synth.call(this, options);
  writeFileSync('nag.json', JSON.stringify(new AwsSolutionsChecks().validateScope(this).violations));
  return assembly;
};
