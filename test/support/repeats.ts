/** A resource as it is shown: `key=value` beside each other, and what deserves a line. */
export interface Block {
  readonly type: string;
  /** Its address, without the type. */
  readonly name: string;
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

/** The end of an address that cdktf makes of the construct's path. */
export const pathHash = /_[0-9A-F]{8}\b/g;

/** A block with the stack that it stands in. */
interface Shown extends Block {
  readonly stack: string;
  readonly system: string;
}

/**
 * Leaves out of a text what it said before, so that a reviewer reads each thing once:
 *
 * - a resource that stands in an earlier stack, but for the system's name, is named: `as in prod-clicks: Key Key_Alias …`;
 * - a resource says how it differs from the one that is most like it, of its type in the stack or of its address in an
 *   earlier one: `as Queue_A, but …`, `as in prod-clicks, but …`;
 * - a statement of a policy that stood before, but for its resource's own name, is named: `policy: DenyPlainText, as above`.
 *
 * Nothing is lost: what changes is no longer the same, and is shown.
 */
export class Repeats {
  private readonly shown = new Map<string, Shown[]>();
  private readonly statements = new Set<string>();

  shorten(stack: string, system: string, blocks: readonly Block[]): string[] {
    const known = new Map<string, string[]>();
    const types = new Set<string>();
    const texts = blocks.flatMap((one) => {
      const block = { ...one, stack, system };
      const { from, ...difference } = this.closest(block);
      this.shown.set(block.type, [...(this.shown.get(block.type) ?? []), block]);
      if (from !== undefined && from.stack !== stack && difference.words.length + difference.lines.length === 0) {
        known.set(from.stack, [...(known.get(from.stack) ?? []), stem(block)]);
        return [];
      }
      const header = types.has(block.type) ? [] : [block.type];
      types.add(block.type);
      return [...header, this.text(block, { from, ...difference })];
    });
    return [...texts, ...[...known].map(([earlier, names]) => `as in ${earlier}: ${familyOf(names)}`)];
  }

  private closest(block: Shown): Difference {
    const none: Difference = { from: undefined, words: block.words, lines: block.lines };
    return (this.shown.get(block.type) ?? [])
      .filter(({ stack, name }) => stack === block.stack || name === block.name)
      .map((other) => differenceOf(block, other))
      .reduce((best, one) => (sizeOf(one, block) < sizeOf(best, block) ? one : best), none);
  }

  private text(block: Shown, { from, words, lines }: Difference): string {
    const but = from !== undefined && words.length + lines.length > 0 ? ", but" : "";
    return [
      `.${block.name}${from === undefined ? "" : ` ${likeness(block, from)}${but}`}`,
      ...(words.length > 0 ? [words.join("  ")] : []),
      ...lines.map((line) => this.statement(line, block)),
    ].join("\n  ");
  }

  private statement(line: string, block: Shown): string {
    const id = /^(\w+): \{Action:.*,Sid:(\w+)\}$/.exec(line);
    if (id === null) return line;
    const form = formOf(line, block);
    if (this.statements.has(form)) return `${id[1]}: ${id[2]}, as above`;
    this.statements.add(form);
    return line;
  }
}

/** How a block differs from another one. */
interface Difference extends Pick<Block, "words" | "lines"> {
  readonly from: Shown | undefined;
}

/** How much is to be written; a whole stack names what it has from an earlier one at once. */
function sizeOf({ from, words, lines }: Difference, { stack }: Shown): number {
  const text = [...words, ...lines].join("  ");
  return from !== undefined && from.stack !== stack && text === "" ? 0 : [from?.name, text].join(" as , but").length;
}

const likeness = (block: Shown, from: Shown): string =>
  from.stack === block.stack ? `as ${stem(from)}` : `as in ${from.stack}`;

function differenceOf(block: Shown, from: Shown): Difference {
  const gone = (kind: "words" | "lines") => {
    const keys = new Set(block[kind].map(keyOf));
    return from[kind].map(keyOf).flatMap((key) => (keys.has(key) ? [] : [`no ${key}`]));
  };
  const added = (kind: "words" | "lines") => {
    const there = new Set(from[kind].map((one) => formOf(one, from)));
    return block[kind].filter((one) => !there.has(formOf(one, block)));
  };
  return {
    from,
    words: [...added("words"), ...gone("words")],
    lines: [...added("lines"), ...gone("lines")],
  };
}

/** `name` of `name=orders`, the statement's id of a policy's line; of a sentence its place. */
const keyOf = (text: string, index: number): string =>
  /Sid:\w+/.exec(text)?.[0] ?? /^[\w.]+(?=[=:])/.exec(text)?.[0] ?? `line ${index + 1}`;

/** What a block says, but for its own name, its address and its system's name. */
function formOf(text: string, { name, words, system }: Shown): string {
  const own = words.flatMap((one) => /^(?:function_)?name=(.*)$/.exec(one)?.[1] ?? []);
  return [name.replace(pathHash, ""), ...own]
    .reduce((form, one) => form.replaceAll(one, "SELF"), text.replace(pathHash, ""))
    .replace(new RegExp(`\\b${system}\\b`, "g"), "SYSTEM");
}

const stem = ({ name }: Block): string => name.replace(pathHash, "");

/** Names with the parts of each behind it: `Role_A Role_A_Policy` is `Role_A _Policy`. */
function familyOf(names: readonly string[]): string {
  let parent = "";
  return [...names]
    .sort()
    .map((name) => {
      if (parent !== "" && name.startsWith(`${parent}_`)) return name.slice(parent.length);
      parent = name;
      return name;
    })
    .join(" ");
}
