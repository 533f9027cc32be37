/*
Finds byte patterns in memory, 64 places at a time. Compiled by compile-kernel.js.

A pattern matches where (byte & mask) == value for each of its bytes and, at each of its choices, one of the forms stands. Two of its bytes, the anchors, are compared at 64 places at once; only where both fit the rest is looked at. Many patterns are put together into filters, which look for all of them at once.

What is read may lie up to the longest pattern and 128 bytes beyond the end: whatever is there does not count, but it must be memory.
*/
#include <wasm_simd128.h>

typedef struct {
	uint32_t offset, length, count;
	/* The forms, one after the other, in the order of their bytes. */
	const uint8_t *forms;
} choice;

typedef struct {
	uint32_t length;
	const uint8_t *value, *mask;
	/* Offsets of the anchors. */
	uint32_t first, second;
	uint32_t choice_count;
	const choice *choices;
} pattern;

typedef struct {
	/* Where the search goes on. */
	uint32_t resume;
	/* Room for so many matches. */
	uint32_t capacity;
	/* Where each match starts, and which pattern it is of. */
	uint32_t *starts, *patterns;
} list;

typedef struct {
	v128_t value, mask;
} anchor;

static anchor anchor_of(const pattern *p, uint32_t offset) {
	return (anchor){wasm_i8x16_splat(p->value[offset]), wasm_i8x16_splat(p->mask[offset])};
}

static inline __attribute__((always_inline)) v128_t fits(const uint8_t *at, anchor a, bool is_masked) {
	v128_t bytes = wasm_v128_load(at);
	return wasm_i8x16_eq(is_masked ? wasm_v128_and(bytes, a.mask) : bytes, a.value);
}

/* Bit n is set when both anchors fit the place n bytes from here. */
static inline __attribute__((always_inline)) uint64_t candidates(const uint8_t *first_at, anchor first, const uint8_t *second_at, anchor second, bool is_masked) {
	v128_t a = wasm_v128_and(fits(first_at, first, is_masked), fits(second_at, second, is_masked));
	v128_t b = wasm_v128_and(fits(first_at + 16, first, is_masked), fits(second_at + 16, second, is_masked));
	v128_t c = wasm_v128_and(fits(first_at + 32, first, is_masked), fits(second_at + 32, second, is_masked));
	v128_t d = wasm_v128_and(fits(first_at + 48, first, is_masked), fits(second_at + 48, second, is_masked));
	if (!wasm_v128_any_true(wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d)))) {
		return 0;
	}

	return (uint64_t)wasm_i8x16_bitmask(a) | (uint64_t)wasm_i8x16_bitmask(b) << 16 | (uint64_t)wasm_i8x16_bitmask(c) << 32 | (uint64_t)wasm_i8x16_bitmask(d) << 48;
}

static bool differs(const uint8_t *at, const pattern *p, uint32_t offset) {
	v128_t bytes = wasm_v128_and(wasm_v128_load(at + offset), wasm_v128_load(p->mask + offset));
	return wasm_v128_any_true(wasm_v128_xor(bytes, wasm_v128_load(p->value + offset)));
}

static int32_t compare(const uint8_t *a, const uint8_t *b, uint32_t length) {
	for (uint32_t i = 0; i < length; i++) {
		if (a[i] != b[i]) {
			return a[i] < b[i] ? -1 : 1;
		}
	}

	return 0;
}

static bool stands(const uint8_t *at, const choice *c) {
	uint32_t low = 0, high = c->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int32_t order = compare(at + c->offset, c->forms + middle * c->length, c->length);
		if (order == 0) {
			return true;
		}

		if (order < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return false;
}

static bool matches(const uint8_t *at, const pattern *p) {
	uint32_t i = 0;
	for (; i + 16 <= p->length; i += 16) {
		if (differs(at, p, i)) {
			return false;
		}
	}

	for (; i < p->length; i++) {
		if ((at[i] & p->mask[i]) != p->value[i]) {
			return false;
		}
	}

	for (i = 0; i < p->choice_count; i++) {
		if (!stands(at, p->choices + i)) {
			return false;
		}
	}

	return true;
}

/* Where the places end at which a pattern may start: before `to`, and so that it lies before `end`. */
static uint32_t last_place(const pattern *p, uint32_t to, uint32_t end) {
	uint32_t places = end < p->length ? 0 : end - p->length + 1;
	return places < to ? places : to;
}

static inline __attribute__((always_inline)) uint32_t find_one(const pattern *p, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found, bool is_masked) {
	uint32_t length = p->length, capacity = found->capacity;
	anchor first = anchor_of(p, p->first), second = anchor_of(p, p->second);
	uint32_t last = last_place(p, to, end);
	uint32_t count = 0;
	uint32_t next = from;
	for (uint32_t block = from; block < last; block += 64) {
		const uint8_t *at = text + block;
		uint64_t places = candidates(at + p->first, first, at + p->second, second, is_masked);
		for (; places != 0; places &= places - 1) {
			uint32_t place = block + __builtin_ctzll(places);
			if (place >= last) {
				break;
			}

			if (place < next || !matches(text + place, p)) {
				continue;
			}

			if (count == capacity) {
				found->resume = place;
				return count;
			}

			found->starts[count++] = place;
			next = place + length;
		}
	}

	found->resume = next > to ? next : to;
	return count;
}

/* Finds the matches of one pattern that start in [from, to) of a text that ends at `end`: leftmost, not overlapping. Returns how many were found. */
__attribute__((export_name("find"))) uint32_t find(const pattern *p, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found) {
	return (p->mask[p->first] & p->mask[p->second]) == 0xFF
		? find_one(p, text, from, to, end, found, false)
		: find_one(p, text, from, to, end, found, true);
}

#define MAX_PATTERNS 256

/* The same for several patterns at once, MAX_PATTERNS at most; of those that match at one place, the first counts. */
__attribute__((export_name("findSeveral"))) uint32_t find_several(const pattern *patterns, uint32_t pattern_count, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found) {
	static anchor first[MAX_PATTERNS], second[MAX_PATTERNS];
	static uint32_t last[MAX_PATTERNS];
	static uint64_t places[MAX_PATTERNS];
	uint32_t last_of_all = from;
	for (uint32_t i = 0; i < pattern_count; i++) {
		first[i] = anchor_of(patterns + i, patterns[i].first);
		second[i] = anchor_of(patterns + i, patterns[i].second);
		last[i] = last_place(patterns + i, to, end);
		last_of_all = last[i] > last_of_all ? last[i] : last_of_all;
	}

	uint32_t count = 0;
	uint32_t next = from;
	for (uint32_t block = from; block < last_of_all; block += 64) {
		const uint8_t *at = text + block;
		uint64_t all = 0;
		for (uint32_t i = 0; i < pattern_count; i++) {
			places[i] = candidates(at + patterns[i].first, first[i], at + patterns[i].second, second[i], true);
			all |= places[i];
		}

		for (; all != 0; all &= all - 1) {
			uint32_t shift = __builtin_ctzll(all);
			uint32_t place = block + shift;
			if (place < next) {
				continue;
			}

			for (uint32_t i = 0; i < pattern_count; i++) {
				if ((places[i] >> shift & 1) == 0 || place >= last[i] || !matches(text + place, patterns + i)) {
					continue;
				}

				if (count == found->capacity) {
					found->resume = place;
					return count;
				}

				found->starts[count] = place;
				found->patterns[count++] = i;
				next = place + patterns[i].length;
				break;
			}
		}
	}

	found->resume = next > to ? next : to;
	return count;
}

#define FILTER_BYTES 4
#define BUCKETS 8

/*
Patterns in buckets, a bit for each. A bucket may match at a place only where its bit is set for each of the bytes at the offsets: in the table of their low digits (in hexadecimal) and in that of their high ones.
*/
typedef struct {
	uint32_t offsets[FILTER_BYTES];
	/* Of each bucket, where its patterns begin in `patterns`; they end where those of the next begin. */
	uint32_t starts[BUCKETS + 1];
	/* By number, in each bucket the least first. */
	const uint32_t *patterns;
	/* For each offset the bits by low digit, then those by high digit. */
	const uint8_t *tables;
} filter;

static inline __attribute__((always_inline)) v128_t buckets_of(const uint8_t *at, v128_t low, v128_t high) {
	v128_t bytes = wasm_v128_load(at);
	return wasm_v128_and(wasm_i8x16_swizzle(low, wasm_v128_and(bytes, wasm_i8x16_splat(0x0F))), wasm_i8x16_swizzle(high, wasm_u8x16_shr(bytes, 4)));
}

static inline __attribute__((always_inline)) bool narrow(const filter *f, uint32_t byte, const uint8_t *at, v128_t *fit) {
	v128_t low = wasm_v128_load(f->tables + 32 * byte), high = wasm_v128_load(f->tables + 32 * byte + 16);
	at += f->offsets[byte];
	fit[0] = wasm_v128_and(fit[0], buckets_of(at, low, high));
	fit[1] = wasm_v128_and(fit[1], buckets_of(at + 16, low, high));
	fit[2] = wasm_v128_and(fit[2], buckets_of(at + 32, low, high));
	fit[3] = wasm_v128_and(fit[3], buckets_of(at + 48, low, high));
	return wasm_v128_any_true(wasm_v128_or(wasm_v128_or(fit[0], fit[1]), wasm_v128_or(fit[2], fit[3])));
}

/* Which buckets may match at each of 64 places; bit n of what is returned is set when any may at the place n bytes from here. */
static inline __attribute__((always_inline)) uint64_t filtered(const filter *f, const uint8_t *at, uint8_t *buckets) {
	v128_t every = wasm_i8x16_splat(-1), none = wasm_i8x16_splat(0);
	v128_t fit[4] = {every, every, every, every};
	if (!narrow(f, 0, at, fit) || !narrow(f, 1, at, fit) || !narrow(f, 2, at, fit) || !narrow(f, 3, at, fit)) {
		return 0;
	}

	uint64_t places = 0;
	for (uint32_t i = 0; i < 4; i++) {
		wasm_v128_store(buckets + 16 * i, fit[i]);
		places |= (uint64_t)wasm_i8x16_bitmask(wasm_i8x16_ne(fit[i], none)) << 16 * i;
	}

	return places;
}

#define NONE 0xFFFFFFFF

/* The first pattern, by number and before `best`, of those in some buckets that matches. */
static uint32_t first_of(const filter *f, uint32_t buckets, const pattern *patterns, const uint8_t *at, uint32_t room, uint32_t best) {
	for (; buckets != 0; buckets &= buckets - 1) {
		uint32_t bucket = __builtin_ctz(buckets);
		for (uint32_t i = f->starts[bucket]; i < f->starts[bucket + 1] && f->patterns[i] < best; i++) {
			const pattern *p = patterns + f->patterns[i];
			if (p->length <= room && matches(at, p)) {
				best = f->patterns[i];
			}
		}
	}

	return best;
}

#define MAX_FILTERS 8

/* What find_several finds, for patterns in filters, MAX_FILTERS at most. */
__attribute__((export_name("findFiltered"))) uint32_t find_filtered(const filter *filters, uint32_t filter_count, const pattern *patterns, const uint8_t *text, uint32_t from, uint32_t to, uint32_t end, list *found) {
	static uint8_t buckets[MAX_FILTERS][64];
	static uint64_t places[MAX_FILTERS];
	uint32_t last = to < end ? to : end;
	uint32_t count = 0;
	uint32_t next = from;
	for (uint32_t block = from; block < last; block += 64) {
		uint64_t all = 0;
		for (uint32_t i = 0; i < filter_count; i++) {
			places[i] = filtered(filters + i, text + block, buckets[i]);
			all |= places[i];
		}

		for (; all != 0; all &= all - 1) {
			uint32_t shift = __builtin_ctzll(all);
			uint32_t place = block + shift;
			if (place >= last) {
				break;
			}

			if (place < next) {
				continue;
			}

			uint32_t best = NONE;
			for (uint32_t i = 0; i < filter_count; i++) {
				if (places[i] >> shift & 1) {
					best = first_of(filters + i, buckets[i][shift], patterns, text + place, end - place, best);
				}
			}

			if (best == NONE) {
				continue;
			}

			if (count == found->capacity) {
				found->resume = place;
				return count;
			}

			found->starts[count] = place;
			found->patterns[count++] = best;
			next = place + patterns[best].length;
		}
	}

	found->resume = next > to ? next : to;
	return count;
}
