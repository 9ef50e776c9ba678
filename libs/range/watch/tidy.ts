import { EngineError } from '../errors.js';
import type { Helper } from '../helper.js';
import { bridgePrefix } from '../labels.js';
import { countsAlone, countTable } from './count-table.js';

/** In the helper: what was seen and told of each range. */
export const watchFolder = '/var/lib/vocr/watches';

const timeoutMs = 15_000;

/** Forgets what was counted and kept of ranges of which nothing is on the host any more, of whatever installation. */
export const forgetGoneRanges = [
  `( ${countsAlone} || exit 1`,
  `gone() { set -- /sys/class/net/${bridgePrefix}$1*; [ ! -e "$1" ]; }`,
  `table=$(nft -t list table netdev ${countTable} 2>/dev/null | sed -n 's/^\\t\\(chain\\|set\\) \\([^ ]*\\) {/\\1 \\2/p')`,
  `for range in $(echo "$table" | sed -n 's/^\\(chain ${bridgePrefix}\\|set s-\\)\\([a-z0-9]\\{8\\}\\).*/\\2/p' | sort -u); do`,
  '  gone $range || continue',
  `  echo "$table" | grep "^chain ${bridgePrefix}$range" | while read -r _ name; do echo "flush chain netdev ${countTable} $name"; echo "delete chain netdev ${countTable} $name"; done`,
  `  echo "$table" | grep "^set s-$range-" | while read -r _ name; do echo "delete set netdev ${countTable} $name"; done`,
  'done | nft -f - || exit 1',
  `[ -z "$table" ] || nft -t list table netdev ${countTable} | grep -q '^.\\(chain\\|set\\) ' || nft delete table netdev ${countTable}`,
  `for file in ${watchFolder}/*; do [ -e "$file" ] || continue; range=\${file##*/}; gone "\${range%%.*}" && rm -f "$file"; done`,
  'exit 0 )',
].join('\n');

/**
 * Removes what was counted and kept of ranges that are gone.
 * @throws EngineError with what the kernel said
 */
export async function tidyWatches(helper: Pick<Helper, 'run'>): Promise<void> {
  const { stdout, stderr } = await helper.run(`${forgetGoneRanges} && echo tidied`, timeoutMs);
  if (!/^tidied$/m.test(stdout)) {
    throw new EngineError(
      `what was seen of ranges that are gone cannot be removed: ${stderr.trim() || 'no answer'}`,
    );
  }
}
