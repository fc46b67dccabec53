// These rules compare two members of a message, which no schema can do. shared/schema/README.md lists them. The decoder checks those of
// `checked`.
const bounded = (low, high) => (m) => !(low in m) || !(high in m) || m[low] <= m[high];

export const checked = {
  Hello: [["`defaults.min` ≤ `defaults.max` (0 and 100 if they are missing)",
    ({ stream, defaults: { min = 0, max = 100 } = {} }) => stream === undefined || min <= max]],
  Started: [["`min` ≤ `max`", bounded("min", "max")], ["`next` ≤ `count`", bounded("next", "count")]],
  SharedHello: [["`min` ≤ `max`", bounded("min", "max")]],
  LogHello: [["`first` ≤ `next`", bounded("first", "next")], ["`origin` ≤ `first`", bounded("origin", "first")]],
  LogNumbers: [["`messages` and `at_ms` have the same length", (m) => m.type === "number" || m.messages.length === m.at_ms.length]],
  Gap: [["`from` < `to`", (m) => m.from < m.to]],
};

export const keepsRules = (name, message) => (checked[name] ?? []).every(([, holds]) => holds(message));
