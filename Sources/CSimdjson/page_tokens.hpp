#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// What JSON's grammar says of one token. `end` is behind the token's last byte.

inline bool is_blank(uint8_t byte) noexcept { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

inline bool is_digit(uint8_t byte) noexcept { return byte >= '0' && byte <= '9'; }

enum class number_kind { malformed, integer, unusable };

// `value` is set for an integer within int64; every other number is unusable.
number_kind read_number(const uint8_t *start, const uint8_t *end, int64_t &value) noexcept;

enum class escapes_kind { malformed, sound, half_pair };

// The escapes between two quotes; half a surrogate pair is JSON's grammar, but no text.
escapes_kind judge_escapes(const uint8_t *start, const uint8_t *end) noexcept;
