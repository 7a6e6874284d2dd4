import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Names } from '../names.ts';
import type { Source } from '../settings/schema.ts';

export interface SourcesArgs {
  readonly names: Names;
  readonly sources: readonly Source[];
  /** Signing secret by source name, plain. A source without one gets its value out of band, so that state never holds it. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether Pulumi refuses to delete the secrets. A secret that is not protected is deleted without a recovery window. */
  readonly protect: boolean;
}

/** Who may deliver: one Secrets Manager secret a source. */
export class Sources extends pulumi.ComponentResource {
  /** In the order of the setting. */
  readonly secrets: readonly { readonly source: Source; readonly secret: aws.secretsmanager.Secret }[];

  constructor(name: string, args: SourcesArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:sources:Sources', name, {}, options);
    this.secrets = args.sources.map((source) => ({ source, secret: this.#secret(name, source, args) }));
    this.registerOutputs({ secretIds: this.secrets.map(({ secret }) => secret.arn) });
  }

  #secret(name: string, source: Source, { names, values, protect }: SourcesArgs): aws.secretsmanager.Secret {
    const secret = new aws.secretsmanager.Secret(
      `${name}-${source.name}`,
      {
        name: names.physical(512, source.name),
        description: `Signing secret of the webhook source ${source.name} (${source.scheme})`,
        recoveryWindowInDays: protect ? 30 : 0,
      },
      { parent: this, protect },
    );
    const value = values[source.name];
    if (value !== undefined) {
      new aws.secretsmanager.SecretVersion(
        `${name}-${source.name}-value`,
        { secretId: secret.id, secretString: pulumi.secret(value) },
        { parent: this },
      );
    }
    return secret;
  }
}
