import type { Widget } from "./graphs";

/** Descriptions that one text widget shows; a system of a thousand channels keeps a readable dashboard. */
const mostDescribed = 50;

/** What people wrote about a thing, for its dashboard. */
export interface About {
  readonly title: string;
  readonly description?: string;
  readonly owner?: string;
  /** How the owner is reached. */
  readonly contact?: string;
  /** Descriptions by the names of channels. */
  readonly parts: readonly (readonly [name: string, description: string])[];
}

/** A text widget at the top of a dashboard; none where nothing is described. */
export function aboutWidgets({ title, description, owner, contact, parts }: About): Widget[] {
  if (description === undefined && contact === undefined && parts.length === 0) return [];
  const owned =
    owner === undefined ? [] : [`Owner: ${inline(owner)}${contact === undefined ? "" : `, ${inline(contact)}`}`];
  const listed = parts.slice(0, mostDescribed).map(([name, text]) => `- **${inline(name)}**: ${inline(text)}`);
  const blocks = [`# ${inline(title)}`, ...(description === undefined ? [] : [inline(description)]), ...owned];
  const markdown = [...blocks, ...(listed.length > 0 ? [listed.join("\n")] : [])].join("\n\n");
  const height = Math.min(8, 2 + Math.ceil(listed.length / 2));
  return [{ type: "text", width: 24, height, properties: { markdown } }];
}

const inline = (text: string): string => text.trim().replaceAll(/\s+/g, " ");
