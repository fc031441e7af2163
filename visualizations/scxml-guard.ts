/**
 * A guard's name as an expression of SCXML's ECMAScript data model: `g and not h` is `g && !h`.
 */

/** What stands in a `cond`, and the variables in it. */
export interface GuardExpression {
  readonly expression: string;
  readonly variables: readonly string[];
}

const operators: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };

/** Translates what `nameGuard` says: names, `and`, `or`, `not`, brackets, and `in` with a state. */
export function translateGuard(guard: string): GuardExpression {
  const variables: string[] = [];
  const words = guard.match(/\(inline\)|[()]|in \{.*?\}+|[^\s()]+/g) ?? [];
  const parts: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string;
    const operator = operators[word];
    if (word === '(' || word === ')') parts.push(word);
    else if (operator !== undefined) parts.push(operator);
    else if (word === 'in' && words[index + 1] !== undefined) parts.push(isIn(words[++index] as string));
    else if (word.startsWith('in {')) parts.push(isIn(flatten(word.slice(3))));
    else {
      const name = nameVariable(word);
      variables.push(name);
      parts.push(name);
    }
  }
  return { expression: parts.join(' ').replaceAll('! ', '!').replaceAll('( ', '(').replaceAll(' )', ')'), variables };
}

/** A name that ECMAScript takes for a variable's. */
export function nameVariable(name: string): string {
  const plain = name.replaceAll(/\W/g, '_').replaceAll(/^_+(?=\w)|_+$/g, '');
  return /^\d/.test(plain) ? `_${plain}` : plain === '' ? '_' : plain;
}

function isIn(state: string): string {
  return `In('${state.replaceAll(/[^\w.-]/g, '_')}')`;
}

/** XState's `{"nested":"one"}` as a path: `nested.one`. */
function flatten(value: string): string {
  return value.replaceAll(/[{}"]/g, '').replaceAll(':', '.');
}
