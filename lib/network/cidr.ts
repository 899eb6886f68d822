/** An IPv4 range: its first address as a number, and how many bits of it are fixed. */
export interface Cidr {
  readonly base: number;
  readonly bits: number;
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  const [a, b, c, d, bits] = (match?.slice(1) ?? []).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined || bits === undefined || bits > 32)
    return undefined;
  if ([a, b, c, d].some((octet) => octet > 255)) return undefined;
  return { base: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}

export function cidrText({ base, bits }: Cidr): string {
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".")}/${bits}`;
}

export const sizeOf = ({ bits }: Cidr): number => 2 ** (32 - bits);

/** Whether the range begins where a range of its size may begin. */
export const isAligned = (cidr: Cidr): boolean => cidr.base % sizeOf(cidr) === 0;

export const contains = (outer: Cidr, inner: Cidr): boolean =>
  inner.base >= outer.base && inner.base + sizeOf(inner) <= outer.base + sizeOf(outer);

/** The n-th of the ranges that are `more` bits smaller. */
export function subnet({ base, bits }: Cidr, more: number, index: number): Cidr {
  const smaller = { base, bits: bits + more };
  return { ...smaller, base: base + index * sizeOf(smaller) };
}
