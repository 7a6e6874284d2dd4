import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import engineRpc from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engineMessages from '@pulumi/pulumi/proto/engine_pb.js';
import resourceRpc from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import resourceMessages, { type RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { decode, type Graph, type Properties, type Resource } from './graph.ts';

/** What the provider makes of a resource's inputs: its id and the properties only the provider knows. */
export interface Provisioned {
  readonly id: string;
  readonly properties: Properties;
}

export type Provider = (type: string, name: string, inputs: Properties) => Provisioned;

/** Pulumi's resource monitor and engine in this process, which the program's language runtime talks to over gRPC. */
export interface Monitor {
  /** host:port of both services. */
  readonly address: string;
  readonly graph: () => Graph;
  /** Errors that the program logged, oldest first. */
  readonly errors: () => readonly string[];
  readonly close: () => void;
}

/** This machine has no port for the engine that the program talks to. */
export class ListenError extends Error {}

export async function monitor(
  project: string,
  stack: string,
  provide: Provider,
  warned: (message: string) => void,
): Promise<Monitor> {
  const resources: Resource[] = [];
  const errors: string[] = [];
  let outputs: Properties = {};
  let root = '';

  const server = new Server();
  // Only what the program calls. gRPC answers UNIMPLEMENTED to the rest, which the language runtime reports by name.
  server.addService(resourceRpc.ResourceMonitorService as never, {
    getDeploymentInfo: answering(() => {
      const info = new resourceMessages.DeploymentInfo();
      const { RESOURCE_MONITOR_FEATURE_SECRETS, RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS } =
        resourceMessages.ResourceMonitorFeature;
      info.setSupportedfeaturesList([RESOURCE_MONITOR_FEATURE_SECRETS, RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS]);
      return info;
    }),
    // Taken down with the resources and never run: what hooks wait for, this machine does not have.
    registerResourceHook: answering(() => new empty.Empty()),
    registerResource: answering((request: RegisterResourceRequest) => {
      const resource = register(request, project, stack, provide);
      resources.push(resource);
      const response = new resourceMessages.RegisterResourceResponse();
      response.setUrn(resource.urn);
      response.setId(resource.id);
      response.setObject(
        struct.Struct.fromJavaScript(resource.outputs as Parameters<typeof struct.Struct.fromJavaScript>[0]),
      );
      return response;
    }),
    // What the program asks AWS for: the provider has it by the function's name, as it has a resource by its type.
    invoke: answering((request: InstanceType<typeof resourceMessages.ResourceInvokeRequest>) => {
      const { properties } = provide(request.getTok(), '', request.getArgs()?.toJavaScript() ?? {});
      const response = new resourceMessages.ResourceInvokeResponse();
      response.setReturn(
        struct.Struct.fromJavaScript(properties as Parameters<typeof struct.Struct.fromJavaScript>[0]),
      );
      return response;
    }),
    registerResourceOutputs: answering(
      (request: InstanceType<typeof resourceMessages.RegisterResourceOutputsRequest>) => {
        if (request.getUrn() === root) outputs = decode(request.getOutputs()?.toJavaScript() ?? {}).properties;
        return new empty.Empty();
      },
    ),
    signalAndWaitForShutdown: answering(() => new empty.Empty()),
  });
  server.addService(engineRpc.EngineService as never, {
    log: answering((request: InstanceType<typeof engineMessages.LogRequest>) => {
      const { ERROR, WARNING } = engineMessages.LogSeverity;
      if (request.getSeverity() === ERROR) errors.push(request.getMessage());
      if (request.getSeverity() === WARNING) warned(request.getMessage());
      return new empty.Empty();
    }),
    setRootResource: answering((request: InstanceType<typeof engineMessages.SetRootResourceRequest>) => {
      root = request.getUrn();
      return new engineMessages.SetRootResourceResponse();
    }),
    getRootResource: answering(() => {
      const response = new engineMessages.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
  });

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(new ListenError(`no port on 127.0.0.1 can be had: ${error.message}`)) : resolve(bound),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    graph: () => ({ resources, outputs }),
    errors: () => errors,
    close: () => server.forceShutdown(),
  };
}

function register(request: RegisterResourceRequest, project: string, stack: string, provide: Provider): Resource {
  const type = request.getType();
  const name = request.getName();
  const custom = request.getCustom();
  const wire = request.getObject()?.toJavaScript() ?? {};
  const { properties: inputs, secretPaths } = decode(wire);
  const { id, properties } = custom ? provide(type, name, inputs) : { id: '', properties: {} };
  const parentType = parentTypes(request.getParent());
  return {
    urn: `urn:pulumi:${stack}::${project}::${parentType}${type}::${name}`,
    type,
    name,
    custom,
    parent: request.getParent(),
    id,
    inputs,
    // The inputs as they came, secrets still wrapped, so that an output made of a secret stays one.
    outputs: { ...wire, ...properties },
    secretPaths,
    protect: request.getProtect() ?? false,
    dependencies: request.getDependenciesList(),
    afterCreate: request.getHooks()?.getAfterCreateList() ?? [],
    provider: request.getProvider(),
  };
}

/** A URN carries the types of all parents but the stack's. */
function parentTypes(parent: string): string {
  const types = parent.split('::')[2] ?? '';
  return types === '' || types === 'pulumi:pulumi:Stack' ? '' : `${types}$`;
}

function answering<Request, Response>(answer: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>) => {
    try {
      respond(null, answer(call.request));
    } catch (error) {
      respond({ code: status.INVALID_ARGUMENT, details: error instanceof Error ? error.message : String(error) });
    }
  };
}
