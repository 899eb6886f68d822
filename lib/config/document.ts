import {
  Composer,
  isAlias,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type Alias,
  type CST,
  type Document,
  type Node,
} from "yaml";

/** Deepest nesting of mappings and lists that is accepted; the environment's schema needs 12 levels. */
export const maxNesting = 64;

/** The YAML documents of a text, or the offset at which mappings and lists nest deeper than {@link maxNesting}. */
type ParsedText =
  { readonly documents: readonly Document[]; readonly lines: LineCounter } | { readonly deepAt: number };

/** Parses a YAML text. The nesting is measured on the tokens, because the composer recurses into every level. */
export function parseText(text: string): ParsedText & { readonly lines: LineCounter } {
  const lines = new LineCounter();
  const composer = new Composer({
    merge: true,
    version: "1.2",
    // The reader checks them: yaml compares every key of a mapping with every other.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const { tokens, deepAt = offsetBelow(tokens, maxNesting) } = tokensOf(text, lines);
  return deepAt === undefined ? { documents: [...composer.compose(tokens)], lines } : { deepAt, lines };
}

/** The tokens of a text, up to where a line or a flow collection nests too deep: the rest of it may be megabytes. */
function tokensOf(text: string, lines: LineCounter): { tokens: CST.Token[]; deepAt?: number } {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let flow = 0;
  let inLine = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === "[" || lexeme === "{") flow++;
    else if (lexeme === "]" || lexeme === "}") flow--;
    else if (lexeme === "-" || lexeme === "?") inLine++;
    else if (lexeme.includes("\n")) inLine = 0;
    if (Math.max(flow, inLine) > maxNesting) return { tokens, deepAt: parser.offset };
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  return { tokens };
}

function offsetBelow(tokens: readonly CST.Token[], levels: number): number | undefined {
  const open = tokens.map((token) => ({ token, level: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, level } = next;
    if (token.type === "document" && token.value !== undefined) open.push({ token: token.value, level });
    if (!("items" in token)) continue;
    if (level >= levels) return token.offset;
    for (const { key, value } of token.items)
      for (const child of [key, value]) if (child) open.push({ token: child, level: level + 1 });
  }
  return undefined;
}

/** The node that each alias names, found in one pass; `Alias.resolve` of yaml walks the whole document for each. */
export function aliasTargets(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined && node.anchor !== "") anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    },
  });
  return targets;
}
