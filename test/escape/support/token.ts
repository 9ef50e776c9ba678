/** Marks what one probe of one attack sends. Letters, digits and hyphens only: it may be a label of a name. */
export const tokenOf = (run: string, probe: number) => `esc--${run}--${probe}--end`;

/** Finds tokens in what was heard, in Perl. */
export const tokenPattern = 'esc--(\\w+)--(\\d+)--end';
