import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildAndAccount, writeZip } from '../../infra/bundle/bundle.ts';
import { bundledPackages } from './bundled.ts';
import { readLockfile } from './lockfile.ts';
import { billOfMaterials } from './sbom.ts';

const root = join(import.meta.dirname, '../..');

// `npm run build`: the zip that `pulumi up` deploys, and beside it what it is made of.
const { files, metafile } = await buildAndAccount();
const path = writeZip(files);
const zip = readFileSync(path);
const lockfile = readLockfile(root);
const bundled = bundledPackages(metafile, lockfile);
const bill = path.replace('.zip', '.cdx.json');
writeFileSync(bill, billOfMaterials(bundled, zip, lockfile));
console.log(`${relative(process.cwd(), path)}  ${(zip.length / 1000).toFixed(1)} kB`);
console.log(`${relative(process.cwd(), bill)}  ${bundled.packages.size} packages`);
