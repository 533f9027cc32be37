/**
The order of the house: a layer imports itself and what stands before it. The two faces stand side by side and never import each other.
*/
export const layers = ['text', 'archive', 'criu', 'memory', 'checkpoint', 'search', 'forensics', 'views', 'writing', 'commands', 'explorer'];

const faces = ['commands', 'explorer'];

/** A lint rule for the files of one layer: refuses every import that points upwards or sideways between faces. */
export function importsPointDown(layer) {
	const below = layers.slice(0, layers.indexOf(layer) + 1).filter(name => name === layer || !faces.includes(name));
	const above = layers.filter(name => !below.includes(name));
	return {
		files: [`source/${layer}/**/*.{ts,tsx}`],
		rules: {
			'no-restricted-imports': ['error', {
				patterns: [
					{
						regex: `^(?:[.]{2}/)+(?:${[...above, 'cli'].join('|')})(?:/|[.]js$)`,
						message: `source/${layer} may import only ${below.join(', ')}: imports point down.`,
					},
				],
			}],
		},
	};
}
