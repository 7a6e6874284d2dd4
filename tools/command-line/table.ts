/**
 * Rows as lines of a table, each column as wide as its cells: the first aligned to the left, as text is, the others to
 * the right, as numbers are.
 * @param textColumns further columns that hold text
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  textColumns: readonly number[] = [],
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) => {
    const isText = column === 0 || textColumns.includes(column);
    return isText ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  };
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
