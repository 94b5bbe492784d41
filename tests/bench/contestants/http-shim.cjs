// What launchdarkly-eventsource gets in place of `http`: the response to every request is
// an open event stream at once, and the benchmark finds its response in globalThis.benchHttp.
const { EventEmitter } = require('node:events');

exports.request = (_url, _options, respond) => {
  const request = Object.assign(new EventEmitter(), { end() {}, destroy() {}, setNoDelay() {} });
  const response = Object.assign(new EventEmitter(), { statusCode: 200, headers: {} });
  globalThis.benchHttp = { request, response };
  respond(response);
  return request;
};
