import { createHash } from 'node:crypto';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import parse from 'spdx-expression-parse';
import type { Bundled } from './bundled.ts';
import { licenceOf } from './licences.ts';
import type { LockedPackage, Lockfile } from './lockfile.ts';

const licences = new Contrib.License.Factories.LicenseFactory(parse);

/**
 * The software bill of materials of the function's zip, CycloneDX 1.6 in JSON: the packages that have code in it, no
 * more. The same zip has the same bill, byte for byte: it has no time, and a serial number made of the zip's hash.
 */
export function billOfMaterials({ packages, imports }: Bundled, zip: Uint8Array, { project }: Lockfile): string {
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const application = new Models.Component(Enums.ComponentType.Application, project.name, {
    bomRef: project.name,
    version: project.version,
    licenses: licencesOf(project.license),
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
  });
  const components = new Map([...packages].map(([path, locked]) => [path, componentOf(locked)]));
  for (const [importer, imported] of imports) {
    const component = components.get(importer) ?? application;
    for (const path of imported) {
      const dependency = components.get(path);
      if (dependency) component.dependencies.add(dependency.bomRef);
    }
  }
  const bom = new Models.Bom({
    serialNumber: `urn:uuid:${uuid(sha256)}`,
    metadata: new Models.Metadata({
      lifecycles: new Models.LifecycleRepository([Enums.LifecyclePhase.Build]),
      component: application,
    }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function componentOf(locked: LockedPackage): Models.Component {
  const { path, version, integrity = '' } = locked;
  const [name = '', group] = locked.name.split('/').reverse();
  const [algorithm, hash = ''] = integrity.split('-');
  if (algorithm !== 'sha512') throw new Error(`${path} in package-lock.json wants an integrity of sha512`);
  return new Models.Component(Enums.ComponentType.Library, name, {
    // A package may be there twice, in two places.
    bomRef: path,
    ...(group === undefined ? {} : { group }),
    version,
    purl: new PackageURL('npm', group, name, version, undefined, undefined).toString(),
    licenses: licencesOf(licenceOf(locked)),
    // Of the archive that npm installed.
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-512'], Buffer.from(hash, 'base64').toString('hex')]]),
  });
}

function licencesOf(expression: string | undefined): Models.LicenseRepository {
  return new Models.LicenseRepository(expression === undefined ? [] : [licences.makeFromString(expression)]);
}

/** Version 8 is for whatever its maker puts in (RFC 9562, section 5.8). */
function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
