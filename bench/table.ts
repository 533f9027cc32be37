import type {Standing} from './compare.js';
import type {Unit} from './question.js';

/** What was measured for one question. */
export type Result = {
	readonly name: string;
	readonly what: string;
	readonly unit: Unit;
	readonly bytes?: number | undefined;
	readonly standings: readonly Standing[];
};

const headings = ['question', 'by', 'median', 'rate', 'ours / theirs', 'wanted', 'peak memory', 'answer'];

/** The results as a table in Markdown, and under it what was wanted and is not so. */
export function tableText(results: readonly Result[]): string {
	const rows = results.flatMap(({name, what, unit, bytes, standings}) => standings.map((standing, index) => [
		index === 0 ? `${name}: ${what}` : '',
		`\`${standing.name}\``,
		figureText(standing.median, unit),
		bytes === undefined || unit !== 'ms' ? '' : `${significant(bytes / standing.median / 1000)} MB/s`,
		standing.ratio === undefined ? '' : significant(standing.ratio),
		wantedText(standing, unit),
		standing.memory === undefined ? '' : figureText(standing.memory, 'bytes'),
		standing.answer ?? '',
	]));
	const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map(row => row[column]!.length)));
	const lines = [headings, widths.map(width => '-'.repeat(width)), ...rows].map(row => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
	return [...lines, '', ...missedLines(results)].join('\n') + '\n';
}

function missedLines(results: readonly Result[]): string[] {
	const missed = results.flatMap(({name, unit, standings}) => standings
		.filter(({misses}) => misses.length > 0)
		.map(standing => `- ${name}, \`${standing.name}\`: ${standing.misses.join(' and ')}, where ${wantedText(standing, unit)} is wanted`));
	return missed.length === 0 ? ['Nothing misses its figure.'] : ['What misses its figure:', '', ...missed];
}

function wantedText({most, mostMemory, ratio}: Standing, unit: Unit): string {
	return [
		most === undefined ? undefined : `≤ ${ratio === undefined ? figureText(most, unit) : most}`,
		mostMemory === undefined ? undefined : `≤ ${figureText(mostMemory, 'bytes')}`,
	].filter(text => text !== undefined).join(', ');
}

function figureText(value: number, unit: Unit): string {
	if (unit === 'ms') {
		const [divisor, name] = value < 10_000 ? [1, 'ms'] as const : [1000, 's'] as const;
		return `${significant(value / divisor)} ${name}`;
	}

	const [divisor, name] = value < 10_000 ? [1, 'bytes'] as const : value < 10_000_000 ? [1000, 'kB'] as const : [1_000_000, 'MB'] as const;
	return `${significant(value / divisor)} ${name}`;
}

// Three digits are more than the noise leaves.
function significant(value: number): string {
	return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(value < 10 ? 2 : 3)));
}
