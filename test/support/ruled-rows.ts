/** The rows of a table behind its rule, each with its cells, none of which is empty. */
export function rowsOf(output: string): string[][] {
	const lines = output.split('\n');
	return lines.slice(lines.findIndex(line => line.startsWith('---')) + 1).filter(line => line !== '').map(line => line.trimEnd().split(/ {2,}/));
}
