import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { architecture } from './architecture.ts';
import { draw } from './drawing.ts';

const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8');
writeFileSync(join(import.meta.dirname, '../../docs/architecture.svg'), draw(architecture, style));
