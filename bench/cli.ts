import fs from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {compare} from './compare.js';
import {cryoscope} from './cryoscope.js';
import {makeInputs, projectRoot, type Inputs} from './inputs/inputs.js';
import {machineText} from './machine.js';
import type {Question} from './question.js';
import {questions} from './questions/index.js';
import {tableText, type Result} from './table.js';

const usage = `Usage
  $ npm run bench -- [OPTION...]

Options
  --only NAME   ask only the questions whose names begin like this; may be given several times
  --size N      make a checkpoint with so much memory, such as 512M or 2G
  --rounds N    let everybody answer so many times (5)
  --write       keep the table in bench/results.md
  --help        show this

Questions
${questions.map(({name, what}) => `  ${name.padEnd(20)}${what}`).join('\n')}
`;

const {values} = parseArgs({options: {
	only: {type: 'string', multiple: true, default: []},
	size: {type: 'string'},
	rounds: {type: 'string', default: '5'},
	write: {type: 'boolean', default: false},
	help: {type: 'boolean', short: 'h', default: false},
}});

async function bench(): Promise<void> {
	const chosen = questions.filter(({name}) => values.only.length === 0 || values.only.some(beginning => name.startsWith(beginning)));
	const rounds = Number(values.rounds);
	const inputs = makeInputs({size: values.size === undefined ? undefined : parseSize(values.size)});
	process.once('exit', inputs.remove);
	for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			// What was made is removed on the way out.
			process.exit(1);
		});
	}

	const results: Result[] = [];
	for (const question of chosen) {
		try {
			results.push(await answer(question, inputs, rounds));
		} catch (error) {
			// The others are worth having all the same.
			process.stderr.write(`${question.name}: ${(error as Error).message}\n`);
			process.exitCode = 1;
		}
	}

	const text = `${machineText()}\n\nAsked of ${inputs.description}; medians of ${rounds} rounds in turn, warm cache, ratios by round.\n\n${tableText(results)}`;
	process.stdout.write(text);
	if (values.write) {
		fs.writeFileSync(path.join(projectRoot, 'bench', 'results.md'), `# Results of \`npm run bench\`\n\n${text}`);
	}
}

async function answer({name, what, ask}: Question, inputs: Inputs, rounds: number): Promise<Result> {
	progress(`${name}: making what it needs`);
	const contest = await ask({inputs, cryoscope});
	const standings = await compare(contest, rounds, round => {
		progress(`${name}: round ${round + 1} of ${rounds}`);
	});
	progress('');
	return {name, what, unit: contest.unit ?? 'ms', bytes: contest.bytes, standings};
}

function progress(text: string): void {
	if (process.stderr.isTTY) {
		process.stderr.write(`\r\u001B[K${text}`);
	}
}

const units = ['', 'K', 'M', 'G', 'T'];

function parseSize(text: string): number {
	const number = text.replace(/[A-Z]$/v, '');
	const size = Number(number) * 1024 ** units.indexOf(text.slice(number.length));
	if (!(size >= 1)) {
		throw new Error(`--size ${text}: a number of bytes is wanted, such as 512M`);
	}

	return size;
}

if (values.help) {
	process.stdout.write(usage);
} else {
	await bench();
}
