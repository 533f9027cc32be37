import fs from 'node:fs';
import {registerHooks} from 'node:module';

const toolkit = 'es-toolkit/compat';

// All that Ink takes of it. The module that it names loads four hundred others, a fifth of the work until the first screen.
const taken = `import { throttle } from '${toolkit}';`;

/** Loads what `load` imports, with Ink among it, but not what Ink imports without a use for it. Where another version of Ink or of its toolkit is written differently, all is loaded. */
export async function withLighterInk<T>(load: () => Promise<T>): Promise<T> {
	const hooks = registerHooks({
		resolve(specifier, context, next) {
			// What is required, not imported, is the package itself: it is needed after all.
			if (specifier === 'string-width' && context.conditions.includes('import')) {
				return {url: new URL('string-width.js', import.meta.url).href, format: 'module', shortCircuit: true};
			}

			const resolved = next(specifier, context);
			if (specifier !== toolkit || !takesOnlyThrottle(context.parentURL)) {
				return resolved;
			}

			const throttle = new URL('function/throttle.mjs', resolved.url);
			return fs.existsSync(throttle) ? {...resolved, url: throttle.href} : resolved;
		},
	});
	try {
		return await load();
	} finally {
		hooks.deregister();
	}
}

function takesOnlyThrottle(importer: string | undefined): boolean {
	return importer !== undefined && importer.startsWith('file:') && fs.readFileSync(new URL(importer), 'utf8').includes(taken);
}
