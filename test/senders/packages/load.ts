/**
 * A package of a sender. It is found from here, where npm has put it, and from no other folder.
 * @typeParam Package what of it is used, by its own types: they are not there before it is installed
 */
export async function load<Package extends object>(name: string): Promise<Package> {
  const module: object = await import(name);
  // Versions are fixed, and a test fails that calls what is not there.
  return ('module.exports' in module ? module['module.exports'] : module) as Package;
}
