import {follows, matchAt, textSigns, type Recognised, type Recogniser} from './recogniser.js';

const bearer = /bearer (?<value>[\w+\-./~]{16,4096}=*)(?![\w+\-./~])/iy;
const basic = /basic (?<value>[\d+/a-z]{6,512}={0,2})(?![\w+/=])/iy;
const cookies = /cookie: ?(?<pairs>[\w\-.]{1,64}=[ \u0021-\u007E]{1,4096})/iy;
const authorization = /authorization["']?\s?[:=]\s?["']?$/i;

// Shorter ones choose a language or a colour.
const leastCookie = 16;

/** Tokens and passwords in the headers of HTTP: Authorization, Cookie and Set-Cookie. */
export const httpHeaders: Recogniser = {
	signs: textSigns(['bearer ', 'basic ', 'cookie:'], {anyCase: true}),
	reach: 4224,
	recognise(text, at) {
		return [...bearerToken(text, at), ...basicCredentials(text, at), ...cookieValues(text, at)];
	},
};

function bearerToken(text: string, at: number): Recognised[] {
	const match = follows(text, at, /\w/) ? undefined : matchAt(bearer, text, at);
	const value = match?.groups!.value;
	// A word is none, and of a JSON web token more is known.
	return value !== undefined && !/^eyJ[\w-]*\./.test(value) && /\d/.test(value) && /[a-z]/i.test(value) ? [{kind: 'bearer token', start: at + 7, end: at + 7 + value.length}] : [];
}

function basicCredentials(text: string, at: number): Recognised[] {
	const value = authorization.test(text.slice(Math.max(0, at - 24), at)) ? matchAt(basic, text, at)?.groups!.value : undefined;
	const isPair = value !== undefined && /^[\u0020-\u0039\u003B-\u007E]*:[\u0020-\u007E]+$/.test(Buffer.from(value, 'base64').toString('latin1'));
	return isPair ? [{kind: 'basic auth', start: at + 6, end: at + 6 + value.length}] : [];
}

function cookieValues(text: string, at: number): Recognised[] {
	const isSet = /set-$/i.test(text.slice(Math.max(0, at - 4), at));
	const match = !isSet && follows(text, at, /[\w-]/) ? undefined : matchAt(cookies, text, at);
	if (match === undefined) {
		return [];
	}

	const {pairs} = match.groups!;
	const start = at + match[0].length - pairs!.length;
	const found = Array.from(pairs!.matchAll(/(?<name>[\w\-.]{1,64})=(?<value>[^\s",;\\]+)/g), ({groups, index}): Recognised => {
		const from = start + index + groups!.name!.length + 1;
		return {kind: 'cookie', name: groups!.name!, start: from, end: from + groups!.value!.length};
	});
	return (isSet ? found.slice(0, 1) : found).filter(cookie => cookie.end - cookie.start >= leastCookie && /\d/.test(text.slice(cookie.start, cookie.end)));
}
