import type { Signal } from "./facts";
import { durationText, sizeText } from "./quantities";
import { numberText } from "./wording";

/** A measured value with its unit, as texts for people have it: `15m`, `2TiB`, `60 %`, `500 messages`. */
export function amountText(value: number, unit: string): string {
  if (unit === "percent") return `${numberText(value)} %`;
  if (unit === "milliseconds" && value % 1_000 === 0) return amountText(value / 1_000, "seconds");
  if (unit === "seconds" && Number.isInteger(value)) return durationText(value);
  if (unit === "bytes" && Number.isInteger(value)) return sizeText(value);
  if (unit === "of the time") return `${numberText(100 * value)} % of the time`;
  return unit === "bytes/s" ? `${numberText(value / 1e6)} MB/s` : `${numberText(value)} ${unit}`;
}

/**
 * The title of a signal with a threshold. Where the title does not name the threshold, it is added when it is another
 * one than usual.
 */
export function titleWith(
  { title, threshold: usual, unit }: Pick<Signal, "title" | "threshold" | "unit">,
  threshold = usual,
): string {
  const text = amountText(threshold, unit);
  if (title.includes("{threshold}")) return title.replaceAll("{threshold}", text);
  return threshold === usual ? title : `${title} (threshold ${text})`;
}
