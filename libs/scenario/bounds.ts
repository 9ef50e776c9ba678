import { type CST, Lexer, Parser } from 'yaml';

/** How deep a YAML file may nest maps and lists. */
export const depthLimit = 64;
/** How many words and signs a YAML file may have; a long scenario has a tenth of it. */
const lexemeLimit = 60_000;

/**
 * The tokens of a YAML text; or why it is too much to be parsed, found before anything is built from it.
 * @param newLine told the offset of each line's beginning
 */
export function boundedTokens(
  text: string,
  newLine: (offset: number) => void,
): { tokens: CST.Token[] } | { tooMuch: string } {
  const parser = new Parser(newLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let depth = 0;
  newLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') depth += 1;
    if (lexeme === ']' || lexeme === '}') depth -= 1;
    if (depth > depthLimit) return { tooMuch: tooDeep };
    if (++lexemes > lexemeLimit) return { tooMuch: `has more than ${lexemeLimit} words and signs` };
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  return isTooDeep(tokens) ? { tooMuch: tooDeep } : { tokens };
}

/** What is said of a file that nests too deeply. */
const tooDeep = `nests more than ${depthLimit} deep`;

/**
 * True when tokens of YAML nest deeper than the limit. Looks without calling itself: the steps that follow do call
 * themselves, and on a deep enough file end the process, which nothing can catch.
 */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const open = tokens.map((token): [CST.Token, number] => [token, 0]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    if (depth > depthLimit) return true;
    if (token.type === 'document' && token.value) open.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push([key, depth + 1]);
      if (value) open.push([value, depth + 1]);
    }
  }
  return false;
}
