/** Attributes of an element; numbers are in pixels. */
type Attributes = Readonly<Record<string, string | number>>;

/** One SVG element around elements already made. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(textOf(value))}"`);
  return children.length === 0
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

export function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escaped(words));
}

export function line(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return element('line', { x1, y1, x2, y2, class: style });
}

/** A rectangle that says what it is when the pointer rests on it. */
export function box(x: number, y: number, width: number, height: number, style: string, says: string): string {
  return element('rect', { x, y, width, height, class: style }, element('title', {}, escaped(says)));
}

/** Tenths of a pixel are as fine as can be seen. */
function textOf(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
