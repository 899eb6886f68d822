/** An element of an XML document. */
export interface Element {
  /** The element and what is in it, indented. */
  text(indent: string): string;
}

/** An element with its attributes and children; what stands in an attribute is escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly Element[] = [],
): Element {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return {
    text: (indent) => {
      const open = `${indent}<${name}${said.join("")}`;
      if (children.length === 0) return `${open}/>`;
      const inner = children.map((child) => child.text(`${indent}  `)).join("\n");
      return `${open}>\n${inner}\n${indent}</${name}>`;
    },
  };
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    // A reader makes spaces of these, unless they are named.
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
