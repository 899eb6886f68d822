import type { DataPath } from "../lib/core/issues";

/** `systems.orders.access[0].produce` → its steps; a name with a dot stands in brackets and quotes: `channels["orders.v1"]`. */
export function parsePath(text: string): DataPath {
  return [...text.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name ?? "") : Number(index),
  );
}
