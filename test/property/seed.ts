/** `FC_SEED` repeats a run. */
export const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31));

console.log(`FC_SEED=${seed} before the same command repeats what it generates`);
