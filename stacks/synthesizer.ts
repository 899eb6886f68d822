import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { IStackSynthesizer, ISynthesisSession, TerraformStack } from "cdktf";

/**
 * cdktf's synthesizer, but for the writing of a stack's JSON: cdktf makes one text of the whole first, which of a stack
 * with a thousand channels is 15 MB, several times over. Here the text goes to the file piece by piece. Aspects,
 * validations and the manifest are cdktf's own.
 */
export class PiecewiseSynthesizer implements IStackSynthesizer {
  private deferring = false;
  private deferred = false;

  constructor(
    private readonly stack: TerraformStack,
    private readonly whole: IStackSynthesizer,
    private readonly json: () => object,
  ) {}

  synthesize(session: ISynthesisSession): void {
    this.deferred = false;
    this.deferring = true;
    try {
      this.whole.synthesize(session);
    } finally {
      this.deferring = false;
    }
    // As HCL nothing was asked for as JSON, and cdktf has written it.
    if (!this.deferred) return;
    const { synthesizedStackPath } = session.manifest.forStack(this.stack);
    writePieces(join(session.outdir, synthesizedStackPath), this.json());
  }

  /** What the stack gives cdktf's synthesizer: nothing yet, while that one runs. */
  answer(): object {
    this.deferred = this.deferring;
    return this.deferring ? {} : this.json();
  }
}

const pieceSize = 1 << 20;

/** Writes a mapping as JSON with sorted keys, as cdktf does. */
function writePieces(path: string, json: object): void {
  const file = openSync(path, "w");
  let piece = "";
  const write = (text: string) => {
    piece += text;
    if (piece.length < pieceSize) return;
    writeSync(file, piece);
    piece = "";
  };
  writeMapping(json, "", 3, write);
  writeSync(file, piece);
  closeSync(file);
}

/** @param levels how many levels of mappings are written apart; below, a value is one text */
function writeMapping(value: object, indent: string, levels: number, write: (text: string) => void): void {
  const inner = `${indent}  `;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return write("{}");
  write("{");
  entries.forEach(([key, entry]: [string, unknown], index) => {
    write(`${index === 0 ? "" : ","}\n${inner}${JSON.stringify(key)}: `);
    if (levels > 1 && typeof entry === "object" && entry !== null && !Array.isArray(entry))
      writeMapping(entry, inner, levels - 1, write);
    else write(JSON.stringify(entry, null, 2).replaceAll("\n", `\n${inner}`));
  });
  write(`\n${indent}}`);
}
