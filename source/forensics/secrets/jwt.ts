import {follows, matchAt, textSigns, type Recogniser} from './recogniser.js';

// A signed one has three parts, an encrypted one five.
const parts = /(?<header>eyJ[\w-]{6,})\.(?:(?<payload>[\w-]{2,})\.(?<signature>[\w-]*)|[\w-]*(?:\.[\w-]+){3})(?![\w\-.])/y;

/** JSON web tokens (RFC 7519): the header is JSON and names the algorithm. */
export const jwt: Recogniser = {
	signs: textSigns(['eyJ']),
	reach: 8 * 1024,
	recognise(text, at) {
		const match = follows(text, at, /[\w\-.]/) ? undefined : matchAt(parts, text, at);
		const header = match && decoded(match.groups!.header!);
		if (typeof header?.alg !== 'string') {
			return [];
		}

		const {payload, signature} = match!.groups!;
		const isToken = payload === undefined || (decoded(payload) !== undefined && (header.alg === 'none') === (signature === ''));
		return isToken ? [{kind: 'JWT', name: header.alg, start: at, end: at + match![0].length}] : [];
	},
};

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return typeof value === 'object' && value !== null ? value as Record<string, unknown> : undefined;
	} catch {
		return undefined;
	}
}
