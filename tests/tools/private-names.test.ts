import { expect, test } from 'vitest';
import { privateNamesInWeb, withoutPrivateNames } from '../../tools/private-names.mjs';

test('private members become ordinary ones, and nothing else changes', () => {
  const text = `
    // #count
    export class Counter<T> {
      readonly #count = 0; // of calls
      #step(by: number): T { return \`#count \${this.#count + by}\` as T; }
      get next() { return this.#step(1); }
    }
    const pattern = /#count/;
  `;
  expect(withoutPrivateNames(text)).toBe(`
    // #count
    export class Counter<T> {
      readonly $e = 0; // of calls
      $t(by: number): T { return \`#count \${this.$e + by}\` as T; }
      get next() { return this.$t(1); }
    }
    const pattern = /#count/;
  `);
});

test('a class that asks which objects are its own keeps its private names', () => {
  const text = 'class A { #a; static is(value: object) { return #a in value; } }';
  expect(withoutPrivateNames(text)).toBe(text);
});

test('the members of a class that extends another are not those of the other', () => {
  const text = 'class A { #a; } class B extends A { #b; } class C { #c; }';
  expect(withoutPrivateNames(text)).toBe(
    'class A { $e; } class B extends A { $$e; } class C { $e; }',
  );
});

test('no object in web/ has one such member for two', () => {
  const classes: { name?: string; base: string | undefined; names: string[] }[] =
    privateNamesInWeb();
  expect(classes.length).toBeGreaterThan(30);
  const byName = new Map<string | undefined, (typeof classes)[number]>(
    classes.map((found) => [found.name, found]),
  );
  for (const { name, base, names } of classes) {
    expect(new Set(names).size, name).toBe(names.length);
    for (let of = byName.get(base ?? ''); of; of = byName.get(of.base ?? '')) {
      expect(
        of.names.filter((other) => names.includes(other)),
        `${name}, ${of.name}`,
      ).toEqual([]);
    }
  }
});
