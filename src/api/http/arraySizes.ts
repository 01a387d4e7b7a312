import type { z } from 'zod';

export interface SizeFault {
  readonly path: string;
  readonly message: string;
}

/** The first array of a value that is longer than its schema allows, found without a look at the elements before it. */
export type SizeCheck = (value: unknown, path?: string) => SizeFault | undefined;

type Schema = z.core.$ZodType;

const within = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const longestOf = (checks: readonly z.core.$ZodCheck<never>[] = []): number | undefined => {
  for (const { _zod } of checks) {
    const def = _zod.def as { readonly check: string; readonly maximum?: number; readonly length?: number };
    if (def.check === 'max_length') return def.maximum;
    if (def.check === 'length_equals') return def.length;
  }
  return undefined;
};

const innerOf = (schema: Schema): Schema => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'pipe') return innerOf(def.in._zod.def.type === 'transform' ? def.out : def.in);
  return 'innerType' in def ? innerOf(def.innerType) : schema;
};

const arrayCheck = (def: z.core.$ZodArrayDef): SizeCheck => {
  const longest = longestOf(def.checks as readonly z.core.$ZodCheck<never>[] | undefined);
  if (longest === undefined) throw new Error('an array in a body has no maximum');
  const check = sizeCheckOf(def.element);
  return (value, path = '') => {
    if (!Array.isArray(value)) return undefined;
    if (value.length > longest) return { path, message: `at most ${longest} elements` };
    if (check === undefined) return undefined;
    for (const [index, element] of value.entries()) {
      const fault = check(element, within(path, String(index)));
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
};

const objectCheck = (def: z.core.$ZodObjectDef): SizeCheck | undefined => {
  const checks = Object.entries(def.shape).flatMap(([key, schema]) => {
    const check = sizeCheckOf(schema);
    return check === undefined ? [] : [[key, check] as const];
  });
  if (checks.length === 0) return undefined;
  return (value, path = '') => {
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [key, check] of checks) {
      const fault = Object.hasOwn(value, key) ? check(Reflect.get(value, key), within(path, key)) : undefined;
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
};

/** A fault only if every option of the value's kind, array or not, finds one. */
const unionCheck = (def: z.core.$ZodUnionDef): SizeCheck | undefined => {
  const options = def.options.map((option) => ({
    ofArrays: innerOf(option)._zod.def.type === 'array',
    check: sizeCheckOf(option),
  }));
  if (options.every(({ check }) => check === undefined)) return undefined;
  return (value, path) => {
    const ofKind = options.filter(({ ofArrays }) => ofArrays === Array.isArray(value));
    const faults = ofKind.map(({ check }) => check?.(value, path));
    return faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
  };
};

/** Undefined where there is no array. Throws for an array without a maximum. */
export const sizeCheckOf = (schema: Schema): SizeCheck | undefined => {
  const { def } = (innerOf(schema) as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'array':
      return arrayCheck(def);
    case 'object':
      return objectCheck(def);
    case 'union':
      return unionCheck(def);
    default:
      return undefined;
  }
};
