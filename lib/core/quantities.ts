/**
 * Quantities carry their unit: `30s`, `256KiB`, `24MiB/s`, `60%`. A bare number is refused, because nobody can tell
 * what it counts. Sizes are binary (KiB, MiB, GiB, TiB); the decimal units are refused rather than guessed at.
 */
export interface Unit {
  readonly name: string;
  /** How many of the base unit one of this is. */
  readonly factor: number;
}

/** One measure: its base unit, and its units from the smallest up. */
export interface Measure {
  readonly what: string;
  readonly units: readonly Unit[];
  readonly example: string;
}

const year = 365 * 86_400;
export const durationMeasure: Measure = {
  what: "a duration",
  units: [
    { name: "s", factor: 1 },
    { name: "m", factor: 60 },
    { name: "h", factor: 3_600 },
    { name: "d", factor: 86_400 },
    { name: "y", factor: year },
  ],
  example: "30s, 5m, 12h, 4d or 6y",
};

export const sizeMeasure: Measure = {
  what: "a size",
  units: [
    { name: "B", factor: 1 },
    { name: "KiB", factor: 1_024 },
    { name: "MiB", factor: 1_024 ** 2 },
    { name: "GiB", factor: 1_024 ** 3 },
    { name: "TiB", factor: 1_024 ** 4 },
  ],
  example: "512B, 256KiB, 1MiB or 4TiB",
};

export const rateMeasure: Measure = {
  what: "a rate of messages",
  units: [
    { name: "/s", factor: 1 },
    { name: "k/s", factor: 1_000 },
  ],
  example: "500/s or 20k/s",
};

export const byteRateMeasure: Measure = {
  what: "a rate of bytes",
  units: sizeMeasure.units.map(({ name, factor }) => ({ name: `${name}/s`, factor })),
  example: "512KiB/s or 24MiB/s",
};

export const percentMeasure: Measure = { what: "a percentage", units: [{ name: "%", factor: 1 }], example: "60%" };

const patterns = new Map<Measure, RegExp>();

/** The text of every value of a measure, for the JSON Schema too. A large file asks for it thousands of times. */
export function patternOf(measure: Measure): RegExp {
  const known = patterns.get(measure);
  if (known !== undefined) return known;
  const units = measure.units.map(({ name }) => name).join("|");
  const pattern = new RegExp(`^(0|[1-9][0-9]*(\\.[0-9]+)?|0\\.[0-9]+)(${units})$`);
  patterns.set(measure, pattern);
  return pattern;
}

/** The number of base units that a text names, or undefined when it is no quantity of this measure. */
export function parseQuantity(measure: Measure, text: string): number | undefined {
  const match = patternOf(measure).exec(text);
  const unit = measure.units.find(({ name }) => name === match?.[3]);
  return unit === undefined ? undefined : Math.round(Number(match?.[1]) * unit.factor * 1e6) / 1e6;
}

/** The shortest text for a number of base units: 345600 → `4d`. Parsing it gives the number back. */
export function quantityText(measure: Measure, value: number): string {
  const fitting = measure.units.filter(({ name, factor }) => name !== "y" && value % factor === 0 && value >= factor);
  const unit = fitting.at(-1) ?? measure.units[0];
  return unit === undefined ? String(value) : `${value / unit.factor}${unit.name}`;
}

export const durationText = (seconds: number): string => quantityText(durationMeasure, seconds);
export const sizeText = (bytes: number): string => quantityText(sizeMeasure, bytes);
