const config = {
	files: ['test/**/*.ts', 'test/**/*.tsx', '!test/support/**'],
	typescript: {
		extensions: ['ts', 'tsx'],
		rewritePaths: {
			'test/': 'build/test/',
		},
		compile: false,
	},
	// The streams of ink-testing-library have no rows: Ink would run other programs at each frame to find some, and in the end take these.
	environmentVariables: {
		COLUMNS: '80',
		LINES: '24',
	},
	timeout: '120s',
};

export default config;
