import test from 'ava';
import {maxMatchLength} from '../../source/search/limits.js';
import {createMatcher} from '../../source/search/matcher.js';
import {compilePattern, type Pattern, type PatternMode, type RegexPattern} from '../../source/search/pattern.js';

function compile(typed: string, mode: PatternMode): Pattern {
	const {pattern, error} = compilePattern(typed, mode);
	if (pattern === undefined) {
		throw new Error(error);
	}

	return pattern;
}

function found(typed: string, mode: PatternMode, bytes: Uint8Array | string): string[] {
	const window = Buffer.from(bytes as string);
	const matches: string[] = [];
	createMatcher(compile(typed, mode)).run(window, 0, window.length, (start, length) => {
		matches.push(`${start}+${length}`);
	});
	return matches;
}

const all = Uint8Array.from({length: 256}, (_, byte) => byte);

function bytesMatching(expression: string): number[] {
	return found(expression, 'regex', all).map(match => Number(match.split('+', 1)[0]));
}

test('text is its UTF-8 bytes, case and all', t => {
	t.deepEqual(found('né', 'text', 'né NÉ Né né'), ['0+3', '12+3']);
});

test('matches are leftmost and do not overlap', t => {
	t.deepEqual(found('aba', 'text', 'ababababa'), ['0+3', '4+3']);
	t.deepEqual(found('ABA', 'text-any-case', 'ababababa'), ['0+3', '4+3']);
	t.deepEqual(found('aba', 'regex', 'ababababa'), ['0+3', '4+3']);
});

test('any case folds ASCII letters and nothing that merely differs in the same bit', t => {
	t.deepEqual(found('k@[1', 'text-any-case', 'K@[1 k@[1 k`[1 k@{1 K@[\u0011'), ['0+4', '5+4']);
});

test('any case knows the letters beyond ASCII whose forms have as many bytes', t => {
	t.deepEqual(found('пароль', 'text-any-case', 'ПАРОЛЬ Пароль пароль'), ['0+12', '13+12', '26+12']);
	t.deepEqual(found('É', 'text-any-case', 'é É e E'), ['0+2', '3+2']);
	t.deepEqual(found('ß', 'text-any-case', 'SS ß ẞ'), ['3+2']);
});

test('any case does not mix the bytes of the forms of one letter', t => {
	// р is d1 80, Р is d0 a0: neither d0 80 nor d1 a0 is either.
	t.deepEqual(found('р', 'text-any-case', Uint8Array.of(0xD0, 0x80, 0xD1, 0xA0, 0xD1, 0x80, 0xD0, 0xA0)), ['4+2', '6+2']);
});

test('UTF-16 is little-endian and may begin at an odd address', t => {
	const bytes = Buffer.concat([Buffer.of(0x78), Buffer.from('Geheim€ GEHEIM€', 'utf16le')]);
	t.deepEqual(found('Geheim€', 'utf16', bytes), ['1+14']);
	t.deepEqual(found('geheim€', 'utf16-any-case', bytes), ['1+14', '17+14']);
});

test('bytes are given in hexadecimal, with free digits', t => {
	const code = Uint8Array.of(0x48, 0x8B, 0x11, 0x05, 0x48, 0x8B, 0x22, 0x15, 0x4C, 0x8B);
	t.deepEqual(found('48 8b ?? 05', 'bytes', code), ['0+4']);
	t.deepEqual(found('488B??05', 'bytes', code), ['0+4']);
	t.deepEqual(found('48 8b ? ?5', 'bytes', code), ['0+4', '4+4']);
	t.deepEqual(found('4? 8b', 'bytes', code), ['0+2', '4+2', '8+2']);
	t.deepEqual(found('?? ?? 4c', 'bytes', code), ['6+3']);
});

test('what is wrong with bytes is said, with the place', t => {
	t.deepEqual(compilePattern('48 8', 'bytes'), {error: 'Half a byte; two digits make one (at character 4)', position: 3});
	t.deepEqual(compilePattern('48 8g', 'bytes'), {error: 'Not a hexadecimal digit or ? (at character 5)', position: 4});
	t.deepEqual(compilePattern('?? ??', 'bytes'), {error: 'At least one digit must be given'});
	t.deepEqual(compilePattern('  ', 'bytes'), {error: 'At least one digit must be given'});
});

test('nothing, half a character and more than 4096 bytes can\'t be searched for', t => {
	t.deepEqual(compilePattern('', 'text'), {error: 'Nothing to search for'});
	t.regex(compilePattern('a\uD800', 'text').error!, /lone surrogate/);
	t.is(compilePattern('a'.repeat(maxMatchLength), 'text').error, undefined);
	t.regex(compilePattern('a'.repeat(maxMatchLength + 1), 'text').error!, /too many/);
});

test('a pattern survives the way to another thread', t => {
	for (const pattern of [compile('р', 'text-any-case'), compile('4? ??', 'bytes'), compile('(?i)a+', 'regex')]) {
		t.deepEqual(structuredClone(pattern), pattern);
	}
});

test('an expression means bytes: . is all but LF, classes and their opposites know ASCII only', t => {
	t.is(bytesMatching('.').length, 255);
	t.false(bytesMatching('.').includes(0x0A));
	t.is(bytesMatching('(?s).').length, 256);
	t.deepEqual(bytesMatching('\\xe9'), [0xE9]);
	t.deepEqual(bytesMatching('[\\xfd-\\xff\\0]'), [0, 0xFD, 0xFE, 0xFF]);
	t.is(bytesMatching('\\w').length, 63);
	t.is(bytesMatching('\\W').length, 193);
	t.deepEqual(bytesMatching('\\s'), [9, 10, 11, 12, 13, 32]);
	t.is(bytesMatching('[^\\s\\S]').length, 0);
	t.is(bytesMatching('[^]').length, 256);
});

test('the classes that POSIX names stand in classes, as in grep and RE2', t => {
	t.deepEqual(bytesMatching('[[:digit:]]'), bytesMatching('\\d'));
	t.deepEqual(bytesMatching('[[:digit:][:upper:]_]'), bytesMatching('[0-9A-Z_]'));
	t.deepEqual(bytesMatching('[[:^alnum:]]'), bytesMatching('[^0-9A-Za-z]'));
	t.deepEqual(bytesMatching('[^[:space:]]'), bytesMatching('\\S'));
	t.is(bytesMatching('[[:punct:]]').map(byte => String.fromCodePoint(byte)).join(''), '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');
	t.deepEqual(bytesMatching('[[:cntrl:][:print:]]'), bytesMatching('[[:ascii:]]'));
	t.deepEqual(bytesMatching('(?i)[[:lower:]]'), bytesMatching('[[:alpha:]]'));
	t.deepEqual(bytesMatching('[[:graph:][:blank:]]'), bytesMatching('[\\t\\x20-~]'));
	t.deepEqual(bytesMatching('[[:xdigit:]]'), bytesMatching('[\\dA-Fa-f]'));
	t.deepEqual(bytesMatching('[[:word:]]'), bytesMatching('\\w'));
});

test('(?i) folds ASCII letters, in classes too, and leaves bytes from 80 on alone', t => {
	t.deepEqual(bytesMatching('(?i)a'), [0x41, 0x61]);
	t.deepEqual(bytesMatching('(?i)\\x61'), [0x41, 0x61]);
	t.deepEqual(bytesMatching('(?i)\\xe9'), [0xE9]);
	t.deepEqual(bytesMatching('(?i)[y-z\\xe9]'), [0x59, 0x5A, 0x79, 0x7A, 0xE9]);
	t.is(bytesMatching('(?i)[^a-z]').length, 256 - 52);
	t.deepEqual(found('a(?i:b)c', 'regex', 'abc aBc ABC'), ['0+3', '4+3']);
	t.deepEqual(found('(?i)a(?-i:b)c', 'regex', 'AbC ABC'), ['0+3']);
	t.deepEqual(found('(?i)пар', 'regex', 'ПАР пар'), ['0+6', '7+6']);
});

test('a character beyond ASCII is one thing to repeat and may stand in a class', t => {
	t.deepEqual(found('é+', 'regex', 'ééé e'), ['0+6']);
	t.deepEqual(found('[xéö]+', 'regex', 'éxö\u00A9'), ['0+5']);
	t.deepEqual(found('\\u00e9\\u{1f600}', 'regex', 'é😀'), ['0+6']);
});

test('^, $ and \\b stand at the edges of lines and words', t => {
	t.deepEqual(found('^ab$', 'regex', 'ab\nxab\nab\r\nab'), ['0+2', '11+2']);
	t.deepEqual(found('\\bab\\b', 'regex', 'ab xab\0ab'), ['0+2', '7+2']);
});

test('groups, assertions and quantifiers are JavaScript\'s', t => {
	t.deepEqual(found('(?<q>[\'"])\\w+[\'"]', 'regex', '"a" \'b" c"'), ['0+3', '4+3']);
	t.deepEqual(found('(?P<q>[\'"])\\w+[\'"]', 'regex', '"a" \'b" c"'), ['0+3', '4+3'], 'named as in Python and RE2');
	t.deepEqual(found('(?<=x)a{2,3}?(?!b)', 'regex', 'xaaab xaab'), ['1+2']);
	t.deepEqual(found('a{x}', 'regex', 'a{x}'), ['0+4']);
});

test('the bytes that every match holds are known, so that memory without them is passed over fast', t => {
	const required = (typed: string) => {
		const {needles, least, most} = (compile(typed, 'regex') as RegexPattern).required;
		return [needles.map(({value}) => Buffer.from(value).toString('latin1')).join('|'), least, most];
	};

	t.deepEqual(required('.+pass(word)[=:]\\bx?'), ['password', 1, Infinity]);
	t.deepEqual(required('(?:key|.)=abc+d?'), ['=ab', 1, 3]);
	t.deepEqual(required('(?:key|token)=+abc'), ['key|token', 0, 0]);
	t.deepEqual(required('(?i)key=12'), ['KEY=12', 0, 0]);
	t.deepEqual(required('(?i)рп'), [Buffer.from('П').toString('latin1'), 2, 2], 'the bytes of р and Р differ in more than one bit');
	t.deepEqual(required('x*(?:ftp|https?)://'), ['://', 3, Infinity]);
	t.deepEqual(required('x?(?:mailto|news)[:]+'), ['mailto|news', 0, 1]);
	t.deepEqual(required('(?:secret){2}|secret'), ['secret|secret', 0, 0]);
	t.deepEqual(required('(?:secret)*(?=needle)a'), ['a', 0, Infinity]);
	t.deepEqual(required('x{2}(?:.(\\x7fELF)){3}'), ['\u007FELF', 3, 3]);
});

test('empty matches are passed over', t => {
	t.deepEqual(found('a*', 'regex', 'baab'), ['1+2']);
});

for (const [typed, error] of [
	['a(b', 'A ( without its ) (at character 2)'],
	['ab)', 'A ) without its ( (at character 3)'],
	['[a', 'A [ without its ] (at character 1)'],
	['[]', 'An empty class matches nothing (at character 1)'],
	['[^]x]', 'In a class a ] is written \\] (at character 1)'],
	['a{,3}b', 'Repetitions without a least number are written {0,…} (at character 2)'],
	['\\<self\\>', '\\< means nothing here; the edge of a word is \\b (at character 1)'],
	['[z-a]', 'The range is out of order (at character 2)'],
	['[^é]', 'In a range or a negated class only single bytes can stand (at character 3)'],
	['a**', 'Nothing to repeat (at character 3)'],
	['*', 'Nothing to repeat (at character 1)'],
	['^*', 'What has no length can\'t be repeated (at character 2)'],
	['a{3,2}', 'The numbers are out of order (at character 2)'],
	['\\', 'A \\ with nothing after it (at character 1)'],
	['\\pL', '\\p means nothing here (at character 1)'],
	['[[:letters:]]', 'There is no class [:letters:] (at character 1)'],
	['(a)\\1', '\\1 would be what a group matched, and to search for that can take for ever (at character 4)'],
	['(?<n>a)\\k<n>', '\\k<n> would be what a group matched, and to search for that can take for ever (at character 8)'],
	['a(?i)b', 'Flags for the whole expression stand at its start (at character 2)'],
	['(?m)a', 'There is no flag m; i ignores case, s lets . match a line feed (at character 4)'],
	['(?>a)', 'There is no such group (at character 1)'],
	['('.repeat(201) + ')'.repeat(201), 'Too many groups inside each other (at character 200)'],
	['(?<n>a)(?<n>b)', 'There are two groups n (at character 8)'],
	['\\b', 'This expression matches only the empty text'],
	['a(?!.*b)', 'Look-behind and look-ahead can reach 4096 bytes at most'],
	['(?<=a+)b', 'Look-behind and look-ahead can reach 4096 bytes at most'],
	['a{4097}', 'A match is at most 4096 bytes, and this expression needs more'],
	['(?:(?:a{0,99}b){0,99}c){0,9}', 'This expression is too large: with its repetitions counted out it takes 356436 steps, and 20000 are allowed'],
	['a{0,3}'.repeat(60_000), 'This expression is too large: with its repetitions counted out it takes 720000 steps, and 20000 are allowed'],
	['(?:ab){0,2000}', 'This expression is too large: with its repetitions counted out it takes 10000 steps for a byte, and 5000 are allowed'],
	[`x${'('.repeat(60)}a${'*)'.repeat(60)}*`, 'This expression is too large: with its repetitions counted out it takes 11285 steps for a byte, and 5000 are allowed'],
] as const) {
	test(`the expression ${typed.slice(0, 20)} is refused with one line`, t => {
		t.is(compilePattern(typed, 'regex').error, error);
	});
}

test('a complaint about what was pasted holds no character that acts on a terminal', t => {
	t.is(compilePattern('\\k<\u202E>', 'regex').error, '\\k<\\u{202e}> would be what a group matched, and to search for that can take for ever (at character 1)');
});
