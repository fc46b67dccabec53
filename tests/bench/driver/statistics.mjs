// Medians and spreads of a few rounds.
export const sorted = (values) => [...values].sort((a, b) => a - b);

export function median(values) {
  const order = sorted(values);
  const middle = Math.floor(order.length / 2);
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
}

export const summary = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });
