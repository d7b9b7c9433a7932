/*
 * What no handler can do without: Node's own modules for a signed call over TLS, and one call. It is measured as a handler is.
 */
require('node:crypto');
require('node:https');
const { request } = require('node:http');
const { text } = require('node:stream/consumers');

exports.isComplete = async () => {
  const answer = await new Promise((resolve, reject) => {
    const body = 'Action=DescribeImportImageTasks&Version=2016-11-15';
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
    request(process.env.AWS_ENDPOINT_URL_EC2, { method: 'POST', headers }, resolve).once('error', reject).end(body);
  });
  if (!(await text(answer)).includes('DescribeImportImageTasksResponse')) throw new Error(`the call failed: ${answer.statusCode}`);
  return { IsComplete: false };
};
