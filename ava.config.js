const config = {
	files: ['test/**/*.ts', 'test/**/*.tsx', '!test/support/**'],
	typescript: {
		extensions: ['ts', 'tsx'],
		rewritePaths: {
			'test/': 'build/test/',
		},
		compile: false,
	},
	timeout: '120s',
};

export default config;
