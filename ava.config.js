const config = {
	files: ['test/**/*.ts', 'test/**/*.tsx', '!test/support/**'],
	typescript: {
		extensions: ['ts', 'tsx'],
		rewritePaths: {
			'test/': 'build/test/',
		},
		compile: false,
	},
	// The streams of ink-testing-library have no rows: Ink would run other programs at each frame to find some.
	environmentVariables: {
		COLUMNS: '100',
		LINES: '40',
	},
	timeout: '120s',
};

export default config;
