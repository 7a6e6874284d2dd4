import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import rpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import messages, {
  type CheckRequest,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import statuses from '@pulumi/pulumi/proto/status_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { awsProvider, type Properties } from '../../../local/index.ts';
import { account as accountId } from '../../infra/programs.ts';
import { DetailedError, fromStruct, type Service, serve, toStruct, unary } from '../rpc.ts';
import type { Account, Existing } from './account.ts';
import { difference } from './difference.ts';
import { creating, deleting, updating } from './refusals.ts';
import { hasUnknown, isSame, unknown } from './values.ts';

/**
 * Stands in for the AWS provider, over Pulumi's own protocol: the CLI attaches to it by PULUMI_DEBUG_PROVIDERS. Like that
 * provider it takes secrets and outputs as plain values, and lets the engine mark what came of a secret. Ids, ARNs and
 * URLs are those of the local run. What the provider itself sets unasked is left out, default tags among it.
 */
export async function providerDouble(account: Account): Promise<Service> {
  let region = '';
  const decided = (type: string, inputs: Properties) =>
    awsProvider({
      region,
      account: accountId,
      awsEndpoint: `https://sqs.${region}.amazonaws.com`,
      functionUrl: `https://${digest(JSON.stringify(inputs))}.lambda-url.${region}.on.aws/`,
    })(type, '', inputs);

  return serve(rpc.ResourceProviderService, {
    handshake: unary(() => new messages.ProviderHandshakeResponse()),
    attach: unary(() => new empty.Empty()),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(version)),
    checkConfig: unary((request: CheckRequest) => new messages.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary((request: DiffRequest) =>
      difference('pulumi:providers:aws', fromStruct(request.getOldInputs()), fromStruct(request.getNews())),
    ),
    configure: unary((request: ConfigureRequest) => {
      region = String(fromStruct(request.getArgs()).region);
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),
    invoke: unary((request: InvokeRequest) =>
      new messages.InvokeResponse().setReturn(
        toStruct(decided(request.getTok(), fromStruct(request.getArgs())).properties),
      ),
    ),
    check: unary((request: CheckRequest) => new messages.CheckResponse().setInputs(request.getNews())),
    diff: unary((request: DiffRequest) => {
      // A resource is where its provider is, unless it says otherwise.
      const olds = { region: fromStruct(request.getOlds()).region, ...fromStruct(request.getOldInputs()) };
      return difference(typeOf(request.getUrn()), olds, { region, ...fromStruct(request.getNews()) });
    }),

    create: unary(async (request: CreateRequest) => {
      const urn = request.getUrn();
      const type = typeOf(urn);
      const inputs = fromStruct(request.getProperties());
      const { id, properties } = decided(type, inputs);
      const response = new messages.CreateResponse();
      if (request.getPreview()) {
        const unknowns = Object.fromEntries(Object.keys(properties).map((key) => [key, unknown]));
        return response.setProperties(toStruct({ ...inputs, ...unknowns, region }));
      }
      if (hasUnknown(inputs)) throw new Error(`${urn} was to be made of values that nobody knows`);
      const creation = await creating(account, type, id, inputs);
      if (creation.is === 'refused') throw new Error(`creating ${type} (${id}): ${creation.why}`);
      const isFailed = creation.is === 'unfinished' && creation.isFailed;
      const has = creation.is === 'unfinished' ? creation.has : inputs;
      account.put({ type, id, inputs: has, decided: properties, since: Date.now(), isFailed });
      account.changes.push({ operation: 'create', type, urn, id });
      const outputs = toStruct({ ...inputs, ...properties, region });
      if (creation.is === 'unfinished') {
        const unfinished = new messages.ErrorResourceInitFailed().setId(id).setReasonsList([creation.why]);
        unfinished.setProperties(outputs).setInputs(request.getProperties());
        throw withDetails(creation.why, unfinished);
      }
      return response.setId(id).setProperties(outputs);
    }),

    read: unary((request: ReadRequest) => {
      const inputs = fromStruct(request.getInputs());
      const existing = account.find(typeOf(request.getUrn()), request.getId(), inputs);
      const response = new messages.ReadResponse();
      if (existing === undefined) return response;
      const has = kept(existing.inputs, inputs);
      const outputs = { region, ...fromStruct(request.getProperties()), ...has, ...existing.decided };
      return response.setId(existing.id).setInputs(toStruct(has)).setProperties(toStruct(outputs));
    }),

    update: unary((request: UpdateRequest) => {
      const urn = request.getUrn();
      const type = typeOf(urn);
      const olds = fromStruct(request.getOldInputs());
      const news = fromStruct(request.getNews());
      const outputs = new messages.UpdateResponse().setProperties(
        toStruct({ ...without(fromStruct(request.getOlds()), olds), ...news }),
      );
      if (request.getPreview()) return outputs;
      const existing = existingOf(account, type, request.getId(), olds);
      // Only what differs from the state is told to AWS.
      const differing = Object.fromEntries(Object.entries(news).filter(([key, value]) => !isSame(olds[key], value)));
      const removed = Object.fromEntries(Object.entries(olds).filter(([key]) => !(key in news)));
      if (Object.keys(differing).length + Object.keys(removed).length === 0) return outputs;
      const why = updating(account, existing, differing);
      if (why !== undefined) throw new Error(`updating ${type} (${existing.id}): ${why}`);
      account.put({ ...existing, inputs: { ...without(existing.inputs, removed), ...differing } });
      account.changes.push({ operation: 'update', type, urn, id: existing.id });
      return outputs;
    }),

    delete: unary((request: DeleteRequest) => {
      const urn = request.getUrn();
      const type = typeOf(urn);
      const inputs = fromStruct(request.getOldInputs());
      const existing = account.find(type, request.getId(), inputs);
      // What is gone already is deleted.
      if (existing === undefined) return new empty.Empty();
      const why = deleting(account, existing);
      if (why !== undefined) throw new Error(`deleting ${type} (${existing.id}): ${why}`);
      account.remove(existing);
      account.changes.push({ operation: 'delete', type, urn, id: existing.id });
      if (type === 'aws:cloudwatch/eventRule:EventRule') {
        account.deletedRules.push({ bus: inputs.eventBusName, at: Date.now() });
      }
      // The window that the state has, not the one that the settings have by now.
      if (type === 'aws:secretsmanager/secret:Secret' && inputs.recoveryWindowInDays !== 0) {
        account.scheduled.add(inputs.name);
      }
      return new empty.Empty();
    }),
    cancel: unary(() => new empty.Empty()),
  });
}

const { version } = createRequire(import.meta.url)('@pulumi/aws/package.json');

/** A URN carries the types of its parents too. */
function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}

function existingOf(account: Account, type: string, id: string, inputs: Properties): Existing {
  const existing = account.find(type, id, inputs);
  if (existing === undefined) throw new Error(`updating ${type} (${id}): ResourceNotFoundException`);
  return existing;
}

/** As AWS has it, for what the program has set; all of it for what was never in Pulumi's state. */
function kept(has: Properties, known: Properties): Properties {
  const isImported = Object.keys(known).length === 0;
  return Object.fromEntries(
    Object.entries(has)
      .filter(([key]) => isImported || key in known)
      // An archive is what it was: AWS gives back none.
      .map(([key, value]) => [key, isSame(known[key], value) ? known[key] : value]),
  );
}

function without(properties: Properties, removed: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !(key in removed)));
}

function withDetails(message: string, details: InstanceType<typeof messages.ErrorResourceInitFailed>): DetailedError {
  const wrapped = new any.Any();
  wrapped.pack(details.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  // gRPC's UNKNOWN.
  const status = new statuses.Status().setCode(2).setMessage(message).setDetailsList([wrapped]);
  return new DetailedError(message, status.serializeBinary());
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
