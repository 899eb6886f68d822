import * as fc from "fast-check";
import { batchesOf } from "../../lib/core/batches";

test("calls have everything once and in order, and no more than they take; what is larger is alone", () => {
  const sizes = fc.array(fc.nat({ max: 20 }), { maxLength: 40 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 30 }), (all, count, bytes) => {
      const batches = [...batchesOf(all, { count, bytes, bytesOf: (one) => one })];
      expect(batches.flat()).toEqual(all);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(count);
        if (batch.length > 1) expect(batch.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(bytes);
      }
      // None is smaller than it must be.
      batches.slice(1).forEach(([first = 0], index) => {
        const before = batches[index] ?? [];
        const fits = before.reduce((sum, one) => sum + one, first) <= bytes && before.length < count;
        expect(fits).toBe(false);
      });
    }),
  );
});
