// aws-cdk-lib from 2.262 on validates each template with a WebAssembly engine in every synth: 3 to 4 s per test file.
process.env.CDK_VALIDATION ??= 'false';
