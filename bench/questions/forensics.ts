import fs from 'node:fs';
import path from 'node:path';
import {needle} from '../inputs/inputs.js';
import {program} from '../program.js';
import type {Question} from '../question.js';

const mostMemory = 250e6;

const yaraRules = String.raw`
rule Needle { strings: $a = "${needle}" ascii wide condition: $a }
rule Key { strings: $a = "-----BEGIN RSA PRIVATE KEY-----" $b = "-----BEGIN OPENSSH PRIVATE KEY-----" condition: any of them }
rule Shell { strings: $a = "/dev/tcp/" $b = "bash -i" condition: all of them }
rule Token { strings: $a = /eyJ[A-Za-z0-9_\-]{16,}\.eyJ/ condition: $a }
rule Opcodes { strings: $a = { 48 31 D2 48 ?? FF 2F 62 69 6E } condition: $a }
`;

/** What an examiner asks of the memory and the files. */
export const forensics: readonly Question[] = [
	{
		name: 'findings',
		what: 'what looks wrong',
		async ask({inputs, cryoscope}) {
			return {contenders: [program({name: 'cryoscope findings', command: cryoscope('findings', await inputs.tar())})], mostMemory};
		},
	},
	{
		name: 'findings-yara',
		what: 'what looks wrong, and five YARA rules',
		async ask({inputs, cryoscope}) {
			const [tar, pages] = [await inputs.tar(), await inputs.pages()];
			const rules = path.join(inputs.folder, 'rules.yar');
			fs.writeFileSync(rules, yaraRules);
			return {
				contenders: [
					program({name: 'cryoscope findings --yara', command: cryoscope('findings', '--yara', rules, tar)}),
					program({name: 'yara', command: ['yara', rules, pages]}),
				],
				bytes: fs.statSync(pages).size,
				mostMemory: 300e6,
			};
		},
	},
	{
		name: 'secrets',
		what: 'keys, tokens and passwords in memory',
		async ask({inputs, cryoscope}) {
			const [tar, pages] = [await inputs.tar(), await inputs.pages()];
			return {
				contenders: [
					program({name: 'cryoscope secrets', command: cryoscope('secrets', tar)}),
					program({name: 'rg -a, two of its kinds', command: ['rg', '-a', '-o', '-b', '--no-unicode', '-e', '-----BEGIN [A-Z ]*PRIVATE KEY', '-e', String.raw`eyJ[A-Za-z0-9_\-]+\.eyJ[A-Za-z0-9_\-]+`, pages], exitCodes: [0, 1]}),
				],
				bytes: fs.statSync(pages).size,
				mostMemory,
			};
		},
	},
	{
		name: 'strings',
		what: 'every string of the memory, printed',
		async ask({inputs, cryoscope}) {
			const [tar, pages] = [await inputs.tar(), await inputs.pages()];
			return {
				contenders: [
					program({name: 'cryoscope strings', command: cryoscope('strings', '--format', 'ndjson', tar)}),
					program({name: 'strings -a -t x', command: ['strings', '-a', '-t', 'x', pages]}),
				],
				bytes: fs.statSync(pages).size,
			};
		},
	},
	{
		name: 'extract',
		what: '20,000 changed files into a folder',
		async ask({inputs, cryoscope}) {
			const {checkpoint, files} = await inputs.manyFiles();
			const [ours, theirs] = ['extracted', 'untarred'].map(name => path.join(inputs.folder, name)) as [string, string];
			fs.mkdirSync(theirs);
			return {
				contenders: [
					program({name: 'cryoscope extract', command: cryoscope('extract', '-o', ours, checkpoint), after() {
						fs.rmSync(ours, {recursive: true});
					}}),
					program({name: 'tar xf', command: ['tar', 'xf', files, '-C', theirs], most: 3, after() {
						fs.rmSync(path.join(theirs, 'srv'), {recursive: true});
					}}),
				],
			};
		},
	},
];
