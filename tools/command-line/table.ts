/**
 * Rows as lines of a table, as wide as their cells want: the first column to the left, as words are, the others to the
 * right, as numbers are.
 * @param words further columns that hold words
 */
export function columns(rows: readonly (readonly string[])[], words: readonly number[] = []): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) => {
    const isLeft = column === 0 || words.includes(column);
    return isLeft ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  };
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
