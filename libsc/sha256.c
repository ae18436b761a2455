#include "inner.h"

static const uint32_t k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t
rotate(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static void
schedule(uint32_t w[64], const uint8_t *block)
{
	for (unsigned i = 0; i < 16; i++, block += 4)
		w[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 |
			(uint32_t)block[2] << 8 | block[3];
	for (unsigned i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		a = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
		b = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
		w[i] = w[i - 16] + a + w[i - 7] + b;
	}
}

/* The letters are those of FIPS 180-4, v[0] being a and v[7] h. */
static void
compress(uint32_t h[8], const uint8_t *block)
{
	uint32_t w[64], v[8];

	schedule(w, block);
	for (unsigned i = 0; i < 8; i++)
		v[i] = h[i];
	for (unsigned i = 0; i < 64; i++) {
		uint32_t a = v[0], e = v[4];
		uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		uint32_t choice = (e & v[5]) ^ (~e & v[6]);
		uint32_t majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]);
		uint32_t t = v[7] + s1 + choice + k[i] + w[i];

		for (unsigned n = 7; n; n--)
			v[n] = v[n - 1];
		v[4] += t;
		v[0] = t + s0 + majority;
	}
	for (unsigned i = 0; i < 8; i++)
		h[i] += v[i];
}

/* The rest of the data, a 1 bit, zeros, and the length in bits. */
static void
finish(uint32_t h[8], const uint8_t *rest, size_t n, uint64_t bits)
{
	uint8_t block[64];
	size_t i;

	for (i = 0; i < n; i++)
		block[i] = rest[i];
	block[i++] = 0x80;
	if (i > 56) {
		while (i < 64)
			block[i++] = 0;
		compress(h, block);
		i = 0;
	}
	while (i < 56)
		block[i++] = 0;
	for (; i < 64; i++)
		block[i] = (uint8_t)(bits >> 8 * (63 - i));
	compress(h, block);
}

void
sc_sha256(uint8_t digest[SC_SHA256_SIZE], const void *data, size_t len)
{
	uint32_t h[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
	};
	const uint8_t *at = data;
	size_t left = len;

	for (; left >= 64; left -= 64, at += 64)
		compress(h, at);
	finish(h, at, left, (uint64_t)len << 3);
	for (unsigned i = 0; i < SC_SHA256_SIZE; i++)
		digest[i] = (uint8_t)(h[i / 4] >> 8 * (3 - i % 4));
}

int
sc_sha256_check(const uint8_t digest[SC_SHA256_SIZE], const char *hex,
	size_t len)
{
	unsigned different = 0;

	if (len != 2 * SC_SHA256_SIZE)
		return -SC_EINVAL;
	for (unsigned i = 0; i < SC_SHA256_SIZE; i++) {
		unsigned high = sc_digit(hex[2 * i]);
		unsigned low = sc_digit(hex[2 * i + 1]);

		if (high > 15 || low > 15)
			return -SC_EINVAL;
		different |= digest[i] ^ (high << 4 | low);
	}
	return different ? -SC_EACCES : 0;
}
