/*
 * Node's own modules that the AWS SDK and Powertools share. Asked for by calls: esbuild takes an import of them that
 * binds no name for one without effect, and leaves it out.
 */
for (const name of ['node:https', 'node:tls', 'node:crypto']) process.getBuiltinModule(name);
