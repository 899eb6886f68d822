import type { Signal } from "../../lib/core/facts";

/** What was measured in a minute, by a metric's name; undefined where nothing was. */
export type Minute = Readonly<Record<string, number | undefined>>;
type Value = number | undefined;

/** What CloudWatch makes of a minute's metrics: by the formula, where there is one. */
export function valueOf(metric: Signal["metric"], minute: Minute): Value {
  if (metric.source === "cloudwatch") return minute[metric.name];
  const named = Object.entries(metric.metrics).map(([id, { name }]) => [id, minute[name]] as const);
  return evaluate(metric.expression, new Map(named));
}

/** Metric math over one minute, as far as Signalbox writes it. Of what is missing nothing is made but by FILL. */
function evaluate(expression: string, inputs: ReadonlyMap<string, Value>): Value {
  const tokens = expression.match(/[A-Za-z_]\w*|[\d.]+|[<>]=?|[-+*/(),]/g) ?? [];
  if (tokens.join("") !== expression.replace(/\s/g, "")) throw new Error(`not understood: ${expression}`);
  const take = (expected?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`${expected ?? "more"} expected in ${expression}, not ${token ?? "its end"}`);
    return token;
  };
  const ternary = (): Value => {
    const [condition, , yes, , no] = [comparison(), take(","), comparison(), take(","), comparison()];
    return condition === undefined ? undefined : condition !== 0 ? yes : no;
  };
  const call = (name: string): Value => {
    take("(");
    const value = name === "IF" ? ternary() : comparison();
    if (name === "FILL") take(",");
    const filled = name === "FILL" ? comparison() : undefined;
    take(")");
    return value ?? filled;
  };
  const atom = (): Value => {
    const token = take();
    if (token === "(") {
      const inner = comparison();
      take(")");
      return inner;
    }
    if (token === "IF" || token === "FILL") return call(token);
    if (/^[\d.]/.test(token)) return Number(token);
    if (!inputs.has(token)) throw new Error(`${token} is no metric of ${expression}`);
    return inputs.get(token);
  };
  const level = (operators: Readonly<Record<string, (a: number, b: number) => number>>, next: () => Value) => () => {
    let left = next();
    for (let apply = operators[tokens[0] ?? ""]; apply !== undefined; apply = operators[tokens[0] ?? ""]) {
      take();
      const right = next();
      left = left === undefined || right === undefined ? undefined : apply(left, right);
    }
    return left;
  };
  const product = level({ "*": (a, b) => a * b, "/": (a, b) => a / b }, atom);
  const sum = level({ "+": (a, b) => a + b, "-": (a, b) => a - b }, product);
  const comparison = level({ ">": (a, b) => Number(a > b), "<": (a, b) => Number(a < b) }, sum);
  const value = comparison();
  if (tokens.length > 0) throw new Error(`${expression} goes on with ${tokens.join(" ")}`);
  return value;
}
