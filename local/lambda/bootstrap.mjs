// What runs in an execution environment: Lambda's own runtime client, whose native part is answered over node:http.
// Plain JavaScript in one file: every line, and type stripping first of all, would be on the cold start's clock.
import { Agent, request } from 'node:http';
import Module from 'node:module';
import { run } from 'aws-lambda-ric';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
// One connection, so a next() is sent only after the answer before it was taken, as the blocking native client does.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let connection;

function call(method, path, body, answered) {
  const sent = request({ agent, host, port, method, path: `/2018-06-01/runtime/invocation/${path}` }, answered);
  sent.on('socket', (socket) => {
    if (socket === connection) return;
    connection = socket;
    // The host never closes this connection, so its end is the host's end, however that came about: go with it.
    socket.once('close', () => process.exit(1));
  });
  sent.on('error', () => process.exit(1));
  sent.end(body);
}

// The native client posts synchronously and the runtime client may exit right after: hold the exit until it is sent.
function post(path, body) {
  const exit = process.exit;
  const held = [];
  const hold = (code) => {
    held.push(code);
  };
  process.exit = hold;
  const send = () =>
    call('POST', path, body, (response) => {
      response.resume().on('end', () => {
        if (process.exit === hold) process.exit = exit;
        if (held.length > 0) exit(held[0]);
      });
    });
  written(process.stdout, () => written(process.stderr, send));
}

// Past what a pipe holds, Node writes in the background. On AWS a log line is out before the answer, so it is here.
function written(output, next) {
  if (output.writableLength === 0) next();
  else output.write('', next);
}

const rapidClient = {
  next: () =>
    new Promise((resolve) => {
      call('GET', 'next', undefined, (response) => {
        let bodyJson = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          bodyJson += chunk;
        });
        response.on('end', () => resolve({ bodyJson, headers: response.headers }));
      });
    }),
  done: (id, body) => post(`${id}/response`, body),
  error: (id, body) => post(`${id}/error`, body),
};

const load = Module._load;
Module._load = function (specifier, ...rest) {
  if (specifier !== './rapid-client.node') return load.call(this, specifier, ...rest);
  Module._load = load; // before the function's own code is loaded, which must not pay for this
  return rapidClient;
};

await run(process.cwd(), process.argv[2]);
