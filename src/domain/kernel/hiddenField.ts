/**
 * A value that is attached to an object and goes with it, seen by nothing else. As a WeakMap from objects to values, without
 * its costs: in a stampede an entry takes a microsecond, and the table stays as large as it ever was.
 */
export interface HiddenField<Value> {
  of(target: object): Value | undefined;
  set(target: object, value: Value): void;
}

export const hiddenField = <Value>(): HiddenField<Value> => {
  const key: unique symbol = Symbol('hidden');
  const isIn = (target: object): target is { readonly [key]: Value } => key in target;
  return {
    of: (target) => (isIn(target) ? target[key] : undefined),
    set: (target, value) => void Object.defineProperty(target, key, { value, configurable: true }),
  };
};
