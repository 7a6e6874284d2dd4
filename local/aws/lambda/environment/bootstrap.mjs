// What runs in an execution environment: Lambda's own runtime client, whose native part is answered over node:http.
// Plain JavaScript in one file: every line, and type stripping first of all, would be on the cold start's clock.
import Module from 'node:module';
import { run } from 'aws-lambda-ric';

// Not imported: for the names of an ES module Node evaluates every getter of `http`, and one of them loads undici, 20 ms
// that no function pays on Lambda.
const { Agent, request } = process.getBuiltinModule('node:http');
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let connection;
const quit = process.exit;

function call(method, path, body, answered) {
  const sent = request({ agent, host, port, method, path: `/2018-06-01/runtime/invocation/${path}` }, answered);
  sent.on('socket', (socket) => {
    if (socket === connection) return;
    connection = socket;
    // The host never closes this connection, so its end is the host's end, however that came about: go with it.
    socket.once('close', () => quit(1));
  });
  sent.on('error', () => quit(1));
  sent.end(body);
}

// The native client posts synchronously, and the runtime client relies on it: it asks for the next invocation and may
// exit right after. So both are held until every post was taken.
let posting = 0;
let posted;
let exit = quit;
let wanted;
const hold = (code) => {
  wanted ??= { code };
};

function post(path, body) {
  if (posting === 0) {
    exit = process.exit;
    process.exit = hold;
  }
  posting += 1;
  posted = new Promise((taken) => {
    const send = () => call('POST', path, body, (response) => response.resume().on('end', taken));
    written(process.stdout, () => written(process.stderr, send));
  }).then(() => {
    posting -= 1;
    if (posting > 0) return;
    if (process.exit === hold) process.exit = exit;
    if (wanted) exit(wanted.code);
  });
}

// Past what a pipe holds, Node writes in the background. On AWS a log line is out before the answer, so it is here.
function written(output, next) {
  if (output.writableLength === 0) next();
  else output.write('', next);
}

const rapidClient = {
  next: async () => {
    await posted;
    return new Promise((resolve) => {
      call('GET', 'next', undefined, (response) => {
        let bodyJson = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          bodyJson += chunk;
        });
        response.on('end', () => resolve({ bodyJson, headers: response.headers }));
      });
    });
  },
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
