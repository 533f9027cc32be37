import reactHooks from 'eslint-plugin-react-hooks';
import {layers, importsPointDown} from './import-direction.js';

const off = names => Object.fromEntries(names.map(name => [name, 'off']));

/** @type {import('xo').FlatXoConfig} */
const config = [
	{ignores: ['build', 'fixtures', 'source/criu/schema']},
	{
		files: ['**/*.{js,ts,tsx}'],
		plugins: {'react-hooks': reactHooks},
		rules: {
			'react-hooks/rules-of-hooks': 'error',
			'react-hooks/exhaustive-deps': 'error',
			...off([
				// The wire format is made of bits, and of names with underscores.
				'no-bitwise',
				'camelcase',
				'@typescript-eslint/naming-convention',
				// Bytes and escape sequences read best as the format's own documents write them.
				'no-control-regex',
				'unicorn/escape-case',
				'unicorn/number-literal-case',
				'unicorn/numeric-separators-style',
				'unicorn/prefer-unicode-code-point-escapes',
				'unicorn/prefer-string-raw',
				// Reading synchronously is the design: a page is one pread away.
				'n/no-sync',
				// A one-line docstring is a docstring.
				'unicorn/single-line-block-comment-style',
				'jsdoc/require-param',
				'jsdoc/require-returns',
				'capitalized-comments',
				// Taste that would cost readers more than it gives them.
				'n/prefer-global/buffer',
				'n/prefer-global/process',
				'unicorn/max-nested-calls',
				'unicorn/no-null',
				'unicorn/consistent-class-member-order',
				'unicorn/prefer-iterator-to-array',
				'unicorn/prefer-spread',
				'unicorn/no-array-sort',
				'unicorn/no-array-reverse',
				'unicorn/require-array-sort-compare',
				'unicorn/prefer-continue',
				'unicorn/prefer-set-has',
				'unicorn/prevent-abbreviations',
				'unicorn/no-nested-ternary',
				'unicorn/no-array-callback-reference',
				'unicorn/no-array-for-each',
				'unicorn/no-array-reduce',
				'unicorn/no-negated-condition',
				'unicorn/prefer-module',
				'unicorn/prefer-code-point',
				'unicorn/prefer-math-trunc',
				'unicorn/filename-case',
				'no-negated-condition',
				'no-nested-ternary',
				'no-await-in-loop',
				'no-mixed-operators',
				'@stylistic/no-mixed-operators',
				'@stylistic/object-curly-newline',
				'@stylistic/operator-linebreak',
				'@stylistic/quote-props',
				'@stylistic/indent-binary-ops',
				'@stylistic/max-statements-per-line',
				'@typescript-eslint/class-literal-property-style',
				'@typescript-eslint/no-restricted-types',
				'@typescript-eslint/prefer-readonly-parameter-types',
				'@typescript-eslint/no-non-null-assertion',
				'@typescript-eslint/no-unsafe-type-assertion',
				'@typescript-eslint/parameter-properties',
				'@typescript-eslint/member-ordering',
				'@typescript-eslint/consistent-type-assertions',
				'@typescript-eslint/restrict-template-expressions',
				'@typescript-eslint/no-base-to-string',
				'@typescript-eslint/promise-function-async',
				'@typescript-eslint/prefer-nullish-coalescing',
				'@typescript-eslint/strict-void-return',
				'ava/no-ignored-test-files',
				'require-unicode-regexp',
				'regexp/unicode-property',
				'node-test/no-import-test-files',
				'unicorn/consistent-boolean-name',
				'max-params',
				'max-depth',
				'complexity',
			]),
		},
	},
	{
		files: ['package.json'],
		rules: off([
			// Some tools' newest versions ask for what the registries don't have yet.
			'package-json/dependency-version-range',
			'package-json/no-overrides-in-published-package',
		]),
	},
	...layers.map(layer => importsPointDown(layer)),
];

export default config;
